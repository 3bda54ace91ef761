"""The leaderboard: models that were scored on the same rows, in a grid that sorts."""

from __future__ import annotations

from typing import Any, Final

import dash_ag_grid as dag
from dash.development.base_component import Component

from components import differences, words
from components.controls import Tone
from components.groups import View
from components.models import address, fit_words
from engine.comparison import RankedModel, Standing
from engine.metrics import Metric, format_interval, format_score
from engine.records import TrainedModel

STANDING_WORDS: Final[dict[Standing, str]] = {
    "best": "best",
    "tied_with_best": "tied with the best",
    "worse": "worse",
    "no_better_than_guessing": "no better than guessing",
    "not_comparable": "not comparable",
}
_TONES: Final[dict[Standing, Tone]] = {
    "best": "good",
    "tied_with_best": "good",
    "worse": "plain",
    "no_better_than_guessing": "warn",
    "not_comparable": "plain",
}
_GAP: Final = "Train − validation"  # noqa: RUF001  a minus as typeset
_UNKNOWN: Final = differences.UNKNOWN

Row = dict[str, Any]


def grid(view: View, *, element_id: str) -> Component:
    """Draw the ranking, best first, with the baseline always at the bottom."""
    drawn: Component = dag.AgGrid(
        id=element_id,
        rowData=rows(view),
        columnDefs=_columns(view),
        defaultColDef={
            "resizable": True,
            "sortable": True,
            "suppressMovable": True,
            "wrapHeaderText": True,
        },
        selectedRows={"ids": list(view.chosen)},
        getRowId="params.data.id",
        columnSize="responsiveSizeToFit",
        className="leaderboard",
        style={"height": None},
        dashGridOptions=_options(view),
    )
    return drawn


def _options(view: View) -> Row:
    return {
        "domLayout": "autoHeight",
        "enableCellTextSelection": True,
        "headerHeight": 48,
        "pinnedBottomRowData": _baseline_row(view),
        "rowHeight": 44,
        "rowSelection": {"mode": "multiRow", "enableClickSelection": False},
        "selectionColumnDef": {"width": 46, "minWidth": 46, "maxWidth": 46},
    }


def rows(view: View) -> list[Row]:
    """One row for each model, in the order of the ranking: values to sort by, and words."""
    by_id = {model.id: model for model in view.group.models}
    ranking = view.comparison.ranking
    return [_row(ranked, by_id[ranked.model_id], view.metric) for ranked in ranking]


def _row(ranked: RankedModel, model: TrainedModel, metric: Metric) -> Row:
    train = model.scores.train.get(metric.key)
    gap = None if train is None or ranked.score is None else train - ranked.score
    return {
        "id": model.id,
        "rank": ranked.rank,
        "name": ranked.name,
        "address": address("results", model),
        "best": ranked.standing == "best",
        "grown": None if model.grown is None else words.grown(model.grown),
        "dataset": model.provenance.dataset_name,
        **_score(ranked, metric),
        "standing_words": STANDING_WORDS[ranked.standing],
        "standing_tone": _TONES[ranked.standing],
        "reason": " ".join(filter(None, (ranked.reason, ranked.remark))),
        "difference": ranked.difference and ranked.difference.mean,
        "difference_words": differences.words_of(ranked.difference, metric),
        "held_out": ranked.held_out,
        "held_out_words": _held_out_words(ranked, metric),
        "gap": gap,
        "gap_words": _UNKNOWN if gap is None else differences.signed(gap, metric),
        "fit": model.fit_seconds,
        "fit_words": fit_words(model),
        "created": model.created_at.isoformat(),
        "created_words": words.ago(model.created_at),
    }


def _held_out_words(ranked: RankedModel, metric: Metric) -> str:
    return "not opened" if ranked.held_out is None else format_score(metric, ranked.held_out)


def _score(ranked: RankedModel, metric: Metric) -> Row:
    low, high = ranked.ci95 or (None, None)
    return {
        "score": ranked.score,
        "score_words": format_score(metric, ranked.score),
        "low": low,
        "high": high,
        "interval_words": format_interval(metric, ranked.ci95),
    }


def _baseline_row(view: View) -> list[Row]:
    ranking = view.comparison.ranking
    known = [one.baseline for one in ranking if one.baseline is not None]
    if not known:
        return []
    score = {"score": known[0], "score_words": format_score(view.metric, known[0])}
    return [
        {
            "id": "baseline",
            "rank": None,
            "name": view.baseline,
            **score,
            "low": None,
            "high": None,
            "interval_words": "no interval",
            "standing_words": "baseline",
            "standing_tone": "plain",
            "reason": "What guessing reaches that ignores the features, in the best way there is.",
        }
    ]


def _scale(view: View) -> Row:
    """The ends that all intervals are drawn between."""
    ranked = [one for one in view.comparison.ranking if one.score is not None]
    ends = [end for one in ranked for end in (one.score, one.baseline, *(one.ci95 or ()))]
    known = [end for end in ends if end is not None]
    return {"low": min(known, default=0.0), "high": max(known, default=1.0)}


def _columns(view: View) -> list[Row]:
    """What is shown of each model; columns that would say nothing or the same are left out."""
    drawn = [one for one in view.comparison.ranking if one.score is not None]
    gap = _column("gap", _GAP, 108, **_worded("gap_words"))
    difference = _column("difference", "To the best", 96, **_worded("difference_words"))
    dataset = _column("dataset", "Dataset", 110, flex=1, **_drawn("Cut"))
    names = {model.provenance.dataset_name for model in view.group.models}
    has_differences = any(one.difference for one in drawn)
    has_opened = any(one.held_out is not None for one in drawn)
    held_out = _column("held_out", "Held out, opened", 88, **_worded("held_out_words"))
    # With one column more, the bars of the intervals give their room.
    name_width, bar_width = (168, 120) if has_opened else (186, 180)
    interval = _column("low", "95 % interval", bar_width, **_drawn("Interval", **_scale(view)))
    turns = ["desc", "asc", None] if view.metric.greater_is_better else ["asc", "desc", None]
    return [
        _column("rank", "", 40, **_worded("rank")),
        _column("name", "Model", name_width, flex=2, **_drawn("ModelName")),
        _column("score", view.metric.name, 100, sortingOrder=turns, **_worded("score_words")),
        *([interval] if any(one.ci95 for one in drawn) else []),
        *([difference] if has_differences else []),
        _column("standing_words", "Standing", 172, **_drawn("Standing")),
        *([held_out] if has_opened else []),
        *([gap] if view.comparison.task_type != "clustering" else []),
        _column("fit", "Fit", 88, **_worded("fit_words")),
        *([dataset] if len(names) > 1 else []),
        _column("created", "Trained", 100, **_worded("created_words")),
    ]


def _column(field: str, title: str, width: int, **more: object) -> Row:
    return {"field": field, "headerName": title, "width": width, "minWidth": width, **more}


def _drawn(name: str, **parameters: float) -> Row:
    """A cell drawn by a function of assets/41_leaderboard.js."""
    return {"cellRenderer": name, "cellRendererParams": parameters}


def _worded(field: str) -> Row:
    """A cell that sorts by its value and shows words for it."""
    return {"cellRenderer": "Words", "cellRendererParams": {"from": field}, "type": "rightAligned"}
