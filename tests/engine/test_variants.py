"""Calibrated and tuned variants: models of their own, judged on the rows of the one they are of."""

import pickle
import subprocess
import sys

import numpy as np
import pytest
from sklearn.calibration import CalibratedClassifierCV
from sklearn.metrics import balanced_accuracy_score

from engine.analyses.context import Context
from engine.comparison import rows_key
from engine.errors import DoesNotApplyError
from engine.workspace import Limits, Workspace
from tests.engine.analyses.test_analyses import trained, worked_out


@pytest.fixture
def workspace(store) -> Workspace:
    return Workspace(store, "mine", limits=Limits())


def made(store, workspace, key, kind, **more):
    model = trained(store, workspace, "classification", key, **{"cv_folds": 3} | more)
    found, told = worked_out(store, workspace, model, kind)
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


def test_a_tuned_threshold_is_another_one_where_classes_are_rare(store, workspace):
    import io

    random = np.random.default_rng(0)
    x = random.normal(size=(1_200, 3))
    y = (x[:, 0] + random.normal(size=1_200) > 2.0).astype(int)
    text = "a,b,c,y\n" + "\n".join(
        ",".join(f"{v:.3f}" for v in row) + f",{('no', 'yes')[label]}"
        for row, label in zip(x, y, strict=True)
    )
    dataset = workspace.datasets.add(io.BytesIO(text.encode()), name="rare.csv")
    model, variant, found, _ = made(
        store, workspace, "logistic_regression", "tuned_threshold", dataset=dataset, target="y"
    )
    assert found.answer.threshold < 0.4
    predictions = workspace.models.predictions(variant.id)
    score = balanced_accuracy_score(predictions["actual"], predictions["predicted"])
    assert variant.scores.test["balanced_accuracy"] == pytest.approx(score)
    assert score > model.scores.test["balanced_accuracy"] + 0.05


def test_a_variant_loads_without_this_program(store, workspace, tmp_path):
    _, variant, _, _ = made(store, workspace, "gaussian_nb", "calibrated", cv_folds=0)
    path = store.blob("models", f"{variant.id}.pkl")
    code = (
        "import importlib.util, pickle, sys\n"
        "assert importlib.util.find_spec('engine') is None\n"
        "print(len(pickle.load(open(sys.argv[1], 'rb')).classes_))"
    )
    run = subprocess.run(
        [sys.executable, "-I", "-c", code, str(path)],
        cwd=tmp_path,
        check=True,
        capture_output=True,
        text=True,
    )
    assert run.stdout.strip() == "2"


def test_what_cannot_be_is_refused(store, workspace):
    _, variant, _, _ = made(store, workspace, "gaussian_nb", "calibrated", cv_folds=0)
    for key in ("calibrated", "tuned_threshold", "learning_curve"):
        with pytest.raises(DoesNotApplyError):
            workspace.sessions.analyse(variant.id, key)
    with pytest.raises(DoesNotApplyError, match="variant"):
        workspace.models.export(variant.id, "config")
    wine = workspace.datasets.add_sample("wine")
    three = trained(store, workspace, "classification", "gaussian_nb", dataset=wine, cv_folds=0)
    with pytest.raises(DoesNotApplyError, match="two classes"):
        workspace.sessions.analyse(three.id, "tuned_threshold")
    # Other questions can be asked about it as about any model.
    found, _ = worked_out(store, workspace, variant, "importance")
    assert found.answer.columns
