"""Algorithms that predict a class, in screen order: quick and sensible ones first."""

from engine.algorithms import classification_trees as trees
from engine.algorithms import settings
from engine.algorithms.config import AlgorithmConfig
from engine.algorithms.kinds import choice, integer, number

LOGISTIC_REGRESSION = AlgorithmConfig(
    key="logistic_regression",
    name="Logistic regression",
    task_type="classification",
    family="Linear models",
    description=(
        "Adds up the features, each with a weight of its own, and turns the sum into a "
        "probability. The weights show which features speak for a class and which against it. "
        "It is quick, steady, and a good first model."
    ),
    use_when=(
        "You want to see what drives the prediction, have few rows or many columns, or need "
        "probabilities you can rely on."
    ),
    avoid_when=(
        "Features matter only in combination, or an effect rises and then falls: trees find such "
        "patterns by themselves."
    ),
    estimator="sklearn.linear_model.LogisticRegression",
    hyperparameters=(
        number(
            "C",
            "Freedom of the weights",
            "The inverse of regularisation. Turning it up lets the weights grow and follow the "
            "training rows more closely; turning it down gives a more careful model.",
            default=1.0,
            limits=(1e-5, 1e5),
            log=True,
        ),
        settings.CLASS_WEIGHT,
        number(
            "l1_ratio",
            "Share of L1 regularisation",
            "Turning it up sets more weights to exactly zero, which drops their features; 1 is "
            'all L1 and 0 is all L2. Above 0 it needs the solver "saga".',
            default=0.0,
            limits=(0.0, 1.0),
            important=False,
            needs={"solver": ("saga",)},
        ),
        choice(
            "solver",
            "Solver",
            'How the best weights are searched for. "lbfgs" suits most data, "newton-cholesky" '
            'many rows with few columns, and "saga" is slow but can drop features.',
            default="lbfgs",
            choices=("lbfgs", "newton-cholesky", "newton-cg", "saga"),
            important=False,
        ),
        settings.iterations(
            1_000,
            reason=(
                "scikit-learn starts at 100, which is often too few with categories or text; "
                "a fit that is done sooner stops sooner."
            ),
        ),
        settings.tolerance(1e-4),
        settings.INTERCEPT,
    ),
    encoding="one_hot",
    sparse=True,
    scale=True,
    threads="one",
    seeded=True,
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
    seeded=False,
)

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
            default=1e-9,
            limits=(1e-12, 1.0),
            log=True,
        ),
    ),
    encoding="one_hot",
    scale=True,
    threads="any",
    seeded=False,
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
        number(
            "C",
            "Cost of mistakes",
            "Turning it up tolerates fewer mistakes on the training rows, which bends the boundary "
            "more and follows noise sooner.",
            default=1.0,
            limits=(1e-3, 1e4),
            log=True,
        ),
        choice(
            "kernel",
            "Shape of the boundary",
            '"rbf" bends freely, "linear" is straight, "poly" and "sigmoid" lie between.',
            default="rbf",
            choices=("rbf", "linear", "poly", "sigmoid"),
        ),
        choice(
            "gamma",
            "Reach of a row",
            "How far the influence of one row reaches; it has no effect on a straight boundary. "
            "Turning it up shortens the reach and follows single rows more closely. "
            '"scale" and "auto" derive it from the data.',
            default="scale",
            choices=("scale", "auto", 0.001, 0.01, 0.1, 1.0, 10.0),
        ),
        settings.CLASS_WEIGHT,
        integer(
            "degree",
            "Degree of poly",
            'Used by the shape "poly" only. Turning it up bends the boundary more.',
            default=3,
            limits=(1, 10),
            important=False,
        ),
        settings.tolerance(1e-3),
    ),
    encoding="one_hot",
    sparse=True,
    scale=True,
    threads="any",
    max_rows=20_000,
    seeded=True,
)

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
    threads="any",
    seeded=True,
    baseline=True,
)

CLASSIFICATION: tuple[AlgorithmConfig, ...] = (
    LOGISTIC_REGRESSION,
    trees.HIST_GRADIENT_BOOSTING,
    trees.RANDOM_FOREST,
    trees.EXTRA_TREES,
    trees.DECISION_TREE,
    K_NEIGHBORS,
    GAUSSIAN_NB,
    SVC,
    DUMMY,
)
