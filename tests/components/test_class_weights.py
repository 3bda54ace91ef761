"""What class weights change, as it is drawn."""

from __future__ import annotations

from typing import Any

import pytest

from components import class_weights
from components.analyses import draw
from engine.analyses.analyst import KeptAnalysis
from engine.analyses.class_weight_words import of_class_weights
from engine.analyses.class_weights import BothWays, ClassEffect, ClassWeights


def both(without: float | None, balanced: float | None) -> BothWays:
    if without is None or balanced is None:
        return BothWays(without=without, balanced=balanced)
    by = balanced - without
    return BothWays(
        without=without,
        balanced=balanced,
        difference=by,
        std=0.01,
        ci95=(by - 0.02, by + 0.02),
        p_value=0.001,
    )


def effect(label: str, share: float, **changes: Any) -> ClassEffect:
    given: dict[str, Any] = {
        "recall": both(0.2, 0.7),
        "precision": both(None, 0.4),
        "probability": both(share, 0.35),
    }
    return ClassEffect(label=label, n_rows=100, share=share, **(given | changes))


def found(*classes: ClassEffect, own_folds: bool = False) -> ClassWeights:
    return ClassWeights(
        has_weights=False,
        own_folds=own_folds,
        n_folds=5,
        n_rows=1000,
        classes=classes,
        scores={"balanced_accuracy": both(0.6, 0.75), "log_loss": both(0.3, 0.5)},
    )


RARE = found(effect("<b>rare</b>", 0.1), effect("often", 0.9, recall=both(0.99, 0.8)))


def test_each_class_is_drawn_both_ways_with_its_numbers_below() -> None:
    recall, precision = class_weights.drawings(RARE)
    without, balanced = recall.traces
    assert (without.name, balanced.name) == ("without weights", "with weights")
    assert list(without.x) == [0.2, 0.99]
    assert list(balanced.x) == [0.7, 0.8]
    assert list(balanced.error_x.array) == pytest.approx([0.02, 0.02])
    assert recall.layout["yaxis"]["ticktext"][0] == "&lt;b&gt;rare&lt;/b&gt;"
    assert recall.table.rows[0] == (
        "<b>rare</b>",
        "100",
        "0.200",
        "0.700",
        "+0.500",
        "+0.480\u00a0to\u00a0+0.520",
        "yes",
    )
    assert list(precision.traces[0].x) == [None, None]
    assert precision.table.rows[0][2:] == ("–", "0.400", "–", "–", "no")  # noqa: RUF001


def test_many_classes_are_drawn_in_part_and_stand_in_the_table_whole() -> None:
    many = found(*(effect(f"c{n}", 0.01 * n) for n in range(1, 41)))
    recall, _ = class_weights.drawings(many)
    assert len(recall.traces[0].x) == class_weights.MOST_DRAWN
    assert len(recall.table.rows) == 40
    assert "12 rarest of 40 classes" in (recall.note or "")


def test_the_card_has_words_figures_and_scores(drawn: Any) -> None:
    kept = KeptAnalysis(
        key="class_weights",
        name="What class weights change",
        question="?",
        answer=RARE,
        words=of_class_weights(RARE),
    )
    card = drawn(draw(kept, None, theme="light"))
    assert len(card.with_id_type("figure")) == 2
    assert "Balanced accuracy 0.600 0.750 +0.150 +0.130\u00a0to\u00a0+0.170" in card
    assert "Log loss" in card
    assert "<b>rare</b> 10 % 10 % 35 %" in card
    assert "70 % of “<b>rare</b>” are found instead of 20 %" in card


def test_whose_folds_they_are_is_told() -> None:
    assert "cut for this" in (class_weights.drawings(found(own_folds=True))[0].note or "")
