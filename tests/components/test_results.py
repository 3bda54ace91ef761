"""What the Results step draws of one model."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from components import results
from components.results import Answers, View
from engine.algorithms import algorithm
from engine.metrics import metrics
from engine.records import Scores, SearchPlan, SearchResult, TrainedModel
from engine.stored_answers import count_clusters
from engine.verdicts import words_of
from tests.made_models import ACCURACY, made_clustering, made_model, made_regression

CLASSES = pd.DataFrame({"row": [0, 1], "actual": ["no", "yes"], "predicted": ["no", "no"]})
NUMBERS = pd.DataFrame({"row": [0, 1], "actual": [1.0, 2.0], "predicted": [1.5, 2.5]})
CLUSTERS = pd.DataFrame(
    {"row": [0, 1, 2], "cluster": [0, 1, -1], "x": [0.0, 1.0, 2.0], "y": [0.0, 1.0, 2.0]}
)


def view(model: TrainedModel, predictions: pd.DataFrame = CLASSES) -> View:
    return View(
        model=model,
        algorithm=algorithm(model.algorithm),
        n_clusters=count_clusters(predictions),
    )


def content(drawn: Any, model: TrainedModel, predictions: pd.DataFrame = CLASSES) -> Any:
    answers = Answers(
        model=model,
        algorithm=algorithm(model.algorithm),
        figures=results.drawings(model, predictions),
    )
    first = results.content(view(model, predictions))
    return drawn([*first, *results.answers(answers, theme="light")])


def rows_of(found: Any) -> list[list[str]]:
    """Cells of the table of scores."""
    table = next(part for part in found.parts if getattr(part, "aria-label", None) == "Scores")
    body = table.children.children[1]
    return [[type(found)(cell).text for cell in row.children] for row in body.children]


def test_the_headline_stands_first(drawn: Any) -> None:
    first = results.content(view(made_model()))[1]
    assert "Logistic regression predicts Survived" in drawn(first)


@pytest.mark.parametrize("model", [made_model(), made_regression(), made_clustering()])
def test_the_page_says_what_the_engine_says(drawn: Any, model: TrainedModel) -> None:
    predictions = CLUSTERS if model.task_type == "clustering" else NUMBERS
    found = content(drawn, model, predictions)
    for told in words_of(model, n_clusters=count_clusters(predictions)).values():
        assert told.meaning in found
        assert told.judgement in found
        assert told.try_next in found


def test_the_table_shows_test_interval_folds_train_and_baseline(drawn: Any) -> None:
    found = content(drawn, made_model())
    name, test, interval, folds, train, baseline = rows_of(found)[0]
    assert "Accuracy" in name
    assert metrics("classification")[0].help in name
    assert metrics("classification")[0].misleads in name
    assert (test, interval, train, baseline) == ("0.800", "0.740 to 0.860", "0.820", "0.600")
    assert folds == "0.790 ± 0.020 0.750 to 0.830"


def test_what_does_not_apply_is_told_in_words_and_not_as_a_score(drawn: Any) -> None:
    found = content(drawn, made_model())
    assert len(rows_of(found)) == 3
    assert "Log loss cannot be computed on the rows that this model was judged on." in found


def test_without_folds_that_is_said(drawn: Any) -> None:
    model = made_model(scores=ACCURACY.model_copy(update={"cv": {}}))
    assert rows_of(content(drawn, model))[0][3] == "no folds"


def test_overfitting_and_warnings_are_shown(drawn: Any) -> None:
    scores = ACCURACY.model_copy(update={"train": {"accuracy": 1.0}})
    found = content(drawn, made_model(scores=scores, warnings=("lbfgs did not converge.",)))
    assert "overfitting" in found
    assert "lbfgs did not converge." in found


@pytest.mark.parametrize(
    ("model", "predictions", "names"),
    [
        (made_model(), CLASSES, ["confusion-matrix"]),
        (made_regression(), NUMBERS, ["predicted-actual", "residuals"]),
        (made_clustering(), CLUSTERS, ["cluster-map", "cluster-sizes"]),
    ],
)
def test_the_figures_suit_the_task_type(
    drawn: Any, model: TrainedModel, predictions: pd.DataFrame, names: list[str]
) -> None:
    found = content(drawn, model, predictions)
    assert [part.id["name"] for part in found.with_id_type("figure")] == names


def test_a_clustering_shows_scores_on_all_rows(drawn: Any) -> None:
    found = content(drawn, made_clustering(), CLUSTERS)
    assert "Computed on all 891 rows." in found
    assert "into 2 clusters" in found
    assert rows_of(found)[0][1:] == ["0.6", "-0.02"]


def test_settings_have_the_names_of_the_train_step(drawn: Any) -> None:
    found = content(drawn, made_model(hyperparameters={"C": 0.5}))
    label = next(one for one in algorithm("logistic_regression").hyperparameters if one.name == "C")
    assert f"{label.label} 0.5" in found


def test_a_model_of_an_algorithm_that_is_gone_can_still_be_read(drawn: Any) -> None:
    model = made_model(algorithm="of_yesterday", hyperparameters={"C": 0.5})
    old = View(model=model, algorithm=None)
    assert "C 0.5" in drawn(results.content(old))


def test_where_it_came_from_is_told(drawn: Any) -> None:
    found = content(drawn, made_model())
    for words in ("titanic.csv", "712", "179", "42", "1.9.1", "dddddddddddd…", "Age", "Sex"):
        assert words in found


def test_the_ways_on_keep_what_is_looked_at(drawn: Any) -> None:
    model = made_model()
    query = f"dataset=dataset-1&session=session-1&model={model.id}"
    again = f"/train?dataset=dataset-1&settings={model.id}"
    ways = [f"/export?{query}", f"/compare?{query}", "/data", again]
    assert content(drawn, model).links() == ways


def test_a_partly_grown_model_says_so(drawn: Any) -> None:
    assert "partly grown: 37 of 100" in content(drawn, made_model(grown=(37, 100)))
    assert "partly grown" not in content(drawn, made_model())


def test_a_searched_model_shows_how_its_settings_were_found(drawn: Any) -> None:
    searched = SearchResult(
        plan=SearchPlan(n_candidates=2),
        metric="accuracy",
        hyperparameters={"C": 10.0},
        score=0.8,
        candidates=(),
    )
    assert "How the settings were found" in content(drawn, made_model(search=searched))
    assert "How the settings were found" not in content(drawn, made_model())


def test_no_score_at_all_can_be_drawn(drawn: Any) -> None:
    found = content(drawn, made_model(scores=Scores(test={"accuracy": None})))
    assert rows_of(found) == []
    assert "Does not apply here" in found


def test_names_from_the_data_stay_text(drawn: Any) -> None:
    model = made_model(spec={"target": "<img src=x>"})
    assert "<img src=x>" in content(drawn, model)
