"""Hyperparameters that several regressors share, word for word; see `settings` for the limits."""

from engine.algorithms.kinds import choice, integer, number, switch
from engine.hyperparameters import Hyperparameter

UNIT_REASON = (
    "It counts in standard deviations of the target, which is brought to one scale for this "
    "algorithm."
)
KERNELS = ("linear", "poly", "rbf", "sigmoid")
BENT = ("poly", "rbf", "sigmoid")


def shrinkage(
    text: str,
    *,
    default: float = 1.0,
    limits: tuple[float, float] = (0.0, 1e6),
    search: tuple[float, float] = (1e-3, 1e3),
) -> Hyperparameter:
    """How strongly the weights of a linear model are held back."""
    return number(
        "alpha",
        "Regularisation",
        text,
        simpler="up",
        default=default,
        limits=limits,
        log=True,
        search=search,
    )


def l1_share(default: float, **matters: tuple[str, ...]) -> Hyperparameter:
    """How the two ways of holding weights back are mixed."""
    return number(
        "l1_ratio",
        "Share of lasso",
        "Mixes two ways of holding weights back: 0 is that of ridge, which keeps all features, 1 "
        "is that of the lasso, which drops some. Turning it up drops more.",
        default=default,
        limits=(0.0, 1.0),
        search=(0.05, 0.95),
        matters=dict(matters),
    )


def tube(default: float) -> Hyperparameter:
    """How large an error may be before it counts."""
    return number(
        "epsilon",
        "Tolerated error",
        "Errors smaller than this do not count at all. Turning it up gives a simpler model that "
        f"overlooks small differences. {UNIT_REASON}",
        default=default,
        limits=(0.0, 10.0),
        search=(0.0, 0.5),
    )


def intervals(text: str) -> Hyperparameter:
    """Which quantile is predicted, of estimators that name it `alpha`."""
    return number(
        "alpha",
        "Quantile",
        text,
        default=0.9,
        limits=(0.01, 0.99),
        important=False,
        matters={"loss": ("huber", "quantile")},
    )


MISTAKES = number(
    "C",
    "Cost of mistakes",
    "Turning it up tolerates fewer mistakes on the training rows, so that predictions follow them "
    "more closely, and noise sooner.",
    simpler="down",
    default=1.0,
    limits=(1e-3, 1e4),
    log=True,
    search=(1e-2, 1e3),
)
COUNTS_ALPHA = shrinkage(
    "Turning it up keeps the weights smaller, which gives a more careful model; 0 holds nothing "
    "back, and may fail where features say the same.",
    search=(1e-4, 10.0),
)
NEWTON = choice(
    "solver",
    "Solver",
    'How the weights are computed. "lbfgs" suits nearly always; "newton-cholesky" takes fewer '
    "steps where rows are many and features few.",
    default="lbfgs",
    choices=("lbfgs", "newton-cholesky"),
    important=False,
)
SELECTION = choice(
    "selection",
    "Order of features",
    'Which weight is improved next: "cyclic" takes one after the other, "random" any, which is '
    "sometimes quicker.",
    default="cyclic",
    choices=("cyclic", "random"),
    important=False,
)
BOOSTED = (
    integer(
        "n_estimators",
        "Number of rounds",
        "How many correcting trees are built. Turning it up fits the training rows ever closer; "
        "too many follow noise.",
        default=100,
        limits=(1, 2_000),
        log=True,
        search=(50, 500),
    ),
    number(
        "learning_rate",
        "Learning rate",
        "How much each new tree corrects the ones before. Turning it up learns faster and follows "
        "noise sooner; turning it down needs more rounds.",
        default=0.1,
        limits=(0.001, 1.0),
        log=True,
        search=(0.01, 0.3),
    ),
    integer(
        "max_depth",
        "Greatest depth",
        "How many questions each tree may ask in a row; none means no limit. Turning it up finds "
        "features that matter in combination, and more noise.",
        simpler="down",
        default=3,
        limits=(1, 30),
        allow_none=True,
        search=(2, 8),
    ),
    number(
        "subsample",
        "Share of rows per tree",
        "Each tree learns from this share of the rows, drawn at random. Turning it down makes "
        "the trees differ more, which often helps, and is quicker.",
        default=1.0,
        limits=(0.05, 1.0),
        search=(0.5, 1.0),
    ),
)
NETWORK_STEPS: tuple[str, ...] = ("adam", "sgd")
EARLY = switch(
    "early_stopping",
    "Early stopping",
    "Keeps a part of the training rows aside and stops when more steps no longer help there. Turn "
    "it on where there are many rows and time is short.",
    default=False,
    important=False,
)


def kept_aside(**matters: tuple[str | bool, ...]) -> Hyperparameter:
    """How many rows early stopping keeps aside."""
    return number(
        "validation_fraction",
        "Share kept aside",
        "The share of the training rows that early stopping looks at. Turning it up judges more "
        "surely and leaves fewer rows to learn from.",
        default=0.1,
        limits=(0.01, 0.9),
        important=False,
        matters={"early_stopping": (True,), **matters},
    )


def patience(default: int, **matters: tuple[str, ...]) -> Hyperparameter:
    """How long a fit goes on without getting better."""
    return integer(
        "n_iter_no_change",
        "Patience",
        "The fit stops after so many rounds without getting better. Turning it up takes longer "
        "and misses late progress less often.",
        default=default,
        limits=(1, 1_000),
        log=True,
        important=False,
        matters=dict(matters),
    )
