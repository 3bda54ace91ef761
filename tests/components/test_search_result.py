from __future__ import annotations

import pytest

from components import figures, search_result
from engine.algorithms import algorithm
from engine.records import Candidate, SearchPlan, SearchResult
from tests.made_models import made_model


def candidate(c, score, n_rows=400):
    return Candidate(hyperparameters={"C": c}, n_rows=n_rows, score=score, seconds=0.5)


def found_by(**changes):
    given = {
        "plan": SearchPlan(n_candidates=3),
        "metric": "balanced_accuracy",
        "hyperparameters": {"C": 100.0},
        "score": 0.81,
        "candidates": (candidate(1.0, 0.7), candidate(100.0, 0.81), candidate(0.123456789, None)),
        "seconds": 12.0,
    }
    return made_model(search=SearchResult(**(given | changes)))


def draw(drawn, model):
    entry = algorithm("logistic_regression")
    return drawn(search_result.draw(model, entry, theme="light"))


def test_a_model_that_was_not_searched_has_no_such_card():
    assert search_result.draw(made_model(), None, theme="light") == []


def test_the_best_settings_are_told_by_their_names_for_people(drawn):
    found = draw(drawn, found_by())
    label = search_result.labels_of(algorithm("logistic_regression"))["C"]
    assert f"{label} 100" in found
    assert "3 combinations" in found
    assert "All of them were tried." in found
    assert "The search took 12 s." in found


@pytest.mark.parametrize(
    ("ended", "words"), [("time", "time for the search was over"), ("stopped", "was stopped")]
)
def test_a_search_that_was_not_finished_says_so(drawn, ended, words):
    assert words in draw(drawn, found_by(ended=ended))


def test_every_candidate_is_drawn_and_in_the_table():
    model = found_by()
    figure = search_result.candidates(model.search, {"C": "Freedom"}, model)
    (points,) = figure.traces
    assert list(points.x) == [1, 2, 3]
    assert list(points.y) == [0.7, 0.81, None]
    assert figure.table.head == ("Combination", "Balanced accuracy", "Freedom", "Rows", "Time")
    assert [row[2] for row in figure.table.rows] == ["1", "100", "0.1235"]
    assert figures.plotly_figure(figure, theme="dark").data


def test_candidates_on_fewer_rows_are_told_apart():
    tried = (candidate(1.0, 0.7, 100), candidate(2.0, 0.6, 100), candidate(1.0, 0.8, 300))
    model = found_by(candidates=tried)
    figure = search_result.candidates(model.search, {}, model)
    assert [trace.name for trace in figure.traces] == ["on 100 rows", "on 300 rows"]
    assert figure.layout["showlegend"]


def test_a_search_without_candidates_has_no_figure(drawn):
    assert "What was tried" not in draw(drawn, found_by(candidates=(), score=None))
