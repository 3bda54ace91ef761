"""Algorithms that compare rows with rows, straight relatives of these, and neural networks."""

from engine.algorithms import settings
from engine.algorithms.config import AlgorithmConfig, Cost
from engine.algorithms.kinds import choice, integer, number
from engine.hyperparameters import Hyperparameter


def _cost_of_mistakes(limits: tuple[float, float], search: tuple[float, float]) -> Hyperparameter:
    """How much a row on the wrong side of the boundary counts."""
    return number(
        "C",
        "Cost of mistakes",
        "Turning it up tolerates fewer mistakes on the training rows, which follows them more "
        "closely, and noise sooner.",
        simpler="down",
        default=1.0,
        limits=limits,
        log=True,
        search=search,
    )


K_NEIGHBORS = AlgorithmConfig(
    key="k_neighbors_classifier",
    name="Nearest neighbours",
    task_type="classification",
    family="Nearest neighbours",
    description=(
        "Looks up the training rows that are most like the new one and takes their most frequent "
        "class. It learns no rules: the training rows are the model."
    ),
    use_when="Similar rows have the same class, and there are few columns.",
    avoid_when=(
        "There are many columns, since then no row is near another, or so many rows that looking "
        "them up takes too long."
    ),
    estimator="sklearn.neighbors.KNeighborsClassifier",
    hyperparameters=settings.NEIGHBOURS,
    encoding="one_hot",
    scale=True,
    threads="one",
    slow_rows=100_000,
    cost=Cost(seconds=0.12, rows=2.0, columns=0.5, copies=1.6),
    seeded=False,
)

LINEAR_SVC = AlgorithmConfig(
    key="linear_svc",
    name="Linear support vector machine",
    task_type="classification",
    family="Support vectors",
    description=(
        "Searches the straight boundary that keeps the classes as far apart as possible. It takes "
        "many more rows and columns than a bent one, and gives classes but no probabilities."
    ),
    use_when="You have thousands of columns, as with text, or too many rows for a bent boundary.",
    avoid_when="The boundary is not straight, or you need probabilities.",
    estimator="sklearn.svm.LinearSVC",
    hyperparameters=(
        _cost_of_mistakes((1e-5, 1e4), search=(1e-3, 100.0)),
        settings.CLASS_WEIGHT,
        choice(
            "loss",
            "Kind of error",
            '"squared_hinge" minds rows far on the wrong side more than "hinge", and is settled '
            "sooner.",
            default="squared_hinge",
            choices=("squared_hinge", "hinge"),
            important=False,
            search=("squared_hinge", "hinge"),
        ),
        choice(
            "penalty",
            "Kind of regularisation",
            '"l2" keeps all weights small; "l1" sets some to zero, which drops their features, '
            'and needs the error "squared_hinge".',
            default="l2",
            choices=("l2", "l1"),
            important=False,
            needs={"loss": ("squared_hinge",)},
        ),
        settings.iterations(1_000),
        settings.tolerance(1e-4),
        settings.INTERCEPT,
    ),
    encoding="one_hot",
    sparse=True,
    scale=True,
    threads="one",
    cost=Cost(seconds=0.02, rows=1.3, columns=1.2, copies=3.6),
    seeded=True,
)

SVC = AlgorithmConfig(
    key="svc",
    name="Support vector machine",
    task_type="classification",
    family="Support vectors",
    description=(
        "Searches the boundary that keeps the classes as far apart as possible, and may bend it. "
        "Only the rows near the boundary count. It gives classes but no probabilities."
    ),
    use_when="You have up to some thousand rows and a boundary that is not a straight line.",
    avoid_when="There are more rows than that, as time grows with their square, or you need odds.",
    estimator="sklearn.svm.SVC",
    hyperparameters=(
        _cost_of_mistakes((1e-3, 1e4), search=(0.1, 1e3)),
        choice(
            "kernel",
            "Shape of the boundary",
            '"rbf" bends freely, "linear" is straight, "poly" and "sigmoid" lie between.',
            default="rbf",
            choices=("rbf", "linear", "poly", "sigmoid"),
            search=("rbf", "poly", "sigmoid"),
        ),
        choice(
            "gamma",
            "Reach of a row",
            "How far the influence of one row reaches. Turning it up shortens the reach and "
            'follows single rows more closely. "scale" and "auto" derive it from the data.',
            default="scale",
            choices=("scale", "auto", 1e-4, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 10.0),
            matters={"kernel": ("rbf", "poly", "sigmoid")},
            search=("scale", 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0),
        ),
        settings.CLASS_WEIGHT,
        integer(
            "degree",
            "Degree of poly",
            "Turning it up bends the boundary more.",
            default=3,
            limits=(1, 10),
            important=False,
            matters={"kernel": ("poly",)},
        ),
        number(
            "coef0",
            "Constant of the kernel",
            "Turning it up gives low powers more weight beside high ones, so that the boundary "
            "bends less.",
            default=0.0,
            limits=(-10.0, 10.0),
            important=False,
            matters={"kernel": ("poly", "sigmoid")},
        ),
        settings.tolerance(1e-3),
    ),
    encoding="one_hot",
    sparse=True,
    scale=True,
    threads="any",
    slow_rows=20_000,
    # Its table of pairs of rows is a cache that never takes more than 200 MB.
    cost=Cost(seconds=2.5, rows=1.95, columns=0.6, copies=20.0),
    seeded=True,
)

GAUSSIAN_PROCESS = AlgorithmConfig(
    key="gaussian_process_classifier",
    name="Gaussian process",
    task_type="classification",
    family="Gaussian processes",
    description=(
        "Assumes that rows that are alike have similar chances of a class, and works out these "
        "chances from all training rows at once. Its probabilities say honestly where it knows "
        "little."
    ),
    use_when="You have some hundreds of rows, few columns, and want probabilities with care.",
    avoid_when="There are more than two thousand rows: it keeps a table of all pairs of rows.",
    estimator="sklearn.gaussian_process.GaussianProcessClassifier",
    hyperparameters=(
        choice(
            "kernel",
            "Likeness of rows",
            "How likeness falls with distance. With none it is fixed; with the others its reach is "
            'learned, which takes many times as long: "RBF" gives smooth boundaries, "Matern" '
            'rougher ones, "RationalQuadratic" a mixture of near and far.',
            default=None,
            choices=("RBF", "Matern", "RationalQuadratic"),
            allow_none=True,
            search=(None, "RBF", "Matern"),
        ),
        integer(
            "n_restarts_optimizer",
            "More starts",
            "How often learning the reach starts anew from another place, keeping the best. "
            "Turning it up finds a good reach more reliably and takes longer.",
            default=0,
            limits=(0, 20),
            important=False,
            matters={"kernel": ("RBF", "Matern", "RationalQuadratic")},
        ),
        integer(
            "max_iter_predict",
            "Most iterations",
            "The most steps in working out the chances. Turning it up lets them settle.",
            default=100,
            limits=(1, 10_000),
            log=True,
            important=False,
        ),
    ),
    objects={
        "kernel": {
            name: f"sklearn.gaussian_process.kernels.{name}"
            for name in ("RBF", "Matern", "RationalQuadratic")
        }
    },
    encoding="one_hot",
    scale=True,
    threads="one",
    max_rows=2_000,
    cost=Cost(seconds=70.0, rows=2.2, columns=0.1, copies=1.0, pair_bytes=60.0),
    seeded=True,
)
