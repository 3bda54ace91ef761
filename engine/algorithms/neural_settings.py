"""Hyperparameters of scikit-learn's neural networks, the same for classes and numbers."""

from engine.algorithms import settings
from engine.algorithms.kinds import choice, number, switch
from engine.records import Setting

STEPWISE: dict[str, tuple[Setting, ...]] = {"solver": ("adam", "sgd")}
PLAIN: dict[str, tuple[Setting, ...]] = {"solver": ("sgd",)}

NEURAL_NETWORK = (
    choice(
        "hidden_layer_sizes",
        "Hidden layers",
        "How many units each layer has; a comma separates layers. Turning it up finds more "
        "complicated patterns, follows noise sooner, and takes longer.",
        default=100,
        choices=(20, 50, 100, 200, "50, 50", "100, 50", "100, 100", "200, 100", "100, 100, 100"),
        search=(50, 100, 200, "50, 50", "100, 100"),
    ),
    number(
        "alpha",
        "Regularisation",
        "Turning it up keeps the weights smaller, which gives a more careful model.",
        simpler="up",
        default=1e-4,
        limits=(1e-8, 100.0),
        log=True,
        search=(1e-6, 1.0),
    ),
    number(
        "learning_rate_init",
        "Learning rate",
        "How far each step goes. Turning it up learns faster, and too much of it jumps past the "
        "best weights.",
        default=0.001,
        limits=(1e-6, 1.0),
        log=True,
        matters=STEPWISE,
        search=(1e-4, 0.03),
    ),
    settings.iterations(200).model_copy(update={"important": True}),
    choice(
        "activation",
        "Answer of a unit",
        'How a unit answers to its sum: "relu" is quick and suits most data, "tanh" and '
        '"logistic" are smooth, and "identity" makes the model linear.',
        default="relu",
        choices=("relu", "tanh", "logistic", "identity"),
        important=False,
        search=("relu", "tanh"),
    ),
    choice(
        "solver",
        "Solver",
        '"adam" suits most data, "lbfgs" is often better with less than some thousand rows, and '
        '"sgd" is the plain way, which needs a well chosen learning rate.',
        default="adam",
        choices=("adam", "lbfgs", "sgd"),
        important=False,
    ),
    choice(
        "batch_size",
        "Rows per step",
        'How many rows are looked at for one step; "auto" takes 200. Turning it up makes steadier '
        "steps, but fewer of them.",
        default="auto",
        choices=("auto", 16, 32, 64, 128),
        important=False,
        matters=STEPWISE,
    ),
    choice(
        "learning_rate",
        "Course of the rate",
        'Whether the learning rate stays "constant", shrinks steadily ("invscaling"), or shrinks '
        'when nothing gets better ("adaptive").',
        default="constant",
        choices=("constant", "invscaling", "adaptive"),
        important=False,
        matters=PLAIN,
    ),
    number(
        "power_t",
        "Shrinking of the rate",
        "Turning it up makes the learning rate shrink sooner.",
        default=0.5,
        limits=(0.0, 2.0),
        important=False,
        matters=PLAIN | {"learning_rate": ("invscaling",)},
    ),
    number(
        "momentum",
        "Momentum",
        "How much of the step before is kept in the next one. Turning it up smooths the way, and "
        "too much of it runs past the best weights.",
        default=0.9,
        limits=(0.0, 0.999),
        important=False,
        matters=PLAIN,
    ),
    switch(
        "early_stopping",
        "Early stopping",
        "Keeps a part of the training rows aside and stops when more rounds no longer help there. "
        "Turning it on holds noise back where rows are many.",
        default=False,
        important=False,
        matters=STEPWISE,
    ),
    settings.VALIDATION.model_copy(update={"matters": STEPWISE | {"early_stopping": (True,)}}),
    settings.PATIENCE.model_copy(update={"default": 10, "matters": STEPWISE}),
    settings.tolerance(1e-4),
)
