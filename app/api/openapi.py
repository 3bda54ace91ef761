"""The OpenAPI document at ``/api/openapi.json`` and the page that shows it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from apiflask import APIFlask
from flask import Response, send_from_directory

from app.api.uploads import FIELD
from engine.records import Problem

DOCS = Path(__file__).parents[2] / "assets" / "docs"

_UPLOAD_BODY = {
    "required": True,
    "content": {
        "multipart/form-data": {
            "schema": {
                "type": "object",
                "required": [FIELD],
                "properties": {FIELD: {"type": "string", "format": "binary"}},
            }
        }
    },
}
_HEAD_BODY = {
    "required": True,
    "content": {"text/csv": {"schema": {"type": "string", "format": "binary"}}},
}
_TOKEN = {
    "token": {
        "type": "http",
        "scheme": "bearer",
        "description": "The token of a workspace. A local run needs none.",
    }
}


def register_documents(server: APIFlask) -> None:
    """Put the document and its page onto the server."""
    server.config["VALIDATION_ERROR_SCHEMA"] = Problem.model_json_schema()
    server.config["VALIDATION_ERROR_DESCRIPTION"] = "A value that cannot work"
    server.config["HTTP_ERROR_SCHEMA"] = Problem.model_json_schema()
    server.config["NOT_FOUND_DESCRIPTION"] = "There is no such thing"
    server.config["DESCRIPTION"] = (
        "From a CSV file to a model. Every error is {code, message, field, hint}."
    )
    server.spec_processor(_only_api)
    server.add_url_rule("/api/docs", "api_docs", _docs)


def _only_api(document: dict[Any, Any] | str) -> dict[Any, Any] | str:
    """Leave the page's own routes out, and add what cannot be read off the views."""
    if isinstance(document, str):
        raise TypeError("The document is expected as JSON.")
    paths = document["paths"]
    hidden = {"/api/", "/api/docs", "/api/{_rest}"}
    kept = {path: paths[path] for path in paths if path.startswith("/api/") and path not in hidden}
    kept["/api/datasets/upload"]["post"]["requestBody"] = _UPLOAD_BODY
    kept["/api/datasets/first-look"]["post"]["requestBody"] = _HEAD_BODY
    components = document.setdefault("components", {})
    components["securitySchemes"] = _TOKEN
    return document | {"paths": kept, "security": [{}, {"token": []}]}


def _docs() -> Response:
    """Show the document."""
    return send_from_directory(DOCS, "index.html")
