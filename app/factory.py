"""Builds the server and the page on it, once in each process."""

from __future__ import annotations

import logging
from functools import cache
from hashlib import sha256
from pathlib import Path

import diskcache
from apiflask import APIFlask
from dash import Dash, DiskcacheManager

from app import runs
from app.api import register_api
from app.context import store
from app.security import protect
from app.settings import settings
from callbacks.notices import on_error  # importing from the package registers all callbacks
from components import shell

ASSETS = Path(__file__).parents[1] / "assets"
TITLE = "ML Training Platform"

_MAX_BODY = 16 * 1024**2  # of everything but uploads, which have a limit of their own
_VENDOR_STYLES = ("bootstrap/bootstrap.min.css", "inter/inter.css")

log = logging.getLogger(__name__)


@cache
def dash_app() -> Dash:
    """Give the page with its server; the first call builds both."""
    runs.prepare(
        store(),
        max_running=settings().max_running,
        processes_per_run=settings().processes_per_run,
    )
    return _page(_server())


def _server() -> APIFlask:
    current = settings()
    server = APIFlask(
        "app", title=TITLE, spec_path="/api/openapi.json", docs_path=None, json_errors=False
    )
    server.config["MAX_CONTENT_LENGTH"] = _MAX_BODY
    if current.secret_key is not None:
        # Dash signs the handles of background callbacks with it, in every process alike.
        server.secret_key = current.secret_key.get_secret_value()
    for name in current.unused:
        log.warning("%s is set, but this version does not use it.", name)
    protect(server, script_hashes=lambda: dash_app().csp_hashes())
    register_api(server)
    return server


def _page(server: APIFlask) -> Dash:
    page = Dash(
        "app",
        server=server,  # type: ignore[arg-type]  # Dash's hint leaves servers out
        title=TITLE,
        update_title="",
        assets_folder=str(ASSETS),
        assets_path_ignore=["^vendor$", "^docs$"],
        external_stylesheets=[_address(ASSETS / "vendor" / style) for style in _VENDOR_STYLES],
        meta_tags=[{"name": "viewport", "content": "width=device-width, initial-scale=1"}],
        suppress_callback_exceptions=True,
        background_callback_manager=DiskcacheManager(_job_cache()),  # type: ignore[no-untyped-call]
        compress=True,
        enable_mcp=False,
        on_error=on_error,
    )
    page.index_string = page.index_string.replace("<html>", '<html lang="en">')
    page.layout = shell.layout
    # Dash does this inside the first request. A second one that comes in before
    # it is done, as pages send that were open over a restart, would find no callbacks.
    with server.test_request_context():
        page._setup_server()  # type: ignore[no-untyped-call]  # noqa: SLF001 - not public
    return page


def _address(file: Path) -> str:
    """Address of an asset; it changes with the content, so browsers may keep the file."""
    version = sha256(file.read_bytes()).hexdigest()[:12]
    return f"/assets/{file.relative_to(ASSETS).as_posix()}?v={version}"


def _job_cache() -> diskcache.Cache:
    return diskcache.Cache(str(settings().data_dir / "cache"))
