"""Algorithms that predict a number, in screen order: quick and sensible ones first."""

from engine.algorithms import settings
from engine.algorithms.config import AlgorithmConfig
from engine.algorithms.kinds import choice, number

RIDGE = AlgorithmConfig(
    key="ridge",
    name="Ridge regression",
    task_type="regression",
    family="Linear models",
    description=(
        "Adds up the features, each with a weight of its own, and keeps the weights small. The "
        "weights show what moves the prediction up or down. It is quick, steady, and a good "
        "first model."
    ),
    use_when="You want to see what drives the prediction, or features resemble each other.",
    avoid_when=(
        "Features matter only in combination, or an effect rises and then falls: trees find such "
        "patterns by themselves."
    ),
    estimator="sklearn.linear_model.Ridge",
    hyperparameters=(
        number(
            "alpha",
            "Regularisation",
            "Turning it up keeps the weights smaller, which gives a more careful model; 0 is "
            "plain linear regression.",
            default=1.0,
            limits=(0.0, 1e6),
            log=True,
        ),
        settings.INTERCEPT,
        choice(
            "solver",
            "Solver",
            'How the weights are computed. "auto" chooses by the data and is right nearly always.',
            default="auto",
            choices=("auto", "svd", "cholesky", "lsqr", "sparse_cg", "sag", "saga"),
            important=False,
        ),
        settings.tolerance(1e-4),
    ),
    encoding="one_hot",
    sparse=True,
    scale=True,
    threads="one",
    seeded=True,
)

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
    threads="any",
    progress="warm_start",
    iterations="max_iter",
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
    seeded=True,
)

LINEAR_REGRESSION = AlgorithmConfig(
    key="linear_regression",
    name="Linear regression",
    task_type="regression",
    family="Linear models",
    description=(
        "Adds up the features, each with the weight that makes the squared error smallest. "
        "Nothing is tuned and nothing held back. It is the plainest model there is, and the one "
        "other results are usually compared with."
    ),
    use_when="You have many more rows than columns and want a textbook result.",
    avoid_when="Features resemble each other or are many: the weights then run wild. Use ridge.",
    estimator="sklearn.linear_model.LinearRegression",
    hyperparameters=(settings.INTERCEPT, settings.NON_NEGATIVE),
    encoding="one_hot",
    scale=True,
    threads="one",
    seeded=False,
)

LASSO = AlgorithmConfig(
    key="lasso",
    name="Lasso",
    task_type="regression",
    family="Linear models",
    description=(
        "A linear model that sets the weights of unhelpful features to exactly zero. What remains "
        "is a short list of features that matter."
    ),
    use_when="You suspect that only a few of many features matter, and want to know which.",
    avoid_when="Features resemble each other: it keeps one of them and drops the rest by chance.",
    estimator="sklearn.linear_model.Lasso",
    hyperparameters=(
        number(
            "alpha",
            "Regularisation",
            "Turning it up drops more features. It is in the unit of the target: if all weights "
            "become zero, turn it down.",
            default=1.0,
            limits=(1e-6, 1e6),
            log=True,
        ),
        settings.NON_NEGATIVE,
        settings.iterations(1_000),
        settings.tolerance(1e-4),
        settings.INTERCEPT,
    ),
    encoding="one_hot",
    sparse=True,
    scale=True,
    threads="one",
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
    seeded=True,
)

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
    seeded=False,
    baseline=True,
)

REGRESSION: tuple[AlgorithmConfig, ...] = (
    RIDGE,
    HIST_GRADIENT_BOOSTING,
    RANDOM_FOREST,
    LINEAR_REGRESSION,
    LASSO,
    DECISION_TREE,
    K_NEIGHBORS,
    DUMMY,
)
