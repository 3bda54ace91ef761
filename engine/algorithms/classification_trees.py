"""Trees and ensembles of trees that predict a class.

No forest here or in `regression` sets `n_jobs`. Trees are the same with any
number of jobs, but their answers are summed up in the order the jobs end, so
with two jobs ten predictions of the same rows gave ten different results in
their last bits. To fit on all cores, fit inside `joblib.parallel_config` with
the threading backend; the model is the same, and predicts with one job.
"""

from engine.algorithms import settings
from engine.algorithms.config import AlgorithmConfig, Cost
from engine.algorithms.tree_settings import FOREST_CLASS_WEIGHT, GINI, LEAVES, SAMPLE_SHARE

HIST_GRADIENT_BOOSTING = AlgorithmConfig(
    key="hist_gradient_boosting_classifier",
    name="Gradient boosting",
    task_type="classification",
    family="Ensembles of trees",
    description=(
        "Builds small decision trees one after the other, each correcting the mistakes of those "
        "before. It copes with categories and missing values by itself. On tables it is often the "
        "most accurate choice, and it stays quick with many rows."
    ),
    use_when="You have some hundreds of rows or more and want the most accurate prediction.",
    avoid_when=(
        "You have few rows, where it follows noise easily, or must explain each prediction in a "
        "sentence."
    ),
    estimator="sklearn.ensemble.HistGradientBoostingClassifier",
    hyperparameters=(*settings.BOOSTING, settings.CLASS_WEIGHT),
    encoding="native",
    threads="many",
    progress="warm_start",
    iterations="max_iter",
    cost=Cost(seconds=0.42, rows=0.75, columns=0.6, copies=3.5),
    seeded=True,
)

RANDOM_FOREST = AlgorithmConfig(
    key="random_forest_classifier",
    name="Random forest",
    task_type="classification",
    family="Ensembles of trees",
    description=(
        "Grows many decision trees, each on a random part of the data, and lets them vote. "
        "Single trees err in different ways, so together they are more reliable. It works well "
        "without any tuning."
    ),
    use_when="You want a strong model at once, without choosing settings.",
    avoid_when=(
        "The file must stay small or each prediction must come within milliseconds; many deep "
        "trees take room and time."
    ),
    estimator="sklearn.ensemble.RandomForestClassifier",
    hyperparameters=(
        settings.trees(),
        settings.DEPTH,
        settings.leaf_rows(),
        settings.features_per_split("sqrt"),
        settings.SPLIT_ROWS,
        FOREST_CLASS_WEIGHT,
        GINI.model_copy(update={"search": ("gini", "entropy")}),
        settings.forest_bootstrap(default=True),
        SAMPLE_SHARE,
        LEAVES,
        settings.PRUNING,
    ),
    encoding="ordinal",
    precision="float32",
    threads="any",
    progress="warm_start",
    iterations="n_estimators",
    cost=Cost(seconds=3.5, rows=1.0, columns=0.4, copies=25.0),
    seeded=True,
)

EXTRA_TREES = AlgorithmConfig(
    key="extra_trees_classifier",
    name="Extra trees",
    task_type="classification",
    family="Ensembles of trees",
    description=(
        "Like a random forest, but each tree also draws its split points at random instead of "
        "searching for the best. That makes it quicker, and smoother where data are noisy."
    ),
    use_when="A random forest works well but is slow, or seems to follow noise.",
    avoid_when="Many features are irrelevant: random splits then waste themselves on those.",
    estimator="sklearn.ensemble.ExtraTreesClassifier",
    hyperparameters=(
        settings.trees(),
        settings.DEPTH,
        settings.leaf_rows(),
        settings.features_per_split("sqrt"),
        settings.SPLIT_ROWS,
        FOREST_CLASS_WEIGHT,
        GINI.model_copy(update={"search": ("gini", "entropy")}),
        settings.forest_bootstrap(default=False),
        SAMPLE_SHARE,
        LEAVES,
        settings.PRUNING,
    ),
    encoding="ordinal",
    precision="float32",
    threads="any",
    progress="warm_start",
    iterations="n_estimators",
    cost=Cost(seconds=1.3, rows=0.9, columns=0.3, copies=80.0),
    seeded=True,
)

DECISION_TREE = AlgorithmConfig(
    key="decision_tree_classifier",
    name="Decision tree",
    task_type="classification",
    family="Trees",
    description=(
        "Asks one question after the other, such as whether the age is over 42, until it reaches "
        "an answer. The whole model can be drawn and read by anybody."
    ),
    use_when="People must be able to follow every decision on paper.",
    avoid_when=(
        "Accuracy matters most: a single tree follows noise and changes a lot when the data "
        "change a little. A random forest cures that."
    ),
    estimator="sklearn.tree.DecisionTreeClassifier",
    hyperparameters=(
        settings.DEPTH.model_copy(update={"search": (2, 20)}),
        settings.leaf_rows(),
        settings.SPLIT_ROWS,
        settings.PRUNING.model_copy(update={"search": (0.0, 0.02)}),
        LEAVES,
        settings.CLASS_WEIGHT,
        GINI.model_copy(update={"search": ("gini", "entropy")}),
        settings.features_per_split(None).model_copy(update={"search": ()}),
    ),
    encoding="ordinal",
    precision="float32",
    threads="any",
    cost=Cost(seconds=0.35, rows=1.25, columns=0.85, copies=1.9),
    seeded=True,
)
