"""Models that were scored on the same rows belong together; others are shown apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dash import dcc, html
from dash.development.base_component import Component

from components import controls, href, models, words
from components.controls import Child
from engine.comparison import Comparison
from engine.metrics import Metric
from engine.records import TrainedModel


@dataclass(frozen=True, slots=True)
class Group:
    """Models of the same rows and folds, newest first; `key` stands in the address."""

    key: str
    models: tuple[TrainedModel, ...]

    @property
    def ids(self) -> list[str]:
        """Ids of the models."""
        return [model.id for model in self.models]


@dataclass(frozen=True, slots=True)
class View:
    """What is looked at.

    Parameters
    ----------
    comparison : Comparison
        The ranking of the group's models.
    group : Group
        The group that is looked at.
    others : sequence of Group
        The other groups of the workspace.
    metric : Metric
        What the ranking is by.
    baseline : str
        What the model is called that ignores the features.
    chosen : sequence of str
        Ids of the models that are chosen to begin with.
    """

    comparison: Comparison
    group: Group
    others: Sequence[Group]
    metric: Metric
    baseline: str
    chosen: Sequence[str]


def label(group: Group) -> str:
    """What the models of a group have in common."""
    model = group.models[0]
    number = words.count(len(group.models), "{n} model", "{n} models")
    dataset, spec = model.provenance.dataset_name, model.provenance.spec
    if model.task_type == "clustering":
        columns = words.count(len(model.features), "{n} column", "{n} columns")
        return f"{dataset} · clustering of {columns} · {number}"
    folds = words.count(spec.n_folds, "{n} fold", "{n} folds") if spec.n_folds else "no folds"
    task = f"{model.task_type} of {model.target}"
    return f"{dataset} · {task} · seed {spec.random_seed} · {folds} · {number}"


def newest_first(groups: Sequence[Group]) -> list[Group]:
    """Groups in the order of their newest models."""
    return sorted(groups, key=lambda group: group.models[0].created_at, reverse=True)


def apart(others: Sequence[Group]) -> Component:
    """The models that were scored on other rows: shown, never ranked with these."""
    told = html.P(
        "Scores on different rows cannot be ranked together: the difference may come from the "
        "rows and not from the models. The same holds for scores over different folds.",
        className="muted",
    )
    rows = [_apart_row(group) for group in others]
    table = controls.table(["Scored on the same rows", "Models", ""], rows, name="Other models")
    return controls.card("Models scored on other rows", [told, table])


def _apart_row(group: Group) -> list[Child]:
    names = ", ".join(model.name for model in group.models)
    return [
        label(group),
        names,
        dcc.Link("Compare these", href=_group_address(group), className="way"),
    ]


def _group_address(group: Group) -> str:
    return href("compare", **models.looked_at(group.models[0]), rows=group.key)
