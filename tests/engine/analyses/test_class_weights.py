"""What class weights change, against the same computed with scikit-learn alone."""

import io
from functools import partial

import numpy as np
import pytest
from scipy import stats
from sklearn.base import clone
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import precision_score, recall_score
from sklearn.model_selection import cross_validate

from engine.algorithms import KNOWN
from engine.analyses.class_weight_words import of_class_weights
from engine.analyses.class_weights import BALANCED, BothWays, ClassEffect, ClassWeights, paired
from engine.analyses.context import Context
from engine.errors import DoesNotApplyError
from engine.workspace import Limits, Workspace
from tests.engine.analyses.test_analyses import trained, worked_out


@pytest.fixture
def workspace(store) -> Workspace:
    return Workspace(store, "mine", limits=Limits())


@pytest.fixture
def rare(workspace):
    """900 rows of two features that overlap, one in eight of the class "yes"."""
    random = np.random.default_rng(3)
    x = random.normal(size=(900, 2))
    y = x[:, 0] + random.normal(size=900) > 1.6
    lines = [f"{a:.4f},{b:.4f},{('no', 'yes')[int(c)]}" for (a, b), c in zip(x, y, strict=True)]
    text = "\n".join(["a,b,y", *lines])
    return workspace.datasets.add(io.BytesIO(text.encode()), name="rare.csv")


def _of_one(score, label, pipeline, features, target):
    said = pipeline.predict(features)
    return score(target, said, labels=[label], average="macro", zero_division=0)


def by_scikit_learn(context, weight):
    """Scores of each fold, of a pipeline that is cloned and fitted by scikit-learn alone."""
    pipeline = clone(context.pipeline)
    assert isinstance(pipeline["estimator"], LogisticRegression)
    pipeline.set_params(estimator__class_weight=weight)
    judge = context.judge
    scoring = {
        f"{name} {label}": partial(_of_one, score, label)
        for name, score in (("recall", recall_score), ("precision", precision_score))
        for label in ("no", "yes")
    }
    known = {"balanced_accuracy": "balanced_accuracy", "log_loss": "neg_log_loss"}
    return cross_validate(
        pipeline,
        judge.fitter.features,
        judge.fitter.target,
        cv=[(fold.train, fold.validation) for fold in judge.split.folds],
        scoring=scoring | known,
    )


def test_the_numbers_are_those_of_scikit_learn(store, workspace, rare):
    model = trained(
        store,
        workspace,
        "classification",
        "logistic_regression",
        dataset=rare,
        target="y",
        cv_folds=5,
    )
    found, told = worked_out(store, workspace, model, "class_weights")
    answer = found.answer
    context = Context(store, "mine", model)
    without, balanced = (by_scikit_learn(context, way) for way in (None, "balanced"))
    assert [one.label for one in answer.classes] == ["yes", "no"]
    for one in answer.classes:
        for name, both in (("recall", one.recall), ("precision", one.precision)):
            a, b = (way[f"test_{name} {one.label}"] for way in (without, balanced))
            same(both, a, b)
    same(
        answer.scores["balanced_accuracy"],
        without["test_balanced_accuracy"],
        balanced["test_balanced_accuracy"],
    )
    same(answer.scores["log_loss"], -without["test_log_loss"], -balanced["test_log_loss"])
    assert [one.total for one in told][1] == 10
    assert answer.n_folds == 5
    assert answer.n_rows == model.provenance.n_train
    assert not answer.own_folds


def same(both, without, balanced):
    differences = balanced - without
    assert both.without == pytest.approx(without.mean(), abs=1e-9)
    assert both.balanced == pytest.approx(balanced.mean(), abs=1e-9)
    assert both.difference == pytest.approx(differences.mean(), abs=1e-9)
    assert both.std == pytest.approx(differences.std(ddof=1), abs=1e-9)


def test_weights_find_more_of_the_rare_class_and_cost_precision_and_probabilities(
    store, workspace, rare
):
    model = trained(
        store, workspace, "classification", "logistic_regression", dataset=rare, target="y"
    )
    found, _ = worked_out(store, workspace, model, "class_weights")
    yes = found.answer.classes[0]
    assert yes.recall.clear
    assert yes.recall.difference > 0.2
    assert yes.precision.difference < -0.1
    assert yes.probability.without == pytest.approx(yes.share, abs=0.02)
    assert yes.probability.balanced > 2 * yes.share
    words = found.words
    assert "“yes” are found instead of" in words.meaning
    assert words.judgement.startswith("It costs rows of “no”")
    assert "do not mean what they say any more" in words.judgement
    assert "train it again with balanced class weights" in words.try_next
    assert words.tone == "good"


def test_each_of_several_classes_is_looked_at(store, workspace):
    wine = workspace.datasets.add_sample("wine")
    model = trained(
        store, workspace, "classification", "random_forest_classifier", dataset=wine, cv_folds=3
    )
    found, _ = worked_out(store, workspace, model, "class_weights")
    assert [one.label for one in found.answer.classes] == sorted(
        model.classes, key=lambda label: {o.label: o.share for o in found.answer.classes}[label]
    )
    assert set(found.answer.scores) >= {"balanced_accuracy", "accuracy", "f1_macro", "log_loss"}
    # Its classes are about as frequent as each other, so there is little to gain.
    assert found.words.try_next == "Leave the class weights as they are."


