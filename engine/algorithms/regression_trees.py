"""Trees and ensembles of trees that predict a number; see `classification_trees` for `n_jobs`."""

from engine.algorithms import regression_settings as shared
from engine.algorithms import settings
from engine.algorithms.config import AlgorithmConfig, Cost
from engine.algorithms.kinds import choice, integer, number
from engine.algorithms.tree_settings import EARLY_STOPPING

HIST_GRADIENT_BOOSTING = AlgorithmConfig(
    key="hist_gradient_boosting_regressor",
    name="Gradient boosting",
    task_type="regression",
    family="Ensembles of trees",
    description=(
        "Builds small decision trees one after the other, each correcting the mistakes of those "
        "before. It copes with categories and missing values by itself. On tables it is often the "
        "most accurate choice, and it stays quick with many rows."
    ),
    use_when="You have some hundreds of rows or more and want the most accurate prediction.",
    avoid_when=(
        "You have few rows, where it follows noise easily, or must predict beyond the range of "
        "the target seen in training: trees cannot."
    ),
    estimator="sklearn.ensemble.HistGradientBoostingRegressor",
    hyperparameters=(
        *settings.BOOSTING,
        choice(
            "loss",
            "Kind of error",
            "Which error is made small. Absolute error minds outliers less; poisson is for counts "
            "and gamma for amounts above zero.",
            default="squared_error",
            choices=("squared_error", "absolute_error", "poisson", "gamma"),
            important=False,
        ),
    ),
    encoding="native",
    threads="many",
    progress="warm_start",
    iterations="max_iter",
    cost=Cost(seconds=0.5, rows=0.7, columns=0.6, copies=4),
    seeded=True,
)

RANDOM_FOREST = AlgorithmConfig(
    key="random_forest_regressor",
    name="Random forest",
    task_type="regression",
    family="Ensembles of trees",
    description=(
        "Grows many decision trees, each on a random part of the data, and averages them. Single "
        "trees err in different ways, so together they are more reliable. It works well without "
        "any tuning."
    ),
    use_when="You want a strong model at once, without choosing settings.",
    avoid_when=(
        "The file must stay small, or you must predict beyond the range of the target seen in "
        "training: trees cannot."
    ),
    estimator="sklearn.ensemble.RandomForestRegressor",
    hyperparameters=(
        settings.trees(),
        settings.DEPTH,
        settings.leaf_rows(),
        settings.features_per_split(1.0),
        settings.SPLIT_ROWS,
        settings.ERROR,
        settings.forest_bootstrap(default=True),
    ),
    encoding="ordinal",
    precision="float32",
    threads="any",
    progress="warm_start",
    iterations="n_estimators",
    cost=Cost(seconds=14, rows=1.15, columns=0.95, copies=115),
    seeded=True,
)

EXTRA_TREES = AlgorithmConfig(
    key="extra_trees_regressor",
    name="Extra trees",
    task_type="regression",
    family="Ensembles of trees",
    description=(
        "Like a random forest, but each tree also draws its split points at random instead of "
        "searching for the best. That makes it quicker, and its predictions change more smoothly."
    ),
    use_when="A random forest works well but is slow, or its predictions jump too much.",
    avoid_when="Many features are irrelevant: random splits then waste themselves on those.",
    estimator="sklearn.ensemble.ExtraTreesRegressor",
    hyperparameters=(
        settings.trees(),
        settings.DEPTH,
        settings.leaf_rows(),
        settings.features_per_split(1.0),
        settings.SPLIT_ROWS,
        settings.ERROR,
        settings.forest_bootstrap(default=False),
    ),
    encoding="ordinal",
    precision="float32",
    threads="any",
    progress="warm_start",
    iterations="n_estimators",
    cost=Cost(seconds=5.5, rows=1.1, columns=0.9, copies=185),
    seeded=True,
)

