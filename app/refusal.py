"""Requests that are turned away before the engine is asked."""

from collections.abc import Mapping

from flask import Response, jsonify, request
from werkzeug.exceptions import HTTPException

from engine.records import Problem


def is_api() -> bool:
    """Whether the current request is for REST and not for the page."""
    return request.path == "/api" or request.path.startswith("/api/")


def answer(problem: Problem, *, status: int, headers: Mapping[str, str] | None = None) -> Response:
    """Make the response that tells a problem: JSON for REST, plain text for the page."""
    text = "\n".join(part for part in (problem.message, problem.hint) if part)
    response = jsonify(problem.model_dump()) if is_api() else Response(text, mimetype="text/plain")
    response.status_code = status
    response.headers.extend(headers or {})
    return response


class RefusedError(HTTPException):
    """A request that breaks a rule of HTTP or of access; the engine never sees it.

    Parameters
    ----------
    status : int
        HTTP status of the answer.
    problem : Problem
        What the caller is told.
    headers : mapping of str to str, optional
        Headers that belong to this status, for example ``WWW-Authenticate``.
    """

    def __init__(
        self, status: int, problem: Problem, *, headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(description=problem.message)
        self.code = status
        self.problem = problem
        self.headers = headers
