"""Asks models about new rows in a process of its own: a forest takes memory while it answers."""

from __future__ import annotations

from app.runs.calls import CallEndedError, called_in_child
from engine.errors import InvalidValueError
from engine.predictions.asking import Answers, Asked, ask

MB = 1024**2
SECONDS = 120
# Besides what the rows take: a pickle in memory, and what it becomes.
LEAST_MEMORY, MEMORY_PER_BYTE = 2048 * MB, 6


def ask_in_child(asked: Asked) -> Answers:
    """Do what `engine.predictions.asking.ask` does, in a process of its own.

    Raises
    ------
    EngineError
        Whatever asking raises, as it is.
    InvalidValueError
        Also if it took too long or too much memory, or was ended from outside.
    """
    memory = LEAST_MEMORY + MEMORY_PER_BYTE * asked.model.size_bytes
    try:
        return called_in_child(ask, SECONDS, memory, asked)
    except TimeoutError as error:
        raise _too_much(f"The answers took longer than {SECONDS} seconds.") from error
    except (MemoryError, CallEndedError) as error:
        raise _too_much("The answers took more memory than there is for them.") from error


def _too_much(message: str) -> InvalidValueError:
    return InvalidValueError(
        message,
        field="rows",
        hint="Ask about fewer rows at once, or use the downloaded model.",
    )
