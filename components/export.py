"""The Export step: the model as files that need nothing of this program."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from dash import dcc, html
from dash.development.base_component import Component

from components import controls, models, step, words
from components.controls import Child
from engine.records import TrainedModel

TRUST: Final = (
    "Load model files only from people you trust: loading a pickle can run any code. This holds "
    "for every pickle, not only for those from here."
)


class ids:  # noqa: N801  ids are read as export.ids.content
    """Ids of what this module draws."""

    chooser = "export-chooser"
    model = "export-model"
    content = "export-content"
    code = "export-code"
    packages = "export-packages"


@dataclass(frozen=True, slots=True)
class File:
    """A file that can be downloaded.

    Parameters
    ----------
    name, description : str
        What it is called and what it is for.
    filename : str
        The name it will have.
    address : str
        Where it is downloaded from.
    size_bytes : int or None
        Its size; ``None`` for a file that is made when it is asked for.
    sha256 : str or None
        Its digest, to check that it arrived whole.
    """

    name: str
    description: str
    filename: str
    address: str
    size_bytes: int | None
    sha256: str | None


@dataclass(frozen=True, slots=True)
class View:
    """A model, its files, and how it is used elsewhere."""

    model: TrainedModel
    files: Sequence[File]
    code: str
    packages: Sequence[str]


def layout() -> Component:
    """Draw the step; the model is filled in by a callback."""
    header = controls.page_header(
        "Export", step("export").summary, aside=html.Div(id=ids.chooser, className="chooser")
    )
    content = controls.loading(html.Div(id=ids.content, className="stack"))
    return html.Div([header, content])


def chooser(known: Sequence[TrainedModel], *, chosen: TrainedModel | None) -> Component:
    """A select of all models."""
    return models.chooser(known, chosen=chosen, element_id=ids.model)


def address_of(model: TrainedModel, key: str) -> str:
    """Where a format is downloaded from; a plain link, so the file never passes the page."""
    if key == "pickle":
        return f"/api/models/{model.id}/download"
    return f"/api/models/{model.id}/export/{key}"


def content(view: View) -> list[Component]:
    """The files, and how to use the first of them."""
    files = [_file(file, first=n == 0) for n, file in enumerate(view.files)]
    return [
        html.Div(files, className="export-files"),
        controls.message(TRUST, tone="warn"),
        _use(view),
        _needs(view),
    ]


def _file(file: File, *, first: bool) -> Component:
    facts: dict[str, Child] = {"File": file.filename}
    if file.size_bytes is not None:
        facts["Size"] = words.size(file.size_bytes)
    if file.sha256 is not None:
        facts["SHA-256"] = _digest(file.sha256)
    return controls.card(
        file.name,
        [
            html.P(file.description, className="muted"),
            controls.facts(facts),
            _download(file, first=first),
        ],
        class_name="export-file",
    )


def _digest(sha256: str) -> Component:
    copy = dcc.Clipboard(content=sha256, title="Copy the SHA-256", className="copy")
    return html.Span([html.Code(models.digest_words(sha256), title=sha256), copy])


def _download(file: File, *, first: bool) -> Component:
    """A link with `download`: the browser shows the progress and streams to disk."""
    looks = "btn btn-primary" if first else "btn btn-light"
    label = f"Download {file.filename}"
    return html.A(
        "Download",
        href=file.address,
        download=file.filename,
        className=looks,
        **controls.attributes(aria_label=label),
    )


def _use(view: View) -> Component:
    told = html.P(
        "Save this beside the downloaded file and run it with Python. It needs the packages below, "
        "and nothing of this program.",
        className="muted",
    )
    return controls.card(
        "Use it with scikit-learn alone",
        [told, _code(view.code, element_id=ids.code, name="Python code that uses the model")],
        aside=dcc.Clipboard(target_id=ids.code, title="Copy the code", className="copy"),
    )


def _needs(view: View) -> Component:
    python = view.model.provenance.versions.get("python", "3.11")
    told = html.P(
        f"It was trained with Python {python} and these packages. Another version of "
        "scikit-learn may refuse the file or answer differently.",
        className="muted",
    )
    command = "pip install " + " ".join(view.packages)
    return controls.card(
        "What it needs",
        [told, _code(command, element_id=ids.packages, name="Command that installs the packages")],
        aside=dcc.Clipboard(target_id=ids.packages, title="Copy the command", className="copy"),
    )


def _code(text: str, *, element_id: str, name: str) -> Component:
    return html.Pre(
        html.Code(text),
        id=element_id,
        className="code",
        tabIndex=0,
        **controls.attributes(aria_label=name),
    )
