"""Algorithms that predict a class, in screen order: quick and sensible ones first."""

from engine.algorithms import classification_bayes as bayes
from engine.algorithms import classification_ensembles as ensembles
from engine.algorithms import classification_kernels as kernels
from engine.algorithms import classification_linear as linear
from engine.algorithms import classification_neural as neural
from engine.algorithms import classification_trees as trees
from engine.algorithms.config import AlgorithmConfig, Cost
from engine.algorithms.kinds import choice

DUMMY = AlgorithmConfig(
    key="dummy_classifier",
    name="Baseline (most frequent class)",
    task_type="classification",
    family="Baseline",
    description=(
        "Looks at no feature and always predicts the most frequent class. It shows what guessing "
        "achieves: a model that is not clearly better has learned nothing."
    ),
    use_when="Always, as the mark to beat; it is trained beside every model.",
    avoid_when="You want predictions that depend on the data.",
    estimator="sklearn.dummy.DummyClassifier",
    hyperparameters=(
        choice(
            "strategy",
            "Way of guessing",
            '"prior" and "most_frequent" predict the most frequent class, "stratified" draws '
            'classes as often as they occur, and "uniform" draws each as often as the others. '
            'The baseline beside other models is "prior", or guessing by the shares of the '
            "classes where a metric likes that better.",
            default="prior",
            choices=("prior", "most_frequent", "stratified", "uniform"),
            important=False,
        ),
    ),
    threads="any",
    cost=Cost(seconds=0.001, columns=0.0, copies=1.0),
    seeded=True,
    baseline=True,
)

CLASSIFICATION: tuple[AlgorithmConfig, ...] = (
    linear.LOGISTIC_REGRESSION,
    linear.RIDGE,
    linear.SGD,
    trees.HIST_GRADIENT_BOOSTING,
    trees.RANDOM_FOREST,
    trees.EXTRA_TREES,
    ensembles.BAGGING,
    ensembles.ADA_BOOST,
    ensembles.GRADIENT_BOOSTING,
    trees.DECISION_TREE,
    bayes.GAUSSIAN_NB,
    bayes.LINEAR_DISCRIMINANT,
    bayes.QUADRATIC_DISCRIMINANT,
    kernels.K_NEIGHBORS,
    kernels.LINEAR_SVC,
    kernels.SVC,
    neural.MLP,
    kernels.GAUSSIAN_PROCESS,
    DUMMY,
)
