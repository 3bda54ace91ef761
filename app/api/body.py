"""Declares the JSON body of a route."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from apiflask.scaffold import APIScaffold
from flask import request
from pydantic import BaseModel

from app.refusal import RefusedError
from engine.records import Problem

P = ParamSpec("P")
R = TypeVar("R")


def json_body(
    model: type[BaseModel], *, or_form: bool = False
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Give a view its body as `json_data`, checked; a body that is not JSON gets 415.

    The web framework alone would read any body as JSON, whatever it calls itself.

    Parameters
    ----------
    model : type of BaseModel
        What the body must be.
    or_form : bool
        Whether it may be a form instead, which the view reads itself.
    """

    def decorate(view: Callable[P, R]) -> Callable[P, R]:
        reading = APIScaffold().input(model)(view)

        @wraps(reading)
        def checking(*args: P.args, **kwargs: P.kwargs) -> R:
            if or_form and request.mimetype == "multipart/form-data":
                return view(*args, **kwargs)
            _require_json()
            return reading(*args, **kwargs)

        return checking

    return decorate


def _require_json() -> None:
    if request.is_json:
        return
    problem = Problem(
        code="unsupported_media_type",
        message=f"The body must be of type application/json, not {request.mimetype!r}.",
        field="Content-Type",
        hint="Send the header Content-Type: application/json.",
    )
    raise RefusedError(415, problem)