DECISION_TREE = AlgorithmConfig(
    key="decision_tree_regressor",
    name="Decision tree",
    task_type="regression",
    family="Trees",
    description=(
        "Asks one question after the other, such as whether the age is over 42, until it reaches "
        "a group of similar rows, and predicts their mean. The whole model can be drawn and read "
        "by anybody."
    ),
    use_when="People must be able to follow every prediction on paper.",
    avoid_when=(
        "Accuracy matters most: a single tree follows noise and changes a lot when the data "
        "change a little. A random forest cures that."
    ),
    estimator="sklearn.tree.DecisionTreeRegressor",
    hyperparameters=(
        settings.DEPTH,
        settings.leaf_rows(),
        settings.SPLIT_ROWS,
        settings.PRUNING,
        settings.ERROR,
    ),
    encoding="ordinal",
    precision="float32",
    threads="any",
    cost=Cost(seconds=0.26, rows=1.2, columns=0.95, copies=5.4),
    seeded=True,
)

GRADIENT_BOOSTING = AlgorithmConfig(
    key="gradient_boosting_regressor",
    name="Gradient boosting, exact splits",
    task_type="regression",
    family="Ensembles of trees",
    description=(
        "The older form of gradient boosting: small trees correct each other one after the other, "
        "and each split is searched among all values instead of among bins of them."
    ),
    use_when="You have up to some thousand rows, where exact splits can be more accurate.",
    avoid_when="You have more rows: the other gradient boosting does the same in far less time.",
    estimator="sklearn.ensemble.GradientBoostingRegressor",
    hyperparameters=(
        *shared.BOOSTED,
        settings.leaf_rows(),
        choice(
            "max_features",
            "Features tried per split",
            "How many features each split may choose from; none means all. Turning it down makes "
            "the trees differ more, and is quicker.",
            default=None,
            choices=("sqrt", "log2", 0.2, 0.33, 0.5),
            allow_none=True,
            important=False,
        ),
        choice(
            "loss",
            "Kind of error",
            'Which error is made small. "absolute_error" and "huber" mind outliers less, and '
            '"quantile" predicts a quantile instead of the mean.',
            default="squared_error",
            choices=("squared_error", "absolute_error", "huber", "quantile"),
            important=False,
        ),
        shared.intervals(
            'With the error "quantile" the share of targets that should lie below the prediction, '
            'with "huber" the share of rows that count in full. Turning it up predicts higher, or '
            "minds outliers more."
        ),
        settings.SPLIT_ROWS,
        settings.PRUNING,
        *EARLY_STOPPING,
    ),
    encoding="ordinal",
    precision="float32",
    threads="any",
    progress="monitor",
    iterations="n_estimators",
    slow_rows=100_000,
    cost=Cost(seconds=7.2, rows=1.05, copies=2.5),
    seeded=True,
)

ADA_BOOST = AlgorithmConfig(
    key="ada_boost_regressor",
    name="AdaBoost",
    task_type="regression",
    family="Ensembles of trees",
    description=(
        "Builds small trees one after the other; rows that were predicted badly count more for "
        "the next tree, and the weighted median of all trees is the prediction. It was the first "
        "method of boosting."
    ),
    use_when="You want to compare with the classic method, on data without much noise.",
    avoid_when="Targets are noisy or wrong in places: it runs after exactly those rows.",
    estimator="sklearn.ensemble.AdaBoostRegressor",
    hyperparameters=(
        integer(
            "n_estimators",
            "Most rounds",
            "How many trees are built at most. Turning it up fits the training rows more closely "
            "and takes longer.",
            default=50,
            limits=(1, 1_000),
            log=True,
            search=(20, 300),
        ),
        number(
            "learning_rate",
            "Learning rate",
            "How strongly each tree changes which rows count. Turning it up runs faster after "
            "badly predicted rows; turning it down needs more rounds.",
            default=1.0,
            limits=(0.001, 5.0),
            log=True,
            search=(0.01, 2.0),
        ),
        choice(
            "loss",
            "Growth of the error",
            'How the error of a row is turned into its weight: "square" and "exponential" run '
            "after the worst rows more than linear.",
            default="linear",
            choices=("linear", "square", "exponential"),
            search=("linear", "square", "exponential"),
        ),
    ),
    encoding="ordinal",
    precision="float32",
    threads="any",
    cost=Cost(seconds=2.5, rows=0.95, copies=7),
    seeded=True,
)
