"""Analyses of trained models: run from a session, checked against other computations."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats
from sklearn.base import clone
from sklearn.inspection import partial_dependence, permutation_importance

from engine.algorithms import ALGORITHMS
from engine.analyses import ANALYSES
from engine.analyses.analyst import Analyst
from engine.analyses.context import Context
from engine.analyses.dependence import grid_of
from engine.analyses.subgroups import groups_of, holm
from engine.analyses.weights import kind_of
from engine.errors import DoesNotApplyError, NotFoundError, WrongStateError
from engine.preprocessing import learner
from engine.records import Column
from engine.splits import folds
from engine.store import Owner
from engine.workspace import Limits, Workspace
from tests.engine.fitted_entries import fitted
from tests.engine.mixed_table import mixed_table
from tests.engine.test_training import start, train

SUPERVISED = [one for one in ANALYSES if "regression" in one.task_types]
every_analysis = pytest.mark.parametrize("entry", SUPERVISED, ids=lambda one: one.key)


@pytest.fixture
def workspace(store) -> Workspace:
    return Workspace(store, "mine", limits=Limits())


def trained(store, workspace, task_type, key, **more):
    session = train(store, workspace, start(workspace, task_type, algorithms=(key,), **more))
    return workspace.models.get(session.model_ids[0])


def worked_out(store, workspace, model, key, *, should_stop=lambda: False, costs=None):
    """The answer of an analysis that was run as a session, and all that was told of it."""
    session = workspace.sessions.analyse(model.id, key, costs=costs)
    store.sessions.claim(session.id, Owner("here", 1, 1.0), max_running=1)
    told = []

    def tell(changed):
        told.append(changed.progress)
        store.sessions.write(changed)

    try:
        Analyst(store, "mine", on_progress=tell, should_stop=should_stop).work_out(session)
    finally:
        store.sessions.finish(session.id, "completed")
    return workspace.models.analysis(model.id, key), told


@every_analysis
@pytest.mark.parametrize(
    ("task_type", "key"),
    [
        ("classification", "ridge_classifier"),
        ("regression", "decision_tree_regressor"),
    ],
)
def test_every_analysis_has_an_answer_with_words_and_progress(
    store, workspace, entry, task_type, key
):
    model = trained(store, workspace, task_type, key, cv_folds=2)
    before = workspace.models.analysis(model.id, entry.key)
    assert before.answer is None
    found, told = worked_out(store, workspace, model, entry.key)
    assert isinstance(found.answer, entry.answer)
    assert found.words.meaning
    assert found.words.judgement
    shares = [one.fraction for one in told]
    assert shares[0] == 0.0
    assert shares[-1] == 1.0
    assert len(told) > 2
    again, _ = worked_out(store, workspace, model, entry.key)
    assert again.answer == found.answer
    workspace.models.delete(model.id)
    with pytest.raises(NotFoundError):
        workspace.models.analysis(model.id, entry.key)
    assert not list(
        (store.blob("datasets", f"{model.dataset_id}.arrow").parent.parent / "models").glob(
            "*.json"
        )
    )


@every_analysis
def test_one_that_is_stopped_keeps_nothing(store, workspace, entry):
    model = trained(store, workspace, "classification", "logistic_regression", cv_folds=0)
    found, _ = worked_out(store, workspace, model, entry.key, should_stop=lambda: True)
    assert found.answer is None


def test_importance_is_that_of_scikit_learn(store, workspace):
    model = trained(store, workspace, "regression", "ridge", cv_folds=0)
    found, _ = worked_out(store, workspace, model, "importance")
    context = Context(store, "mine", model)
    rows = context.judge.split.test
    expected = permutation_importance(
        context.pipeline,
        context.features(rows),
        context.judge.fitter.answers(rows),
        scoring="r2",
        n_repeats=50,
        random_state=0,
    )
    by_name = dict(zip(model.features, expected.importances_mean, strict=True))
    spread = dict(zip(model.features, expected.importances_std, strict=True))
    assert found.answer.score == pytest.approx(model.scores.test["r2"])
    for one in found.answer.columns:
        assert one.mean == pytest.approx(by_name[one.column], abs=3 * spread[one.column] + 1e-6)
    means = [one.mean for one in found.answer.columns]
    assert means == sorted(means, reverse=True)


def test_dependence_is_that_of_scikit_learn(store, workspace):
    model = trained(store, workspace, "regression", "decision_tree_regressor", cv_folds=0)
    found, _ = worked_out(store, workspace, model, "dependence")
    context = Context(store, "mine", model)
    features = context.features(context.sample(context.judge.split.train, 1_000))
    one = found.answer.columns[0]
    expected = partial_dependence(
        context.pipeline,
        features,
        [one.column],
        custom_values={one.column: np.array(one.values)},
        method="brute",
    )
    assert one.mean == pytest.approx(expected["average"][0])
    assert len(one.lines) == 30
    assert len(found.answer.columns) <= 6


def test_levels_and_truth_values_have_a_grid_too(store, workspace):
    model = trained(store, workspace, "classification", "logistic_regression", cv_folds=0)
    column = model.provenance.columns[0].model_copy(update={"type": "categorical"})
    assert grid_of(pd.Series(["b", "a", None, "b"]), column) == ["a", "b"]
    numbers = column.model_copy(update={"type": "numeric"})
    grid = grid_of(pd.Series(np.arange(1000.0)), numbers)
    assert len(grid) == 20
    assert (grid[0], grid[-1]) == (50.0, 949.0)


def test_more_rows_are_judged_on_the_same_rows(store, workspace):
    model = trained(store, workspace, "classification", "decision_tree_classifier", cv_folds=3)
    found, _ = worked_out(store, workspace, model, "learning_curve")
    counts = [one.n_rows for one in found.answer.points]
    assert counts == sorted(counts)
    folds = model.scores.cv[found.answer.metric].folds
    last = found.answer.points[-1]
    # The last part is nearly all of each fold, so its score is nearly that of the folds.
    assert last.validation == pytest.approx(np.mean(folds), abs=0.05)
    assert last.train > last.validation


def test_a_group_that_is_served_worse_is_found_and_chance_is_not(store, workspace):
    random = np.random.default_rng(0)
    n = 1_500
    table = pd.DataFrame({"x": random.normal(size=n), "town": random.choice(list("abcd"), n)})
    hard = table["town"] == "c"
    table["y"] = 3 * table["x"] + np.where(hard, 6.0, 0.5) * random.normal(size=n)
    csv = table.to_csv(index=False).encode()
    import io

    dataset = workspace.datasets.add(io.BytesIO(csv), name="towns.csv")
    from engine.training_request import TrainingRequest

    request = TrainingRequest(
        dataset_id=dataset.id,
        task_type="regression",
        target="y",
        algorithms=("ridge",),
        cv_folds=0,
        test_size=0.4,
    )
    session = train(store, workspace, workspace.sessions.start(request))
    model = workspace.models.get(session.model_ids[0])
    found, _ = worked_out(store, workspace, model, "subgroups")
    first, *others = found.answer.groups
    assert (first.column, first.group, first.clear) == ("town", "c", True)
    assert not any(one.clear for one in others)
    predictions = workspace.models.predictions(model.id)
    errors = (predictions["actual"] - predictions["predicted"]).abs().to_numpy()
    inside = (table["town"].to_numpy() == "c")[predictions["row"].to_numpy()]
    assert first.n_rows == inside.sum()
    assert first.error == pytest.approx(errors[inside].mean())
    assert first.error_of_others == pytest.approx(errors[~inside].mean())
    p = stats.ttest_ind(errors[inside], errors[~inside], equal_var=False, alternative="greater")
    assert first.p_value == pytest.approx(min(1, p.pvalue * found.answer.n_groups))
    assert found.words.tone == "warn"


def test_p_values_are_corrected_as_holm_says():
    assert holm([0.01, 0.04, 0.03]) == pytest.approx([0.03, 0.06, 0.06])
    assert holm([0.5, 0.9]) == pytest.approx([1.0, 1.0])
    assert holm([]) == []


def test_what_does_not_apply_or_is_not_there_is_refused(store, workspace):
    clusters = trained(store, workspace, "clustering", "k_means")
    with pytest.raises(DoesNotApplyError, match="does not apply"):
        workspace.sessions.analyse(clusters.id, "importance")
    with pytest.raises(NotFoundError, match="no_such_analysis"):
        workspace.sessions.analyse(clusters.id, "no_such_analysis")
    with pytest.raises(NotFoundError):
        workspace.sessions.analyse("no such model", "importance")


def test_asking_twice_is_one_session_and_training_is_another(store, workspace):
    model = trained(store, workspace, "classification", "logistic_regression", cv_folds=0)
    first = workspace.sessions.analyse(model.id, "importance")
    assert workspace.sessions.analyse(model.id, "importance").id == first.id
    assert workspace.sessions.analyse(model.id, "subgroups").id != first.id


def test_a_file_that_was_changed_is_never_opened(store, workspace):
    model = trained(store, workspace, "classification", "logistic_regression", cv_folds=0)
    store.blob("models", f"{model.id}.pkl").write_bytes(b"cos\nsystem\n(S'true'\ntR.")
    with pytest.raises(WrongStateError, match="not the one that was stored"):
        worked_out(store, workspace, model, "importance")


def test_missing_values_are_a_group_of_their_own():
    column = Column(name="x", type="numeric", missing=50, distinct=200)
    values = pd.Series([*np.arange(200.0), *[np.nan] * 50])
    groups = dict(groups_of(values, column))
    assert groups["missing"].sum() == 50
    assert sum(inside.sum() for inside in groups.values()) == 250
    assert len(groups) == 5


SCALABLE = [one for one in ALGORITHMS if one.task_type != "clustering" and not one.baseline]
# These have coefficients with a straight kernel only.
WITH_A_KERNEL = {"svc", "svr"}


@pytest.mark.parametrize("entry", SCALABLE, ids=lambda one: one.key)
def test_what_is_documented_is_what_a_fitted_estimator_has(entry):
    estimator = learner(fitted(entry, mixed_table()[["age", "rooms", "city"]]))
    kind = kind_of(entry.key)
    has = {name: hasattr(estimator, name) for name in ("coef_", "feature_importances_")}
    if entry.key not in WITH_A_KERNEL:
        assert has["coef_"] == (kind == "coefficients")
    assert has["feature_importances_"] == (kind == "importances")


@pytest.mark.parametrize(
    ("task_type", "key"),
    [
        ("classification", "logistic_regression"),
        ("regression", "linear_svr"),
        ("regression", "random_forest_regressor"),
    ],
)
def test_weights_are_those_of_the_estimator_by_the_column_they_come_from(
    store, workspace, task_type, key
):
    model = trained(store, workspace, task_type, key, cv_folds=0)
    found, _ = worked_out(store, workspace, model, "weights")
    estimator = learner(Context(store, "mine", model).pipeline)
    name = "feature_importances_" if "forest" in key else "coef_"
    values = np.ravel(getattr(estimator, name))
    assert found.answer.n_features == len(values)
    assert sorted(one.weight for one in found.answer.features) == pytest.approx(sorted(values))
    sizes = [abs(one.weight) for one in found.answer.features]
    assert sizes == sorted(sizes, reverse=True)
    assert {one.column for one in found.answer.features} <= set(model.features)
    assert sum(one.share for one in found.answer.columns) == pytest.approx(1.0)


def test_a_bent_kernel_has_no_weights_and_neighbours_are_not_asked(store, workspace):
    bent = trained(store, workspace, "classification", "svc", cv_folds=0)
    with pytest.raises(DoesNotApplyError, match="with these settings"):
        worked_out(store, workspace, bent, "weights")
    near = trained(store, workspace, "classification", "k_neighbors_classifier", cv_folds=0)
    with pytest.raises(DoesNotApplyError, match="of its own"):
        workspace.sessions.analyse(near.id, "weights")


def test_what_can_be_learned_is_told_from_noise(store, workspace):
    import io

    random = np.random.default_rng(1)
    table = pd.DataFrame(random.normal(size=(120, 4)), columns=list("abcd"))
    table["real"] = table["a"] + table["b"] + random.normal(size=120)
    table["noise"] = random.normal(size=120)
    dataset = workspace.datasets.add(io.BytesIO(table.to_csv(index=False).encode()), name="t.csv")
    found = {}
    for target in ("real", "noise"):
        model = trained(
            store,
            workspace,
            "regression",
            "ridge",
            dataset=dataset,
            target=target,
            features=tuple("abcd"),
            cv_folds=0,
        )
        found[target], _ = worked_out(store, workspace, model, "noise_check")
    assert found["real"].answer.p_value == pytest.approx(1 / 51)
    assert found["real"].words.tone == "good"
    assert found["noise"].answer.p_value > 0.05
    assert found["noise"].words.tone == "warn"
    answer = found["noise"].answer
    as_good = sum(one >= answer.score for one in answer.shuffled)
    assert answer.p_value == pytest.approx((1 + as_good) / 51)


def test_the_true_score_is_that_of_scikit_learns_permutation_test(store, workspace):
    from sklearn.model_selection import permutation_test_score

    model = trained(store, workspace, "regression", "ridge", cv_folds=0)
    found, _ = worked_out(store, workspace, model, "noise_check")
    context = Context(store, "mine", model)
    rows = context.judge.split.train
    spec = context.judge.spec.model_copy(update={"cv_folds": 3})
    place = {row: at for at, row in enumerate(rows)}
    cut = [
        ([place[row] for row in fold.train], [place[row] for row in fold.validation])
        for fold in folds(spec, context.table, rows)
    ]
    score, shuffled, p_value = permutation_test_score(
        clone(context.pipeline),
        context.features(rows),
        context.judge.fitter.answers(rows),
        cv=cut,
        scoring="r2",
        n_permutations=50,
        random_state=0,
    )
    assert found.answer.score == pytest.approx(score)
    assert np.mean(found.answer.shuffled) == pytest.approx(np.mean(shuffled), abs=0.05)
    assert found.answer.p_value == pytest.approx(p_value)
