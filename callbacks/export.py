"""The Export step: lists the files of one model and how to use them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256
from typing import Any

from dash import Input, Output, State, callback

from app.context import workspace
from callbacks.looking import look, nothing, search_of, stay_on
from callbacks.notices import in_place
from components import export, shell, snippets
from engine.algorithms import entry_of
from engine.errors import DoesNotApplyError
from engine.exports import EXPORTS, ExportFormat, file_name
from engine.exports import export as exported
from engine.records import TrainedModel

ids = export.ids
url = shell.ids.url


@callback(
    Output(ids.content, "children"),
    Output(ids.chooser, "children"),
    Input(url, "search"),
    State(url, "pathname"),
)
@in_place(outputs=2)
def show(search: str | None, pathname: str) -> tuple[Any, Any]:
    """Show what the model of the address can be taken away as."""
    stay_on("export", pathname)
    looking = look(search)
    if not looking.models:
        return nothing(looking, "export", search), []
    chooser = export.chooser(looking.models, chosen=looking.model)
    if looking.model is None:
        return nothing(looking, "export", search), chooser
    return export.content(_view(looking.model)), chooser


@callback(
    Output(url, "search", allow_duplicate=True),
    Input(ids.model, "value"),
    State(url, "search"),
    prevent_initial_call=True,
)
def choose_model(model_id: str | None, search: str | None) -> str:
    """Look at another model."""
    return search_of(model_id, search)


def _view(model: TrainedModel) -> export.View:
    files = list(_files(model))
    entry = entry_of(model)
    code = snippets.predict(
        model,
        file=files[0].filename,
        can_predict=entry is None or hasattr(entry.estimator_class(), "predict"),
        # Of classifiers alone this score exists, and only if they say how sure they are.
        has_probabilities=model.scores.test.get("log_loss") is not None,
    )
    return export.View(model, files, code, snippets.requirements(model))


def _files(model: TrainedModel) -> Iterator[export.File]:
    """The files there are of a model: some formats do not apply to some models."""
    for entry in EXPORTS:
        with suppress(DoesNotApplyError):
            yield _file(model, entry)


def _file(model: TrainedModel, entry: ExportFormat) -> export.File:
    size, digest = (None, None) if entry.grows else _size_and_digest(model, entry)
    return export.File(
        name=entry.name,
        description=entry.description,
        filename=file_name(model, entry),
        address=export.address_of(model, entry.key),
        size_bytes=size,
        sha256=digest,
    )


def _size_and_digest(model: TrainedModel, entry: ExportFormat) -> tuple[int, str]:
    made = exported(workspace().models, model.id, entry.key)
    content = made.content or b""
    size = made.path.stat().st_size if made.path else len(content)
    return size, made.sha256 or sha256(content).hexdigest()
