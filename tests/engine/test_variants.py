"""Calibrated and tuned variants: models of their own, judged on the rows of the one they are of."""

import io
import pickle
import subprocess
import sys

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.calibration import CalibratedClassifierCV
from sklearn.metrics import balanced_accuracy_score, confusion_matrix
from sklearn.model_selection import FixedThresholdClassifier

from engine.analyses.context import Context
from engine.comparison import rows_key
from engine.errors import DoesNotApplyError, InvalidValueError
from engine.exports import export as exported
from engine.records import Costs
from engine.splits import folds
from engine.workspace import Limits, Workspace
from tests.engine.analyses.test_analyses import trained, worked_out


@pytest.fixture
def workspace(store) -> Workspace:
    return Workspace(store, "mine", limits=Limits())


def made(store, workspace, key, kind, **more):
    costs = more.pop("costs", None)
    model = trained(store, workspace, "classification", key, **{"cv_folds": 3} | more)
    found, told = worked_out(store, workspace, model, kind, costs=costs)
    return model, workspace.models.get(found.answer.model_id), found, told


@pytest.mark.parametrize("kind", ["calibrated", "tuned_threshold"])
@pytest.mark.parametrize("key", ["gaussian_nb", "linear_svc"])
def test_a_variant_is_a_model_of_its_own_on_the_same_rows(store, workspace, key, kind):
    model, variant, found, told = made(store, workspace, key, kind)
    assert (variant.variant, variant.variant_of) == (kind, model.id)
    assert variant.name.startswith(f"{model.name}, ")
    assert rows_key(variant) == rows_key(model)
    assert variant.provenance.folds_sha256 == model.provenance.folds_sha256
    assert found.answer.after == variant.scores.test
    assert found.answer.before == model.scores.test
    assert found.words.judgement
    assert [one.total for one in told][1] == 4
    pipeline = pickle.loads(store.blob("models", f"{variant.id}.pkl").read_bytes())
    context = Context(store, "mine", model)
    rows = context.judge.split.test
    predictions = workspace.models.predictions(variant.id)
    assert np.array_equal(predictions["predicted"], pipeline.predict(context.features(rows)))
    compared = workspace.models.compare([model.id, variant.id])
    assert {one.rank for one in compared.ranking} == {1, 2}


def test_calibration_is_scikit_learns_and_gives_probabilities(store, workspace):
    model, variant, found, _ = made(store, workspace, "linear_svc", "calibrated")
    pipeline = pickle.loads(store.blob("models", f"{variant.id}.pkl").read_bytes())
    assert isinstance(pipeline, CalibratedClassifierCV)
    assert pipeline.cv is None
    assert model.scores.test["brier"] is None
    assert variant.scores.test["brier"] is not None
    assert "it had none" in found.words.meaning


def test_a_badly_calibrated_model_gets_better(store, workspace):
    _, _, found, _ = made(store, workspace, "gaussian_nb", "calibrated")
    assert found.answer.after["brier"] < found.answer.before["brier"]
    assert found.words.tone == "good"


def rare(workspace):
    """1,200 rows, one in fourteen of the class "yes"."""
    random = np.random.default_rng(0)
    x = random.normal(size=(1_200, 3))
    y = (x[:, 0] + random.normal(size=1_200) > 2.0).astype(int)
    text = "a,b,c,y\n" + "\n".join(
        ",".join(f"{v:.3f}" for v in row) + f",{('no', 'yes')[label]}"
        for row, label in zip(x, y, strict=True)
    )
    return workspace.datasets.add(io.BytesIO(text.encode()), name="rare.csv")


def tuned(store, workspace, **more):
    """A variant of a logistic regression on those rows, with a tuned threshold."""
    given = {"dataset": rare(workspace), "target": "y"} | more
    return made(store, workspace, "logistic_regression", "tuned_threshold", **given)


def test_a_tuned_threshold_is_another_one_where_classes_are_rare(store, workspace):
    model, variant, found, _ = tuned(store, workspace)
    assert found.answer.threshold < 0.4
    predictions = workspace.models.predictions(variant.id)
    score = balanced_accuracy_score(predictions["actual"], predictions["predicted"])
    assert variant.scores.test["balanced_accuracy"] == pytest.approx(score)
    assert score > model.scores.test["balanced_accuracy"] + 0.05


LOADER = """
import importlib.util, pickle, sys
assert importlib.util.find_spec("engine") is None
model = pickle.load(open(sys.argv[1], "rb"))
rows = pickle.load(open(sys.argv[2], "rb"))
print(" ".join(map(str, model.predict(rows))))
"""
COSTS = Costs(cost_false_positive=1, cost_false_negative=20)


@pytest.mark.parametrize(
    "asked",
    [
        {"kind": "calibrated"},
        {"kind": "tuned_threshold"},
        {"kind": "tuned_threshold", "costs": COSTS},
    ],
    ids=["calibrated", "tuned", "tuned to costs"],
)
@pytest.mark.parametrize("key", ["gaussian_nb", "linear_svc"])
def test_a_variant_loads_and_answers_without_this_program(store, workspace, tmp_path, key, asked):
    model, variant, _, _ = made(store, workspace, key, cv_folds=0, **asked)
    context = Context(store, "mine", model)
    rows = tmp_path / "rows.pkl"
    rows.write_bytes(pickle.dumps(context.features(context.judge.split.test)))
    path = store.blob("models", f"{variant.id}.pkl")
    run = subprocess.run(
        [sys.executable, "-I", "-c", LOADER, str(path), str(rows)],
        cwd=tmp_path,
        check=True,
        capture_output=True,
        text=True,
    )
    predictions = workspace.models.predictions(variant.id)["predicted"]
    assert run.stdout.split() == [str(one) for one in predictions]


