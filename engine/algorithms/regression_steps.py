"""Models that predict a number and learn step by step, a few rows at a time."""

from engine.algorithms import regression_settings as shared
from engine.algorithms import settings
from engine.algorithms.config import AlgorithmConfig, Cost
from engine.algorithms.kinds import choice, integer, number, switch

SGD = AlgorithmConfig(
    key="sgd_regressor",
    name="Linear model, row by row",
    task_type="regression",
    family="Linear models",
    description=(
        "Learns the weights of a linear model by looking at one row after the other and moving "
        "each weight a little (stochastic gradient descent). It stays quick where there are "
        "very many rows or words."
    ),
    use_when="There are hundreds of thousands of rows and a linear model suits.",
    avoid_when="There are few rows: ridge regression is then exact, and needs no step size.",
    estimator="sklearn.linear_model.SGDRegressor",
    hyperparameters=(
        shared.shrinkage(
            "Turning it up keeps the weights smaller, which gives a more careful model; 0 holds "
            "nothing back.",
            default=1e-4,
            limits=(0.0, 100.0),
            search=(1e-6, 1e-1),
        ),
        choice(
            "penalty",
            "Kind of regularisation",
            '"l2" keeps all weights small, "l1" sets some to zero, "elasticnet" does both, and '
            "none holds nothing back.",
            default="l2",
            choices=("l2", "l1", "elasticnet"),
            allow_none=True,
            search=("l2", "l1", "elasticnet"),
        ),
        shared.l1_share(0.15, penalty=("elasticnet",)),
        choice(
            "loss",
            "Kind of error",
            'Which error is made small. "squared_error" is the usual one, "huber" minds outliers '
            "less, and the other two overlook small errors.",
            default="squared_error",
            choices=(
                "squared_error",
                "huber",
                "epsilon_insensitive",
                "squared_epsilon_insensitive",
            ),
        ),
        number(
            "epsilon",
            "Threshold of the error",
            "Below this an error is overlooked, or with huber squared. Turning it up overlooks "
            f"more. {shared.UNIT_REASON}",
            default=0.1,
            limits=(0.0, 10.0),
            important=False,
            matters={"loss": ("huber", "epsilon_insensitive", "squared_epsilon_insensitive")},
        ),
        choice(
            "learning_rate",
            "Step size over time",
            '"invscaling" makes steps ever smaller, "constant" leaves them, and "adaptive" makes '
            "them smaller once nothing gets better.",
            default="invscaling",
            choices=("invscaling", "constant", "adaptive"),
        ),
        number(
            "eta0",
            "First step size",
            "How far weights move for each row at first. Turning it up learns faster; too much "
            "never settles, or fails.",
            default=0.01,
            limits=(1e-6, 1.0),
            log=True,
            search=(1e-4, 0.1),
        ),
        number(
            "power_t",
            "Decline of the steps",
            "How fast steps get smaller. Turning it up makes them smaller sooner.",
            default=0.25,
            limits=(0.0, 1.0),
            important=False,
            matters={"learning_rate": ("invscaling",)},
        ),
        settings.iterations(1_000),
        settings.tolerance(1e-3),
        switch(
            "average",
            "Average of all steps",
            "Takes the mean of the weights over all steps, which is steadier than the last ones.",
            default=False,
            important=False,
        ),
        shared.EARLY,
        shared.kept_aside(),
        shared.patience(5),
        settings.INTERCEPT,
    ),
    wrapper="scaled_target",
    encoding="one_hot",
    sparse=True,
    scale=True,
    threads="one",
    cost=Cost(seconds=0.015, rows=1.1, columns=0.4, copies=1.2),
    seeded=True,
)

MLP = AlgorithmConfig(
    key="mlp_regressor",
    name="Neural network",
    task_type="regression",
    family="Neural networks",
    description=(
        "Passes the features through a layer of small units, each a weighted sum with a bend in "
        "it, and sums up their answers. Enough units can follow any curve."
    ),
    use_when="You have thousands of rows, mostly numbers, and effects that are curved and smooth.",
    avoid_when="There are few rows, or you must explain it; boosting is easier to get right.",
    estimator="sklearn.neural_network.MLPRegressor",
    hyperparameters=(
        integer(
            "hidden_layer_sizes",
            "Number of units",
            "How many units the hidden layer has. It is scikit-learn's default written as one "
            "number, for one layer. Turning it up follows finer patterns, and noise, and takes "
            "longer.",
            default=100,
            limits=(1, 2_000),
            log=True,
            search=(20, 400),
        ),
        shared.shrinkage(
            "Turning it up keeps the weights smaller, which gives a smoother model.",
            default=1e-4,
            limits=(0.0, 100.0),
            search=(1e-6, 1.0),
        ),
        choice(
            "activation",
            "Bend of a unit",
            '"relu" is a kink and quick, "tanh" and "logistic" are smooth, and "identity" makes '
            "the whole network a linear model.",
            default="relu",
            choices=("relu", "tanh", "logistic", "identity"),
            search=("relu", "tanh"),
        ),
        number(
            "learning_rate_init",
            "Step size",
            "How far weights move in each step. Turning it up learns faster; too much never "
            "settles.",
            default=0.001,
            limits=(1e-6, 1.0),
            log=True,
            matters={"solver": shared.NETWORK_STEPS},
            search=(1e-4, 1e-2),
        ),
        choice(
            "solver",
            "Way of learning",
            '"adam" suits nearly always, "lbfgs" is better for some hundred rows, and "sgd" is '
            "the plain way, which needs more care.",
            default="adam",
            choices=("adam", "lbfgs", "sgd"),
            important=False,
        ),
        settings.iterations(
            1_000, reason="It starts at 1,000 here; scikit-learn's 200 are often too few."
        ),
        choice(
            "batch_size",
            "Rows per step",
            "How many rows each step looks at. Turning it up makes steps steadier and fewer; "
            '"auto" takes 200, or all rows if there are fewer.',
            default="auto",
            choices=("auto", 32, 64, 128),
            important=False,
            matters={"solver": shared.NETWORK_STEPS},
        ),
        choice(
            "learning_rate",
            "Step size over time",
            '"constant" leaves it, "invscaling" makes it ever smaller, and "adaptive" makes it '
            "smaller once nothing gets better.",
            default="constant",
            choices=("constant", "invscaling", "adaptive"),
            important=False,
            matters={"solver": ("sgd",)},
        ),
        number(
            "momentum",
            "Momentum",
            "How much of the last step goes into the next. Turning it up crosses flat places "
            "faster, and may overshoot.",
            default=0.9,
            limits=(0.0, 0.99),
            important=False,
            matters={"solver": ("sgd",)},
        ),
        shared.EARLY.model_copy(update={"matters": {"solver": shared.NETWORK_STEPS}}),
        shared.kept_aside(solver=shared.NETWORK_STEPS),
        shared.patience(10, solver=shared.NETWORK_STEPS),
        settings.tolerance(1e-4),
    ),
    wrapper="scaled_target",
    encoding="one_hot",
    sparse=True,
    scale=True,
    precision="float32",
    threads="one",
    cost=Cost(seconds=1.8, rows=0.85, columns=0.3, copies=3),
    seeded=True,
)
