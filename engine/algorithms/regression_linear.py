"""Linear models that predict a number by adding up weighted features."""

from engine.algorithms import regression_settings as shared
from engine.algorithms import settings
from engine.algorithms.config import AlgorithmConfig, Cost
from engine.algorithms.kinds import choice, integer, number, switch

RIDGE_SOLVERS = ("auto", "svd", "cholesky", "lsqr", "sparse_cg", "sag", "saga")

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
        shared.shrinkage(
            "Turning it up keeps the weights smaller, which gives a more careful model; 0 is "
            "plain linear regression."
        ),
        settings.INTERCEPT,
        choice(
            "solver",
            "Solver",
            'How the weights are computed. "auto" chooses by the data and is right nearly always.',
            default="auto",
            choices=RIDGE_SOLVERS,
            important=False,
        ),
        settings.tolerance(1e-4).model_copy(
            update={"matters": {"solver": ("auto", "lsqr", "sparse_cg", "sag", "saga")}}
        ),
    ),
    encoding="one_hot",
    sparse=True,
    scale=True,
    threads="one",
    cost=Cost(seconds=0.004, copies=2.1),
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
    cost=Cost(seconds=0.012, columns=1.3, copies=3.1),
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
        shared.shrinkage(
            "Turning it up drops more features. It is in the unit of the target: if all weights "
            "become zero, turn it down.",
            limits=(1e-6, 1e6),
            search=(1e-4, 1e2),
        ),
        settings.NON_NEGATIVE,
        settings.iterations(1_000),
        settings.tolerance(1e-4),
        settings.INTERCEPT,
        shared.SELECTION,
    ),
    encoding="one_hot",
    sparse=True,
    scale=True,
    threads="one",
    cost=Cost(seconds=0.005, columns=0.9, copies=2.1),
    seeded=True,
)

ELASTIC_NET = AlgorithmConfig(
    key="elastic_net",
    name="Elastic net",
    task_type="regression",
    family="Linear models",
    description=(
        "A linear model between ridge regression and the lasso: it drops unhelpful features, but "
        "keeps those that resemble each other together and shares the weight among them."
    ),
    use_when="Only some of many features matter, and several of them say nearly the same.",
    avoid_when="You want an exact short list of features (lasso), or to keep all of them (ridge).",
    estimator="sklearn.linear_model.ElasticNet",
    hyperparameters=(
        shared.shrinkage(
            "Turning it up makes weights smaller and drops more features. It is in the unit of "
            "the target: if all weights become zero, turn it down.",
            limits=(1e-6, 1e6),
            search=(1e-4, 1e2),
        ),
        shared.l1_share(0.5),
        settings.NON_NEGATIVE,
        settings.iterations(1_000),
        settings.tolerance(1e-4),
        settings.INTERCEPT,
        shared.SELECTION,
    ),
    encoding="one_hot",
    sparse=True,
    scale=True,
    threads="one",
    cost=Cost(seconds=0.005, columns=0.9, copies=2.1),
    seeded=True,
)


BAYESIAN_RIDGE = AlgorithmConfig(
    key="bayesian_ridge",
    name="Bayesian ridge",
    task_type="regression",
    family="Linear models",
    description=(
        "Ridge regression that finds out by itself how strongly the weights should be held back, "
        "from how noisy the target and how large the weights seem to be. There is next to nothing "
        "to choose."
    ),
    use_when="You want ridge regression without choosing its regularisation.",
    avoid_when="There are thousands of features: the effort grows with the cube of their number.",
    estimator="sklearn.linear_model.BayesianRidge",
    hyperparameters=(
        number(
            "lambda_1",
            "Belief in small weights",
            "How firmly it believes beforehand that weights have one certain size. Turning it up "
            "lets the data say less about it; near 0 the data decide.",
            default=1e-6,
            limits=(0.0, 1e3),
            search=(1e-6, 1.0),
            log=True,
        ),
        number(
            "alpha_1",
            "Belief about noise",
            "How firmly it believes beforehand that the noise of the target has one certain size. "
            "Turning it up lets the data say less about it; near 0 the data decide.",
            default=1e-6,
            limits=(0.0, 1e3),
            search=(1e-6, 1.0),
            log=True,
        ),
        settings.iterations(300),
        settings.tolerance(1e-3),
        settings.INTERCEPT,
    ),
    encoding="one_hot",
    scale=True,
    threads="one",
    max_features=5_000,
    cost=Cost(seconds=0.015, columns=1.2, copies=4.1),
    seeded=False,
)

PLS = AlgorithmConfig(
    key="pls_regression",
    name="Partial least squares",
    task_type="regression",
    family="Linear models",
    description=(
        "Sums the features up in a few components, chosen so that they vary together with the "
        "target, and predicts from those. It is common in chemistry, where hundreds of readings "
        "say nearly the same."
    ),
    use_when="There are more features than rows, or features resemble each other strongly.",
    avoid_when="There are few features that have little to do with each other: use ridge.",
    estimator="sklearn.cross_decomposition.PLSRegression",
    hyperparameters=(
        integer(
            "n_components",
            "Number of components",
            "In how many components the features are summed up. Turning it up follows the "
            "training rows more closely, and noise sooner. It cannot be more than the features "
            "there are, and beyond those that say something of their own it only adds noise.",
            default=2,
            limits=(1, 100),
            log=True,
            at_most_rows=True,
            search=(1, 6),
        ),
        switch(
            "scale",
            "Same weight for all features",
            "Brings zeros and ones of categories to the scale of the numbers, so that rare levels "
            "count as much as frequent ones.",
            default=True,
            important=False,
        ),
    ),
    encoding="one_hot",
    scale=True,
    threads="one",
    cost=Cost(seconds=0.009, columns=0.9, copies=3.4),
    seeded=False,
)
