"""How many rows a model had for which use, as names and numbers."""

from __future__ import annotations

from engine.records import Provenance, TrainedModel


def row_counts(model: TrainedModel) -> dict[str, str]:
    """How many rows had which use; a clustering learns from all and is judged on all."""
    provenance = model.provenance
    left_out = _left_out(provenance)
    if model.task_type == "clustering":
        return {"Rows": f"{provenance.n_train:,}", **left_out}
    folds = provenance.spec.n_folds
    return {
        "Rows learned from": f"{provenance.n_train:,}",
        "Rows held out": f"{provenance.n_test:,}",
        "Rows left out, no target": f"{provenance.n_dropped:,}",
        **left_out,
        "Folds": f"{folds:,}" if folds else "none",
    }


def _left_out(provenance: Provenance) -> dict[str, str]:
    """Rows that were left out because somebody asked for it."""
    counts = {}
    if provenance.spec.time_column is not None:
        counts["Rows left out, no time"] = f"{provenance.n_untimed:,}"
    if provenance.spec.drop_duplicates:
        counts["Rows left out, duplicates"] = f"{provenance.n_duplicates:,}"
    return counts
