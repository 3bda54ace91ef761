"""Models that predict a number from how similar a row is to those of the training."""

from engine.algorithms import regression_settings as shared
from engine.algorithms import settings
from engine.algorithms.config import AlgorithmConfig, Cost
from engine.algorithms.kinds import choice, integer, number, switch

LINEAR_SVR = AlgorithmConfig(
    key="linear_svr",
    name="Linear support vectors",
    task_type="regression",
    family="Support vectors",
    description=(
        "A linear model whose errors count in proportion instead of squared, and small ones not at "
        "all, so that single rows far off have little say."
    ),
    use_when="A linear model suits, rows are many, and some targets are extreme.",
    avoid_when="You want to predict the mean: it is nearer to the median where targets are skewed.",
    estimator="sklearn.svm.LinearSVR",
    hyperparameters=(
        shared.MISTAKES,
        shared.tube(0.0),
        choice(
            "loss",
            "Growth of the error",
            '"epsilon_insensitive" lets an error count in proportion, and '
            '"squared_epsilon_insensitive" squared, which minds outliers more and is quicker.',
            default="epsilon_insensitive",
            choices=("epsilon_insensitive", "squared_epsilon_insensitive"),
            search=("epsilon_insensitive", "squared_epsilon_insensitive"),
        ),
        settings.iterations(
            10_000, reason="It starts at 10,000 here; scikit-learn's 1,000 are often too few."
        ),
        settings.tolerance(1e-4),
        settings.INTERCEPT,
    ),
    wrapper="scaled_target",
    encoding="one_hot",
    sparse=True,
    scale=True,
    threads="one",
    cost=Cost(seconds=1.3, rows=1.3, columns=1.3, copies=3.7),
    seeded=True,
)

SVR = AlgorithmConfig(
    key="svr",
    name="Support vector machine",
    task_type="regression",
    family="Support vectors",
    description=(
        "Fits a curve that leaves small errors alone and follows only the rows outside of them. "
        "It sees curved effects and features that matter in combination."
    ),
    use_when="You have up to some thousand rows and effects that are curved but smooth.",
    avoid_when="There are more rows than that: time grows faster than their square.",
    estimator="sklearn.svm.SVR",
    hyperparameters=(
        shared.MISTAKES,
        shared.tube(0.1),
        choice(
            "kernel",
            "Shape of the curve",
            '"rbf" bends freely, "linear" is straight, "poly" and "sigmoid" lie between.',
            default="rbf",
            choices=("rbf", "linear", "poly", "sigmoid"),
        ),
        choice(
            "gamma",
            "Narrowness of a row",
            "How narrow the surroundings are on which one row has a say. Turning it up follows "
            'single rows more closely. "scale" and "auto" derive it from the data.',
            default="scale",
            choices=("scale", "auto", 0.001, 0.01, 0.1, 1.0, 10.0),
            matters={"kernel": shared.BENT},
            search=("scale", 0.001, 0.01, 0.1, 1.0),
        ),
        integer(
            "degree",
            "Degree of poly",
            "Turning it up bends the curve more.",
            default=3,
            limits=(1, 10),
            important=False,
            matters={"kernel": ("poly",)},
        ),
        number(
            "coef0",
            "Share of low degrees",
            "Turning it up gives straight effects more weight against bent ones.",
            default=0.0,
            limits=(-10.0, 10.0),
            important=False,
            matters={"kernel": ("poly", "sigmoid")},
        ),
        settings.tolerance(1e-3),
    ),
    wrapper="scaled_target",
    encoding="one_hot",
    sparse=True,
    scale=True,
    threads="one",
    slow_rows=20_000,
    cost=Cost(seconds=6.8, rows=2.1, columns=0.3, copies=5),
    seeded=False,
)

