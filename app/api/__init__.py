"""REST under ``/api``: the same engine calls as the page, one module per noun."""

from __future__ import annotations

from http import HTTPMethod
from typing import NoReturn

from apiflask import APIFlask
from flask import Response, current_app, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed, NotFound

from app.api import algorithms, datasets, models, training
from app.api.errors import register_errors
from app.api.openapi import register_documents
from app.refusal import is_api

_METHODS = [method.value for method in HTTPMethod if method not in {"CONNECT", "TRACE"}]


def register_api(server: APIFlask) -> None:
    """Put all routes, their documents and their errors onto the server."""
    register_errors(server)
    register_documents(server)
    for module in (datasets, training, models, algorithms):
        server.register_blueprint(module.blueprint)
    server.after_request(_without_html)
    # Dash answers any unknown address with its page. Under /api that would be 200 and HTML.
    for rule in ("/api", "/api/", "/api/<path:_rest>"):
        server.add_url_rule(
            rule, "api_nowhere", _nowhere, methods=_METHODS, provide_automatic_options=False
        )


def _nowhere(_rest: str = "") -> NoReturn:
    """Answer for every address under ``/api`` that is no route."""
    allowed = [method for method in _METHODS if _is_route(method)]
    if allowed:
        raise MethodNotAllowed(valid_methods=allowed)
    raise NotFound


def _without_html(response: Response) -> Response:
    """Take the type away from an answer without a body; it would be HTML otherwise."""
    if is_api() and response.content_length == 0:
        response.headers.pop("Content-Type", None)
    return response


def _is_route(method: str) -> bool:
    adapter = current_app.url_map.bind("")
    try:
        endpoint, _ = adapter.match(request.path, method=method)
    except HTTPException:
        return False
    return bool(endpoint != "api_nowhere")
