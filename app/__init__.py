"""The process: settings, server, security, REST and the launcher of training runs.

``gunicorn app:server`` gets the WSGI application here. It is built when it is
first asked for, because every training process imports `app.runs`, and none of
them must build a server.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from apiflask import APIFlask

    server: APIFlask


def __getattr__(name: str) -> object:
    if name != "server":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    # Imported here, or importing `app.runs` would load the web framework.
    from app.factory import dash_app  # noqa: PLC0415

    return dash_app().server
