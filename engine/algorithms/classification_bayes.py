"""Algorithms that learn how the features of each class spread: Bayes and discriminant analysis."""

from engine.algorithms import settings
from engine.algorithms.config import AlgorithmConfig, Cost
from engine.algorithms.kinds import choice, number

GAUSSIAN_NB = AlgorithmConfig(
    key="gaussian_nb",
    name="Naive Bayes",
    task_type="classification",
    family="Bayes",
    description=(
        "Learns for each class which values each feature usually has, and asks which class makes "
        "a new row most likely. It treats features as independent, which is hardly ever true but "
        "often good enough. It is the quickest of all."
    ),
    use_when="You have very few rows, or want an answer at once.",
    avoid_when=(
        "Features depend on each other, or you need probabilities: its own are far too sure of "
        "themselves."
    ),
    estimator="sklearn.naive_bayes.GaussianNB",
    hyperparameters=(
        number(
            "var_smoothing",
            "Smoothing",
            "Adds a little spread to every feature. Turning it up makes the model less sure and "
            "steadier.",
            simpler="up",
            default=1e-9,
            limits=(1e-12, 1.0),
            log=True,
            search=(1e-9, 1.0),
        ),
    ),
    encoding="one_hot",
    scale=True,
    threads="any",
    cost=Cost(seconds=0.007, rows=0.9, columns=0.65, copies=2.1),
    seeded=False,
)

LINEAR_DISCRIMINANT = AlgorithmConfig(
    key="linear_discriminant_analysis",
    name="Linear discriminant analysis",
    task_type="classification",
    family="Discriminant analysis",
    description=(
        "Describes each class as a cloud of rows around its mean, all clouds of the same shape, "
        "and asks in which a new row most likely lies. The boundary is straight. There is nothing "
        "that must be tuned, and it takes any number of classes."
    ),
    use_when="Classes spread alike around different means, and you want probabilities quickly.",
    avoid_when=(
        "There are thousands of columns, boundaries are curved, or outliers pull the means away."
    ),
    estimator="sklearn.discriminant_analysis.LinearDiscriminantAnalysis",
    hyperparameters=(
        choice(
            "solver",
            "Solver",
            '"svd" copes with many columns and with columns that depend on each other; "lsqr" can '
            "shrink, which helps when rows are few for the columns.",
            default="svd",
            choices=("svd", "lsqr"),
            search=("svd", "lsqr"),
        ),
        choice(
            "shrinkage",
            "Shrinkage",
            "How far the shape of the clouds is drawn towards a round one: 0 not at all, 1 all the "
            'way, and "auto" estimates it. Turning it up gives a more careful model.',
            default=None,
            choices=("auto", 0.05, 0.1, 0.2, 0.5, 0.9),
            allow_none=True,
            matters={"solver": ("lsqr",)},
            search=(None, "auto", 0.1, 0.5, 0.9),
        ),
        settings.tolerance(1e-4).model_copy(
            update={
                "help": (
                    "Directions in which the rows spread less than this are left out. Turning it "
                    "up leaves more of them out."
                ),
                "matters": {"solver": ("svd",)},
            }
        ),
    ),
    encoding="one_hot",
    scale=True,
    threads="one",
    max_features=2_000,
    cost=Cost(seconds=0.05, columns=1.5, copies=5.6),
    seeded=False,
)

QUADRATIC_DISCRIMINANT = AlgorithmConfig(
    key="quadratic_discriminant_analysis",
    name="Quadratic discriminant analysis",
    task_type="classification",
    family="Discriminant analysis",
    description=(
        "Like linear discriminant analysis, but the cloud of each class has a shape of its own, "
        "which bends the boundary. It has more to learn, so it needs more rows in every class."
    ),
    use_when="Classes spread differently, columns are few, and each class has many rows.",
    avoid_when="Some class has few rows, or there are many columns.",
    estimator="sklearn.discriminant_analysis.QuadraticDiscriminantAnalysis",
    hyperparameters=(
        number(
            "shrinkage",
            "Shrinkage",
            "How far the shape of each cloud is drawn towards a round one. Turning it up gives a "
            "more careful model. It starts at 0.1 and not at scikit-learn's none, with which "
            "categories, or a class with fewer rows than columns, cannot be fitted.",
            default=0.1,
            limits=(0.001, 1.0),
            log=True,
            matters={"solver": ("eigen",)},
            search=(0.01, 0.9),
        ),
        number(
            "reg_param",
            "Regularisation",
            "Adds a round cloud to the one of each class. Turning it up gives a more careful "
            "model. It starts at 0.1 and not at scikit-learn's 0, with which categories cannot "
            "be fitted.",
            simpler="up",
            default=0.1,
            limits=(0.001, 1.0),
            log=True,
            matters={"solver": ("svd",)},
        ),
        choice(
            "solver",
            "Solver",
            '"eigen" also takes a class with fewer rows than columns, which scikit-learn\'s '
            'default "svd" cannot; each has its own regularisation.',
            default="eigen",
            choices=("eigen", "svd"),
            important=False,
        ),
    ),
    encoding="one_hot",
    scale=True,
    threads="one",
    max_features=2_000,
    cost=Cost(seconds=0.007, rows=0.9, columns=0.75, copies=2.1),
    seeded=False,
)
