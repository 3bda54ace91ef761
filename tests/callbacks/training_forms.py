"""The form of the Train step as Dash gives it to a callback."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from components import run_options, setting_fields, setting_panels, tiles
from engine.algorithms import algorithms

FOREST = "random_forest_classifier"
LINEAR = "logistic_regression"


def form_of(
    *chosen: str,
    settings: Sequence[tuple[str, str, object]] = (),
    searched: Collection[str] = (),
    options: Mapping[str, object] | None = None,
) -> dict[str, Any]:
    """A form in which these algorithms are chosen, and these settings are typed."""
    keys = [entry.key for entry in algorithms("classification") if not entry.baseline]
    given = {one.name: one.default for one in run_options.OPTIONS} | dict(options or {})
    return {
        "boxes": [tiles.ids.algorithm(key) for key in keys],
        "chosen": [key in chosen for key in keys],
        "switches": [setting_panels.ids.search(key) for key in chosen],
        "searched": [key in searched for key in chosen],
        "settings": [setting_fields.ids.setting(key, name) for key, name, _ in settings],
        "values": [value for *_, value in settings],
        "options": [run_options.ids.option(name) for name in given],
        "option_values": list(given.values()),
    }
