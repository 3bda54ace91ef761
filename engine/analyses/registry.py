"""All analyses, in screen order: the only place where one is named."""

from __future__ import annotations

from functools import partial

from engine.analyses import words
from engine.analyses.class_weight_words import of_class_weights
from engine.analyses.class_weights import ClassWeights, class_weights
from engine.analyses.class_weights import objection as class_weights_objection
from engine.analyses.config import AnalysisConfig
from engine.analyses.dependence import Dependences, dependence
from engine.analyses.importance import Importance, importance
from engine.analyses.learning_curve import LearningCurve, learning_curve
from engine.analyses.noise_check import NoiseCheck, noise_check
from engine.analyses.subgroups import Subgroups, subgroups
from engine.analyses.weights import Weights, weights
from engine.analyses.weights import objection as weights_objection
from engine.clusters.analyses import ANALYSES as CLUSTER_ANALYSES
from engine.clusters.analyses import Analysis as ClusterAnalysis
from engine.errors import NotFoundError
from engine.records import TaskType, TrainedModel
from engine.variant_words import Variant
from engine.variant_words import words_of as words_of_variant
from engine.variants import make_variant
from engine.variants import objection as variant_objection


def _of_a_variant(model: TrainedModel) -> str | None:
    return None if model.variant is None else "It is asked about the model a variant is of."


def _about_clusters(one: ClusterAnalysis) -> AnalysisConfig:
    """A question about clusters among all others."""
    return AnalysisConfig(
        key=one.key,
        name=one.name,
        question=one.description,
        task_types=("clustering",),
        answer=one.record,
        run=lambda context, on_progress, should_stop: one.work_out(
            context.store, context.workspace, context.model, on_progress, should_stop
        ),
        words=one.read,
        objection=one.objection,
    )


ANALYSES: tuple[AnalysisConfig, ...] = (
    AnalysisConfig(
        key="importance",
        name="Which columns it needs",
        question="How much worse do predictions of new rows get when a column is shuffled?",
        task_types=("classification", "regression"),
        answer=Importance,
        run=importance,
        words=words.of_importance,
    ),
    AnalysisConfig(
        key="weights",
        name="What the model itself weighs",
        question="Which coefficients or importances has the fitted model?",
        task_types=("classification", "regression"),
        answer=Weights,
        run=weights,
        words=words.of_weights,
        objection=weights_objection,
    ),
    AnalysisConfig(
        key="dependence",
        name="How predictions move with a column",
        question="What does the model predict when only one column changes?",
        task_types=("classification", "regression"),
        answer=Dependences,
        run=dependence,
        words=words.of_dependence,
    ),
    AnalysisConfig(
        key="learning_curve",
        name="Whether more rows would help",
        question="How does the score on new rows grow with the rows that were learned from?",
        task_types=("classification", "regression"),
        answer=LearningCurve,
        run=learning_curve,
        words=words.of_learning_curve,
        objection=_of_a_variant,
    ),
    AnalysisConfig(
        key="subgroups",
        name="Whom it serves worst",
        question="Which groups of rows have larger errors than the others?",
        task_types=("classification", "regression"),
        answer=Subgroups,
        run=subgroups,
        words=words.of_subgroups,
    ),
    AnalysisConfig(
        key="noise_check",
        name="Is there anything to learn?",
        question="Does the same training do worse when the answers are shuffled?",
        task_types=("classification", "regression"),
        answer=NoiseCheck,
        run=noise_check,
        words=words.of_noise_check,
        objection=_of_a_variant,
    ),
    AnalysisConfig(
        key="class_weights",
        name="What class weights change",
        question="Which classes are found more often when all classes weigh the same, and what "
        "does it cost?",
        task_types=("classification",),
        answer=ClassWeights,
        run=class_weights,
        words=of_class_weights,
        objection=class_weights_objection,
    ),
    *map(_about_clusters, CLUSTER_ANALYSES),
    AnalysisConfig(
        key="calibrated",
        name="A calibrated variant",
        question="Is the model better when its probabilities are set right by rows it has not "
        "seen? Gives a model of its own, also probabilities to one that has none.",
        task_types=("classification",),
        answer=Variant,
        run=partial(make_variant, "calibrated"),
        words=words_of_variant,
        objection=partial(variant_objection, "calibrated"),
    ),
    AnalysisConfig(
        key="tuned_threshold",
        name="A variant with a tuned threshold",
        question="Is the model better at both classes with another threshold than one half, tuned "
        "on rows it has not seen: for balanced accuracy, or to what mistakes cost where that was "
        "said? Gives a model of its own.",
        task_types=("classification",),
        answer=Variant,
        run=partial(make_variant, "tuned_threshold"),
        words=words_of_variant,
        objection=partial(variant_objection, "tuned_threshold"),
        takes_costs=True,
    ),
)


def analyses(task_type: TaskType) -> tuple[AnalysisConfig, ...]:
    """The analyses for models of a task type."""
    return tuple(one for one in ANALYSES if task_type in one.task_types)


def cost_analysis(model: TrainedModel) -> AnalysisConfig | None:
    """The one that makes of a model what mistakes cost least with; ``None`` if none applies."""
    asked = (one for one in analyses(model.task_type) if one.takes_costs)
    return next((one for one in asked if one.refusal(model) is None), None)


def analysis(key: str) -> AnalysisConfig:
    """The analysis of this key; `NotFoundError` names those there are."""
    found = next((one for one in ANALYSES if one.key == key), None)
    if found is None:
        raise NotFoundError(
            f"There is no analysis {key!r}.",
            field="analysis",
            hint=f"Use one of: {', '.join(one.key for one in ANALYSES)}.",
        )
    return found
