"""What happens when something goes wrong: words on the page, never silence.

A callback whose answer is a part of the page says its problem there
(`in_place`). Everything else ends in `on_error`, which shows a notice above
the page; `app` gives it to Dash as the handler of all callbacks.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any, Final, ParamSpec

from dash import no_update, set_props

from components import controls, shell
from engine.errors import EngineError
from engine.records import Problem

P = ParamSpec("P")

log = logging.getLogger(__name__)

UNEXPECTED: Final = Problem(
    code="internal_error",
    message="Something went wrong on our side, and what you asked for was not done.",
    hint="Try it once more. If it happens again, the server's log says what it was.",
)


def on_error(error: Exception) -> None:
    """Show any error of a callback above the page, and leave the page as it is."""
    set_props(shell.ids.notices, {"children": shell.popup(problem_of(error))})


def problem_of(error: Exception) -> Problem:
    """Words for an error; what nobody expected goes to the log with its traceback."""
    if isinstance(error, EngineError):
        return error.problem()
    log.error("A callback failed.", exc_info=error)
    return UNEXPECTED


def in_place(*, outputs: int = 1) -> Callable[[Callable[P, Any]], Callable[P, Any]]:
    """Show a problem where the answer would have been: in the first output.

    Parameters
    ----------
    outputs : int
        How many outputs the callback has; all but the first stay as they are.
    """

    def decorate(function: Callable[P, Any]) -> Callable[P, Any]:
        @wraps(function)
        def told(*args: P.args, **kwargs: P.kwargs) -> Any:  # noqa: ANN401  what Dash takes
            try:
                return function(*args, **kwargs)
            except EngineError as error:
                notice = controls.notice(error.problem())
                return notice if outputs == 1 else (notice, *[no_update] * (outputs - 1))

        return told

    return decorate
