"""Errors keep what they say on their way from one process to another."""

import pickle

import pytest

from engine.errors import EngineError, QueueFullError, UnreadableFileError

ERRORS = [
    EngineError("It is so."),
    UnreadableFileError("Line 3 is wrong.", line=3, hint="Correct it."),
    QueueFullError("Too many wait.", retry_after=7, hint="Wait."),
]


@pytest.mark.parametrize("error", ERRORS, ids=[type(error).__name__ for error in ERRORS])
def test_an_error_that_was_sent_says_the_same(error):
    received = pickle.loads(pickle.dumps(error))
    assert type(received) is type(error)
    assert (received.problem(), str(received)) == (error.problem(), str(error))
    assert vars(received) == vars(error)
