"""Who is answered, whose things a request sees, and the headers on every answer.

Local run: one workspace for all, and only this computer's own names are
answered, so that no page elsewhere can reach in by a name of its own.
Deployed (``SECRET_KEY`` is set): a workspace for each visitor, named in a
signed cookie or in a token, which is the same signed name.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from hashlib import sha256
from urllib.parse import urlsplit

from flask import Flask, Response, g, request
from itsdangerous import BadSignature, Signer

from app.refusal import RefusedError, is_api
from app.settings import settings
from engine.records import Problem

COOKIE = "workspace"
LOCAL_WORKSPACE = "local"

_OWN_NAMES = ("127.0.0.1", "localhost", "[::1]")
_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_SAME_SITE = frozenset({"same-origin", "none"})
_PUBLIC = ("/assets/", "/_dash-component-suites/", "/_favicon.ico")
_YEAR = 365 * 24 * 60 * 60

# Dash, AG Grid and plotly write style elements; graphs are saved as images by blob: and data:.
_POLICY = (
    "default-src 'self'; "
    "script-src 'self' {hashes}; "
    "style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; "
    "font-src 'self' data:; "
    "connect-src 'self'; "
    "worker-src 'self' blob:; "
    "object-src 'none'; "
    "base-uri 'self'; "
    "form-action 'self'; "
    "frame-ancestors 'none'"
)
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def protect(server: Flask, *, script_hashes: Callable[[], Sequence[str]]) -> None:
    """Put the checks before every request and the headers on every answer.

    Parameters
    ----------
    server : Flask
        The server; call this before anything else is registered on it.
    script_hashes : callable
        Gives the CSP sources of the page's inline scripts.
    """
    server.before_request(_check_host)
    server.before_request(_check_origin)
    server.before_request(_identify)

    @server.after_request
    def finish(response: Response) -> Response:
        _remember(response)
        _set_caching(response)
        hashes = " ".join(script_hashes())
        response.headers["Content-Security-Policy"] = _POLICY.format(hashes=hashes)
        response.headers.update(_HEADERS)
        return response


def workspace_name() -> str:
    """Name of the workspace the current request works in."""
    return str(g.workspace) if settings().is_deployed else LOCAL_WORKSPACE


def token() -> str | None:
    """Token that opens the current workspace over REST; ``None`` in a local run."""
    return sign(workspace_name()) if settings().is_deployed else None


def sign(workspace: str) -> str:
    """Sign a workspace's name; cookie and token both hold the result."""
    return _signer().sign(workspace).decode()


def _signer() -> Signer:
    secret = settings().secret_key
    if secret is None:
        raise RuntimeError("Only a deployed program, one with SECRET_KEY, signs names.")
    return Signer(secret.get_secret_value(), salt="workspace", digest_method=sha256)


def _unsign(value: str) -> str | None:
    try:
        return _signer().unsign(value).decode()
    except BadSignature:
        return None


def _check_host() -> None:
    name = _without_port(request.host)
    if not any(_matches(name, pattern) for pattern in _answered_names()):
        problem = Problem(
            code="unknown_host",
            message=f"This program does not answer to the name {name!r}.",
            field="Host",
            hint=f"If the name is right, add it to ALLOWED_HOSTS: ALLOWED_HOSTS={name}",
        )
        raise RefusedError(421, problem)


def _answered_names() -> tuple[str, ...]:
    current = settings()
    if current.is_deployed:
        return current.allowed_hosts or ("*",)
    return (*_OWN_NAMES, current.host, *current.allowed_hosts)


def _without_port(host: str) -> str:
    name, colon, port = host.rpartition(":")
    return (name if colon and port.isdigit() else host).lower()


def _matches(name: str, pattern: str) -> bool:
    if pattern.startswith("."):
        return name == pattern[1:] or name.endswith(pattern)
    return pattern in {"*", name}


def _check_origin() -> None:
    if request.method in _SAFE_METHODS or _is_same_site():
        return
    problem = Problem(
        code="cross_site",
        message="A page of another site may not change anything here.",
        field="Origin",
        hint="Open this program's own page, or send the request without a browser.",
    )
    raise RefusedError(403, problem)


def _is_same_site() -> bool:
    # Browsers send Sec-Fetch-Site and pages cannot forge it. Programs send neither header.
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in _SAME_SITE
    origin = request.headers.get("Origin")
    return origin is None or urlsplit(origin).netloc == request.host


def _identify() -> None:
    if not settings().is_deployed or request.path.startswith(_PUBLIC):
        return
    known = _from_token() or _unsign(request.cookies.get(COOKIE, ""))
    g.is_new_visitor = known is None
    g.workspace = known or str(uuid.uuid4())


def _from_token() -> str | None:
    authorization = request.authorization
    if authorization is None or authorization.type != "bearer":
        return None
    workspace = _unsign(authorization.token or "")
    if workspace is None:
        problem = Problem(
            code="unknown_token",
            message="The token in the header Authorization was not issued here.",
            field="Authorization",
            hint="Copy the whole token again; it ends when SECRET_KEY is changed.",
        )
        raise RefusedError(401, problem, headers={"WWW-Authenticate": "Bearer"})
    return workspace


def _remember(response: Response) -> None:
    if not g.get("is_new_visitor", False):
        return
    is_secure = request.is_secure or request.headers.get("X-Forwarded-Proto") == "https"
    response.set_cookie(
        COOKIE,
        sign(g.workspace),
        max_age=_YEAR,
        secure=is_secure,
        httponly=True,
        samesite="Lax",
    )
    response.headers["Cache-Control"] = "private, no-cache"


def _set_caching(response: Response) -> None:
    if is_api():
        response.headers["Cache-Control"] = "no-store"
    elif request.path.startswith("/assets/") and {"m", "v"} & request.args.keys():
        # The address of such a file changes with its content.
        response.headers["Cache-Control"] = f"public, max-age={_YEAR}, immutable"