KERNEL_RIDGE = AlgorithmConfig(
    key="kernel_ridge",
    name="Kernel ridge",
    task_type="regression",
    family="Support vectors",
    description=(
        "Ridge regression on the similarities between rows: a prediction is a weighted sum of how "
        "similar the new row is to every training row. It sees smooth curves and is computed in "
        "one step."
    ),
    use_when="You have up to some thousand rows and effects that are curved but smooth.",
    avoid_when="There are more rows: it keeps the similarity of every pair of them in memory.",
    estimator="sklearn.kernel_ridge.KernelRidge",
    hyperparameters=(
        number(
            "alpha",
            "Regularisation",
            "Turning it up gives a smoother curve that follows single rows less.",
            simpler="up",
            default=1.0,
            limits=(1e-6, 1e6),
            log=True,
            search=(1e-3, 10.0),
        ),
        choice(
            "kernel",
            "Shape of the curve",
            '"rbf" and "laplacian" bend freely, "poly" less, and "linear" is straight. It starts '
            'at "rbf", since with scikit-learn\'s "linear" it is only a slower ridge regression.',
            default="rbf",
            choices=("rbf", "laplacian", "poly", "linear"),
            search=("rbf", "laplacian", "poly"),
        ),
        number(
            "gamma",
            "Narrowness of a row",
            "How narrow the surroundings are on which one row has a say; none divides 1 by the "
            "number of features. Turning it up follows single rows more closely.",
            default=None,
            limits=(1e-6, 100.0),
            allow_none=True,
            log=True,
            matters={"kernel": ("rbf", "laplacian", "poly")},
            search=(1e-3, 1.0),
        ),
        integer(
            "degree",
            "Degree of poly",
            "Turning it up bends the curve more.",
            default=3,
            limits=(1, 10),
            important=False,
            matters={"kernel": ("poly",)},
        ),
        number(
            "coef0",
            "Share of low degrees",
            "Turning it up gives straight effects more weight against bent ones.",
            default=1.0,
            limits=(-10.0, 10.0),
            important=False,
            matters={"kernel": ("poly",)},
        ),
    ),
    wrapper="scaled_target",
    encoding="one_hot",
    sparse=True,
    scale=True,
    threads="one",
    # Several numbers for every pair of rows are kept: 10,000 rows take 2.7 GB.
    max_rows=10_000,
    cost=Cost(seconds=30, rows=2.7, columns=0, copies=5, pair_bytes=27),
    seeded=False,
)

SMOOTHNESS = {
    "rbf": "sklearn.gaussian_process.kernels.RBF",
    "matern": "sklearn.gaussian_process.kernels.Matern",
}

GAUSSIAN_PROCESS = AlgorithmConfig(
    key="gaussian_process_regressor",
    name="Gaussian process",
    task_type="regression",
    family="Gaussian processes",
    description=(
        "Considers all smooth curves and keeps those that go near the training rows; the "
        "prediction is their mean. It finds out by itself how wavy the curve should be."
    ),
    use_when="You have some hundreds of rows from a smooth process, such as measurements.",
    avoid_when="There are more than two thousand rows, or many columns: it takes too long.",
    estimator="sklearn.gaussian_process.GaussianProcessRegressor",
    hyperparameters=(
        number(
            "alpha",
            "Noise",
            "How noisy the target is, as a share of its variance. Turning it up gives a smoother "
            "curve that passes single rows by. It starts at 0.1 here: scikit-learn takes the "
            "target for free of noise, which tables hardly ever are.",
            simpler="up",
            default=0.1,
            limits=(1e-10, 10.0),
            log=True,
            search=(1e-4, 1.0),
        ),
        choice(
            "kernel",
            "Smoothness",
            '"rbf" expects very smooth curves, "matern" rougher ones. The width of their waves is '
            "fitted to the data, while scikit-learn's own default keeps its width fixed.",
            default="rbf",
            choices=tuple(SMOOTHNESS),
            search=tuple(SMOOTHNESS),
        ),
        integer(
            "n_restarts_optimizer",
            "More starts",
            "How often the search for the width of the waves starts anew. Turning it up finds a "
            "good width more reliably and takes that many times longer.",
            default=0,
            limits=(0, 20),
            important=False,
        ),
        switch(
            "normalize_y",
            "Scale the target",
            "Brings the target to mean 0 and standard deviation 1 before the fit. It starts on "
            "here, as the noise is a share of the variance only then.",
            default=True,
            important=False,
        ),
    ),
    objects={"kernel": SMOOTHNESS},
    encoding="one_hot",
    scale=True,
    threads="one",
    max_rows=2_000,
    cost=Cost(seconds=700, rows=2.6, columns=0, copies=5, pair_bytes=56),
    seeded=True,
)