def test_it_is_the_same_whether_the_model_has_weights_or_not(store, workspace, rare):
    answers = []
    for weight in (None, "balanced"):
        model = trained(
            store,
            workspace,
            "classification",
            "logistic_regression",
            dataset=rare,
            target="y",
            cv_folds=3,
            hyperparameters={"logistic_regression": {"class_weight": weight}},
        )
        found, _ = worked_out(store, workspace, model, "class_weights")
        assert found.answer.has_weights == (weight is not None)
        answers.append(found)
    first, second = (one.answer.model_copy(update={"has_weights": False}) for one in answers)
    assert first == second
    assert "Keep the weights" in answers[1].words.try_next


def test_a_model_without_folds_gets_some_of_its_learning_rows(store, workspace, rare):
    model = trained(
        store,
        workspace,
        "classification",
        "decision_tree_classifier",
        dataset=rare,
        target="y",
        cv_folds=0,
    )
    found, _ = worked_out(store, workspace, model, "class_weights")
    assert found.answer.own_folds
    assert found.answer.n_folds == 5
    assert found.answer.n_rows == model.provenance.n_train


def test_one_that_is_stopped_keeps_nothing(store, workspace, rare):
    model = trained(
        store,
        workspace,
        "classification",
        "logistic_regression",
        dataset=rare,
        target="y",
        cv_folds=2,
    )
    found, _ = worked_out(store, workspace, model, "class_weights", should_stop=lambda: True)
    assert found.answer is None


def test_what_takes_no_weights_says_so(store, workspace):
    model = trained(store, workspace, "classification", "gaussian_nb", cv_folds=0)
    with pytest.raises(DoesNotApplyError, match="takes no weights for classes"):
        workspace.sessions.analyse(model.id, "class_weights")
    assert "class_weights" not in [one.key for one in workspace.models.analyses(model.id)]


def test_differences_are_paired_and_gaps_are_left_out():
    both = paired([0.1, None, 0.3, 0.2], [0.2, 0.9, 0.5, 0.1], ratio=0.25)
    known = np.array([0.1, 0.2, -0.1])
    assert both.without == pytest.approx(0.2)
    assert both.balanced == pytest.approx(0.425)
    assert both.difference == pytest.approx(known.mean())
    error = known.std(ddof=1) * np.sqrt(1 / 3 + 0.25)
    expected = 2 * stats.t.sf(known.mean() / error, df=2)
    assert both.p_value == pytest.approx(expected)
    low, high = both.ci95
    assert (high - low) / 2 == pytest.approx(stats.t.ppf(0.975, df=2) * error)
    assert paired([0.5, 0.5], [0.5, 0.5], ratio=0.25).p_value == 1.0
    assert paired([None], [0.5], ratio=0.25).difference is None


def made(recall, precision, *, has_weights, log_loss=None):
    def effect(label, share, found, right):
        return ClassEffect(
            label=label, n_rows=10, share=share, recall=found, precision=right, probability=None
        )

    nothing = moved(0.0, p_value=1.0)
    scores = {"balanced_accuracy": recall} | ({"log_loss": log_loss} if log_loss else {})
    return ClassWeights(
        has_weights=has_weights,
        own_folds=False,
        n_folds=5,
        n_rows=100,
        classes=(effect("b", 0.1, recall, precision), effect("a", 0.9, nothing, nothing)),
        scores=scores,
    )


def moved(by, *, p_value):
    return BothWays(without=0.5, balanced=0.5 + by, difference=by, p_value=p_value)


def test_weights_that_help_nobody_are_not_advised():
    nothing = moved(0.01, p_value=0.7)
    without = of_class_weights(made(nothing, nothing, has_weights=False))
    assert without.try_next == "Leave the class weights as they are."
    having = of_class_weights(
        made(nothing, nothing, has_weights=True, log_loss=moved(0.3, p_value=0.001))
    )
    assert having.tone == "warn"
    assert having.judgement == "They only make the probabilities worse."
    assert having.try_next == "Train it again without class weights."


def test_false_alarms_are_told_where_they_clearly_rise():
    gain, loss = moved(0.2, p_value=0.001), moved(-0.1, p_value=0.01)
    told = of_class_weights(made(gain, loss, has_weights=False)).judgement
    assert told == "It costs false alarms: where “b” is said it is right in 40 % instead of 50 %."


def test_a_gain_that_costs_nothing_says_so():
    gain, nothing = moved(0.2, p_value=0.001), moved(0.0, p_value=1.0)
    words = of_class_weights(made(gain, nothing, has_weights=False))
    assert words.meaning.startswith("With balanced class weights 70 % of “b” are found instead of")
    assert words.judgement == "What it costs in other classes cannot be told from luck."


@pytest.mark.parametrize(
    "entry",
    [one for one in KNOWN if any("class_weight" in name for name in one.defaults)],
    ids=lambda one: one.key,
)
def test_every_algorithm_with_class_weights_can_be_asked_with_and_without(entry):
    (name,) = [name for name in BALANCED if name in entry.defaults]
    setting = next(one for one in entry.hyperparameters if one.name == name)
    assert setting.check(BALANCED[name]) == BALANCED[name]
    assert setting.check(None) is None
