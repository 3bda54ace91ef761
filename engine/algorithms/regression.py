"""Algorithms that predict a number, in screen order: quick and sensible ones first."""

from engine.algorithms import regression_kernels as kernels
from engine.algorithms import regression_linear as linear
from engine.algorithms import regression_robust as robust
from engine.algorithms import regression_steps as steps
from engine.algorithms import regression_trees as trees
from engine.algorithms import settings
from engine.algorithms.config import AlgorithmConfig, Cost

K_NEIGHBORS = AlgorithmConfig(
    key="k_neighbors_regressor",
    name="Nearest neighbours",
    task_type="regression",
    family="Nearest neighbours",
    description=(
        "Looks up the training rows that are most like the new one and predicts the mean of their "
        "targets. It learns no rules: the training rows are the model."
    ),
    use_when="Similar rows have similar targets, and there are few columns.",
    avoid_when=(
        "There are many columns, since then no row is near another, or so many rows that looking "
        "them up takes too long."
    ),
    estimator="sklearn.neighbors.KNeighborsRegressor",
    hyperparameters=settings.NEIGHBOURS,
    encoding="one_hot",
    scale=True,
    threads="one",
    slow_rows=200_000,
    cost=Cost(seconds=0.17, rows=1.9, columns=0.9, copies=1.5),
    seeded=False,
)

DUMMY = AlgorithmConfig(
    key="dummy_regressor",
    name="Baseline (mean of the target)",
    task_type="regression",
    family="Baseline",
    description=(
        "Looks at no feature and always predicts the mean of the target. It shows what guessing "
        "achieves: a model that is not clearly better has learned nothing."
    ),
    use_when="Always, as the mark to beat; it is trained beside every model.",
    avoid_when="You want predictions that depend on the data.",
    estimator="sklearn.dummy.DummyRegressor",
    threads="any",
    cost=Cost(seconds=0.001, columns=0, copies=1),
    seeded=False,
    baseline=True,
)

REGRESSION: tuple[AlgorithmConfig, ...] = (
    linear.RIDGE,
    trees.HIST_GRADIENT_BOOSTING,
    trees.RANDOM_FOREST,
    linear.LINEAR_REGRESSION,
    linear.LASSO,
    linear.ELASTIC_NET,
    trees.DECISION_TREE,
    trees.EXTRA_TREES,
    K_NEIGHBORS,
    trees.GRADIENT_BOOSTING,
    steps.MLP,
    kernels.SVR,
    robust.HUBER,
    linear.BAYESIAN_RIDGE,
    robust.POISSON,
    robust.GAMMA,
    robust.TWEEDIE,
    robust.QUANTILE,
    kernels.LINEAR_SVR,
    kernels.KERNEL_RIDGE,
    kernels.GAUSSIAN_PROCESS,
    trees.ADA_BOOST,
    steps.SGD,
    linear.PLS,
    DUMMY,
)
