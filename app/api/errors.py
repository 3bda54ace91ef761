"""How errors leave: always ``{code, message, field, hint}``, never HTML or a traceback."""

from __future__ import annotations

import errno
import logging
from collections.abc import Mapping
from types import MappingProxyType
from typing import NoReturn

from apiflask.exceptions import HTTPError
from flask import Flask, Request, Response, request
from pydantic import ValidationError
from werkzeug.exceptions import HTTPException

from app.refusal import RefusedError, answer
from app.validation import field, sentence
from engine.errors import (
    ComparisonError,
    DoesNotApplyError,
    EngineError,
    InvalidValueError,
    NotACsvError,
    NotFoundError,
    QueueFullError,
    StorageFullError,
    TooLargeError,
    TrainingError,
    UnreadableFileError,
    WrongStateError,
)
from engine.records import Problem

STATUSES: Mapping[type[EngineError], int] = MappingProxyType(
    {
        UnreadableFileError: 400,
        NotFoundError: 404,
        WrongStateError: 409,
        DoesNotApplyError: 409,
        ComparisonError: 409,
        TrainingError: 409,
        TooLargeError: 413,
        NotACsvError: 415,
        InvalidValueError: 422,
        QueueFullError: 429,
        StorageFullError: 507,
    }
)

_HTTP: Mapping[int, tuple[str, str, str]] = MappingProxyType(
    {
        400: ("bad_request", "The request cannot be understood.", "Compare it with /api/docs."),
        404: ("not_found", "There is nothing at {path}.", "All addresses are listed at /api/docs."),
        405: (
            "method_not_allowed",
            "The method {method} does not work at {path}.",
            "What works there is listed at /api/docs.",
        ),
        413: (
            "too_large",
            "The request is larger than this address takes.",
            "Send files to /api/datasets/upload, and less at all other addresses.",
        ),
    }
)
_OTHER_HTTP = ("http_error", "The answer to {method} {path} is status {status}.", "")
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
_LOG = logging.getLogger(__name__)


class JsonRequest(Request):
    """A request whose JSON body is refused with words when it is no JSON."""

    def on_json_loading_failed(self, e: ValueError | None) -> NoReturn:
        """Say where the body stops being JSON."""
        problem = Problem(
            code="malformed_json",
            message=f"The body is not JSON: {e}.",
            field="body",
            hint="Names and texts stand in double quotes, and no comma follows the last entry.",
        )
        raise RefusedError(400, problem)


def register_errors(server: Flask) -> None:
    """Make every error of the server leave as this module says."""
    server.request_class = JsonRequest
    server.register_error_handler(EngineError, _engine_error)
    server.register_error_handler(HTTPError, _validation_error)
    server.register_error_handler(HTTPException, _http_error)
    server.register_error_handler(RecursionError, _nested_too_deep)
    server.register_error_handler(Exception, _unexpected_error)


def status_of(error: EngineError) -> int:
    """HTTP status of an error of the engine."""
    return next(STATUSES[kind] for kind in type(error).__mro__ if kind in STATUSES)


def _engine_error(error: EngineError) -> Response:
    headers = {}
    if isinstance(error, QueueFullError):
        headers["Retry-After"] = str(error.retry_after)
    return answer(error.problem(), status=status_of(error), headers=headers)


def _validation_error(error: HTTPError) -> Response:
    cause = error.__cause__
    if not isinstance(cause, ValidationError):
        return _unexpected_error(error)
    first = cause.errors()[0]
    name = field(first)
    problem = Problem(
        code=InvalidValueError.code,
        message=sentence(first, name=name),
        field=name,
        hint="What this address takes is listed at /api/docs.",
    )
    return answer(problem, status=422)


def _http_error(error: HTTPException) -> Response:
    if isinstance(error, RefusedError):
        return answer(error.problem, status=error.code or 400, headers=error.headers)
    status = error.code or 500
    code, message, hint = _HTTP.get(status, _OTHER_HTTP)
    problem = Problem(
        code=code,
        message=message.format(path=request.path, method=request.method, status=status),
        hint=hint or None,
    )
    kept = {name: value for name, value in error.get_headers() if name in {"Allow", "Retry-After"}}
    return answer(problem, status=status, headers=kept)


def _nested_too_deep(error: RecursionError) -> Response:
    if not request.is_json:
        return _unexpected_error(error)
    problem = Problem(
        code="malformed_json",
        message="The body is nested too deep to be read.",
        field="body",
        hint="What this address takes is listed at /api/docs.",
    )
    return answer(problem, status=400)


def _unexpected_error(error: Exception) -> Response:
    if isinstance(error, OSError) and error.errno in _FULL:
        full = StorageFullError(
            "The disk has no room for this.", hint="Delete datasets or models, then try again."
        )
        return _engine_error(full)
    _LOG.error("%s %s failed", request.method, request.path, exc_info=error)
    problem = Problem(
        code="internal_error",
        message="Something went wrong here; your request may well have been right.",
        hint="Try again. If it happens again, the program's log says what it was.",
    )
    return answer(problem, status=500)