def test_what_cannot_be_is_refused(store, workspace):
    _, variant, _, _ = made(store, workspace, "gaussian_nb", "calibrated", cv_folds=0)
    for key in ("calibrated", "tuned_threshold", "learning_curve"):
        with pytest.raises(DoesNotApplyError):
            workspace.sessions.analyse(variant.id, key)
    with pytest.raises(DoesNotApplyError, match="variant"):
        exported(workspace.models, variant.id, "config")
    wine = workspace.datasets.add_sample("wine")
    three = trained(store, workspace, "classification", "gaussian_nb", dataset=wine, cv_folds=0)
    with pytest.raises(DoesNotApplyError, match="two classes"):
        workspace.sessions.analyse(three.id, "tuned_threshold")
    # Other questions can be asked about it as about any model.
    found, _ = worked_out(store, workspace, variant, "importance")
    assert found.answer.columns


def direct_search(context, costs):
    """Mean cost of a row over five folds at each threshold, by confusion matrices alone."""
    judge = context.judge
    rows = judge.split.train
    spec = judge.spec.model_copy(update={"cv_folds": 5, "cv_repeats": 1})
    grid = np.arange(101) / 100
    found = []
    for fold in folds(spec, context.table, rows):
        pipeline = clone(context.pipeline)
        pipeline.fit(context.features(fold.train), judge.fitter.answers(fold.train))
        said = pipeline.predict_proba(context.features(fold.validation))[:, 1]
        actual = judge.fitter.answers(fold.validation)
        found.append([cost_at(actual, said >= at, costs) for at in grid])
    return grid, np.mean(found, axis=0)


def cost_at(actual, said, costs):
    table = confusion_matrix(np.asarray(actual) == "yes", said, labels=[False, True])
    (_, alarms), (missed, _) = table
    return (costs.cost_false_positive * alarms + costs.cost_false_negative * missed) / len(said)


@pytest.mark.parametrize(("alarm", "miss"), [(1, 10), (5, 1), (0, 1), (1, 1)])
def test_a_threshold_tuned_to_costs_is_that_of_a_direct_search(store, workspace, alarm, miss):
    costs = Costs(cost_false_positive=alarm, cost_false_negative=miss)
    model, variant, found, _ = tuned(store, workspace, cv_folds=0, costs=costs)
    context = Context(store, "mine", model)
    grid, by_threshold = direct_search(context, costs)
    cheapest = grid[np.isclose(by_threshold, by_threshold.min(), atol=1e-12)]
    nearest = cheapest[np.argmin(np.abs(cheapest - 0.5))]
    assert found.answer.threshold == pytest.approx(nearest)
    assert variant.costs == costs
    predictions = workspace.models.predictions(variant.id)
    said = predictions["probability_yes"] >= found.answer.threshold
    assert np.array_equal(predictions["predicted"] == "yes", said)
    tuned_to = found.answer.tuned_to
    assert tuned_to.after == pytest.approx(cost_at(predictions["actual"], said, costs))
    usual = predictions["probability_yes"] >= 0.5
    assert tuned_to.before == pytest.approx(cost_at(predictions["actual"], usual, costs))


def test_dear_misses_bring_the_threshold_down_and_it_is_told(store, workspace):
    _, variant, found, _ = tuned(store, workspace, costs=COSTS)
    assert found.answer.threshold < 0.2
    assert found.answer.tuned_to.after < 0.8 * found.answer.tuned_to.before
    assert variant.name == "Logistic regression, tuned threshold for costs 1 and 20"
    assert f"from a probability of {found.answer.threshold:.2f} on" in found.words.meaning
    assert "FixedThresholdClassifier" in found.words.try_next
    assert found.words.tone == "good"
    # It is a model as any other: its parameters say how it decides.
    assert variant.provenance.parameters["threshold"] == found.answer.threshold


def test_what_is_kept_is_what_scikit_learn_fits_with_this_threshold(store, workspace):
    model, variant, _, _ = made(
        store, workspace, "gaussian_nb", "tuned_threshold", cv_folds=0, costs=COSTS
    )
    kept = pickle.loads(store.blob("models", f"{variant.id}.pkl").read_bytes())
    assert isinstance(kept, FixedThresholdClassifier)
    context = Context(store, "mine", model)
    rows = context.judge.split
    again = clone(kept).fit(context.features(rows.train), context.judge.fitter.answers(rows.train))
    assert vars(again).keys() == vars(kept).keys()
    asked = context.features(rows.test)
    assert np.array_equal(again.predict(asked), kept.predict(asked))
    assert np.array_equal(again.predict_proba(asked), kept.predict_proba(asked))


def test_costs_that_cannot_be_used_are_refused_before_anything_runs(store, workspace):
    model = trained(store, workspace, "classification", "gaussian_nb", cv_folds=0)
    nothing = Costs(cost_false_positive=0, cost_false_negative=0)
    for key, costs, words in (
        ("importance", COSTS, "does not depend on what mistakes cost"),
        ("calibrated", COSTS, "does not depend on what mistakes cost"),
        ("tuned_threshold", Costs(cost_false_positive=-1), "from 0 to"),
        ("tuned_threshold", nothing, "Neither kind of mistake costs anything"),
    ):
        with pytest.raises(InvalidValueError, match=words):
            workspace.sessions.analyse(model.id, key, costs=costs)
    first = workspace.sessions.analyse(model.id, "tuned_threshold", costs=COSTS)
    assert workspace.sessions.analyse(model.id, "tuned_threshold", costs=COSTS).id == first.id
    assert workspace.sessions.analyse(model.id, "tuned_threshold").id != first.id
