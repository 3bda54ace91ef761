"""Linear models that predict a class: a weight for each feature."""

from engine.algorithms import settings
from engine.algorithms.config import AlgorithmConfig, Cost
from engine.algorithms.kinds import choice, number, switch

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
            simpler="down",
            default=1.0,
            limits=(1e-5, 1e5),
            log=True,
            search=(1e-3, 1e3),
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
            'many rows with few columns, and "saga" is slow but can drop features. Only "lbfgs" '
            "tells of its progress.",
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
    progress="callback",
    cost=Cost(seconds=0.01, rows=0.9, columns=0.6, copies=1.2),
    seeded=True,
)

RIDGE = AlgorithmConfig(
    key="ridge_classifier",
    name="Ridge classifier",
    task_type="classification",
    family="Linear models",
    description=(
        "Predicts a number for each class with ridge regression and takes the class with the "
        "highest. It is among the quickest models, also with many classes or very many columns. "
        "It gives classes but no probabilities."
    ),
    use_when="You have many classes or thousands of columns, as with text, and want it quickly.",
    avoid_when="You need probabilities: logistic regression gives them.",
    estimator="sklearn.linear_model.RidgeClassifier",
    hyperparameters=(
        number(
            "alpha",
            "Regularisation",
            "Turning it up keeps the weights smaller, which gives a more careful model.",
            simpler="up",
            default=1.0,
            limits=(1e-6, 1e6),
            log=True,
            search=(1e-3, 1e3),
        ),
        settings.CLASS_WEIGHT,
        choice(
            "solver",
            "Solver",
            'How the weights are computed. "auto" chooses by the data and is right nearly always.',
            default="auto",
            choices=("auto", "svd", "cholesky", "lsqr", "sparse_cg", "sag", "saga"),
            important=False,
        ),
        settings.iterations(
            None, reason="With none, the solver decides; svd and cholesky take no steps."
        ).model_copy(update={"matters": {"solver": ("auto", "lsqr", "sparse_cg", "sag", "saga")}}),
        settings.tolerance(1e-4).model_copy(
            update={"matters": {"solver": ("auto", "lsqr", "sparse_cg", "sag", "saga")}}
        ),
        settings.INTERCEPT,
    ),
    encoding="one_hot",
    sparse=True,
    scale=True,
    threads="one",
    cost=Cost(seconds=0.011, rows=0.9, columns=0.5, copies=3.4),
    seeded=True,
)

SGD = AlgorithmConfig(
    key="sgd_classifier",
    name="Stochastic gradient descent",
    task_type="classification",
    family="Linear models",
    description=(
        "A linear model that learns row by row: each row that is wrong, or nearly, moves the "
        "weights a little. It needs little time and memory however many rows there are."
    ),
    use_when="There are hundreds of thousands of rows, or very many columns.",
    avoid_when=(
        "There are few rows: its result then depends on their order, and other linear models are "
        "steadier."
    ),
    estimator="sklearn.linear_model.SGDClassifier",
    hyperparameters=(
        choice(
            "loss",
            "Kind of error",
            '"hinge" makes it a support vector machine and "log_loss" logistic regression; '
            '"modified_huber" minds outliers less, "squared_hinge" more. Only "log_loss" and '
            '"modified_huber" give probabilities.',
            default="hinge",
            choices=("hinge", "log_loss", "modified_huber", "squared_hinge"),
            search=("hinge", "log_loss", "modified_huber"),
        ),
        number(
            "alpha",
            "Regularisation",
            "Turning it up keeps the weights smaller, which gives a more careful model.",
            simpler="up",
            default=1e-4,
            limits=(1e-9, 10.0),
            log=True,
            search=(1e-6, 0.1),
        ),
        settings.CLASS_WEIGHT,
        choice(
            "penalty",
            "Kind of regularisation",
            '"l2" keeps all weights small, "l1" sets some to zero, which drops their features, and '
            '"elasticnet" does some of both; none holds nothing back.',
            default="l2",
            choices=("l2", "l1", "elasticnet"),
            allow_none=True,
            important=False,
            search=("l2", "l1", "elasticnet"),
        ),
        number(
            "l1_ratio",
            "Share of L1 regularisation",
            "Turning it up sets more weights to exactly zero.",
            default=0.15,
            limits=(0.0, 1.0),
            important=False,
            matters={"penalty": ("elasticnet",)},
        ),
        switch(
            "average",
            "Average of the weights",
            "Takes the mean of the weights over all steps instead of the last ones. Turning it on "
            "gives a steadier model.",
            default=False,
            important=False,
            search=(False, True),
        ),
        choice(
            "learning_rate",
            "Learning rate",
            'How far each row moves the weights: "optimal" starts far and shrinks by a rule of its '
            'own, "constant" stays, "invscaling" shrinks steadily, and "adaptive" shrinks when '
            "nothing gets better.",
            default="optimal",
            choices=("optimal", "constant", "invscaling", "adaptive"),
            important=False,
        ),
        number(
            "eta0",
            "First learning rate",
            "How far the first row moves the weights. Turning it up learns faster, and too much "
            "of it jumps past the best weights.",
            default=0.01,
            limits=(1e-6, 10.0),
            log=True,
            important=False,
            matters={"learning_rate": ("constant", "invscaling", "adaptive")},
        ),
        number(
            "power_t",
            "Shrinking of the rate",
            "Turning it up makes the learning rate shrink sooner.",
            default=0.5,
            limits=(0.0, 2.0),
            important=False,
            matters={"learning_rate": ("invscaling",)},
        ),
        settings.iterations(1_000),
        settings.tolerance(1e-3),
        settings.PATIENCE,
        switch(
            "early_stopping",
            "Early stopping",
            "Keeps a part of the training rows aside and stops when more rounds no longer help "
            "there. Turning it on holds noise back where rows are many.",
            default=False,
            important=False,
        ),
        settings.VALIDATION.model_copy(update={"matters": {"early_stopping": (True,)}}),
        settings.INTERCEPT,
    ),
    encoding="one_hot",
    sparse=True,
    scale=True,
    threads="one",
    cost=Cost(seconds=0.1, rows=1.1, columns=0.75, copies=1.2),
    seeded=True,
)
