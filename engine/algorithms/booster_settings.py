"""Hyperparameters of LightGBM, XGBoost and CatBoost, under the names each package gives them.

XGBoost and CatBoost write most of their defaults as none and choose the number
later. The number is written down here, and tested to give the same model.
"""

from engine.algorithms import settings
from engine.algorithms.kinds import choice, integer, number
from engine.hyperparameters import Hyperparameter


def rounds(default: int, search: tuple[int, int]) -> Hyperparameter:
    """How many trees are built."""
    return integer(
        "n_estimators",
        "Number of rounds",
        "How many correcting trees are built. Turning it up fits the training rows ever closer and "
        "takes longer; too many follow noise.",
        default=default,
        limits=(1, 5_000),
        log=True,
        search=search,
    )


def learning_rate(default: float | None, text: str = "") -> Hyperparameter:
    """How much each tree corrects."""
    sentences = (
        "How much each new tree corrects the ones before. Turning it up learns faster and follows "
        "noise sooner; turning it down needs more rounds."
    )
    return number(
        "learning_rate",
        "Learning rate",
        f"{sentences} {text}".strip(),
        default=default,
        limits=(0.001, 1.0),
        allow_none=default is None,
        log=True,
        search=(0.01, 0.3),
    )


def depth(name: str) -> Hyperparameter:
    """How deep each tree may be."""
    return integer(
        name,
        "Greatest depth",
        "How many questions each tree may ask in a row. Turning it up finds features that matter "
        "in combination, and more noise.",
        simpler="down",
        default=6,
        limits=(1, 12),
        search=(3, 10),
    )


def row_share(default: float | None = 1.0) -> Hyperparameter:
    """How many of the rows each tree sees."""
    return number(
        "subsample",
        "Share of rows per tree",
        "Each tree learns from this share of the rows, drawn at random. Turning it down makes the "
        "trees differ more, which often helps, and is quicker.",
        default=default,
        limits=(0.1, 1.0),
        search=(0.5, 1.0),
    )


def feature_share(name: str) -> Hyperparameter:
    """How many of the features a tree may use."""
    return number(
        name,
        "Share of features",
        "Only this share of the features, drawn at random, may be used at a time. Turning it down "
        "makes the trees differ more and is quicker with many columns.",
        default=1.0,
        limits=(0.1, 1.0),
        search=(0.5, 1.0),
    )


def ridge(name: str, default: float) -> Hyperparameter:
    """How strongly the answers of leaves are held back."""
    return number(
        name,
        "Regularisation",
        "Holds the answers of the leaves back. Turning it up makes each correction more careful.",
        default=default,
        limits=(0.0, 1_000.0),
        search=(0.0, 10.0),
    )


def lasso() -> Hyperparameter:
    """How strongly small answers of leaves are set to zero."""
    return number(
        "reg_alpha",
        "Suppression of small steps",
        "Sets small answers of the leaves to zero. Turning it up leaves fewer corrections.",
        default=0.0,
        limits=(0.0, 1_000.0),
        important=False,
    )


def bins(name: str, default: int) -> Hyperparameter:
    """Into how many bins numbers are sorted."""
    return integer(
        name,
        "Most bins per feature",
        "Numbers are sorted into this many bins first. Turning it up keeps finer differences and "
        "takes longer.",
        default=default,
        limits=(8, 512),
        important=False,
    )


LIGHTGBM = (
    rounds(100, (50, 1_000)),
    learning_rate(0.1),
    integer(
        "num_leaves",
        "Most leaves per tree",
        "How fine each tree may divide the rows. Turning it up finds more complicated patterns, "
        "and more noise.",
        simpler="down",
        default=31,
        limits=(2, 1_000),
        log=True,
        search=(8, 256),
    ),
    integer(
        "min_child_samples",
        "Fewest rows in a leaf",
        "A tree makes no leaf with fewer rows. Turning it up gives a simpler, smoother model that "
        "follows noise less.",
        simpler="up",
        default=20,
        limits=(1, 10_000),
        log=True,
        search=(5, 100),
    ),
    row_share(),
    feature_share("colsample_bytree"),
    ridge("reg_lambda", 0.0).model_copy(update={"important": False, "search": ()}),
    lasso(),
)
XGBOOST = (
    rounds(100, (50, 1_000)),
    learning_rate(0.3),
    depth("max_depth"),
    row_share(),
    feature_share("colsample_bytree"),
    ridge("reg_lambda", 1.0),
    number(
        "min_child_weight",
        "Least weight of a leaf",
        "A tree makes no leaf that weighs less; for numbers the weight is that of its rows. "
        "Turning it up gives a simpler model that follows noise less.",
        default=1.0,
        limits=(0.0, 10_000.0),
        important=False,
    ),
    number(
        "gamma",
        "Least gain of a split",
        "A split must make the error smaller by this. Turning it up gives smaller trees.",
        default=0.0,
        limits=(0.0, 1_000.0),
        important=False,
    ),
    lasso(),
    bins("max_bin", 256),
)
CATBOOST = (
    rounds(1_000, (200, 2_000)),
    learning_rate(None, "None takes one that suits the number of rows and of rounds."),
    depth("depth"),
    number(
        "l2_leaf_reg",
        "Regularisation",
        "Holds the answers of the leaves back; none takes 3. Turning it up makes each correction "
        "more careful. With a number given, a learning rate of none is always 0.03.",
        simpler="up",
        default=None,
        limits=(0.0, 1_000.0),
        allow_none=True,
        search=(1.0, 10.0),
    ),
    feature_share("rsm"),
    number(
        "random_strength",
        "Chance in the splits",
        "How much chance there is in the choice of splits. Turning it up makes the trees differ "
        "more and follow noise less.",
        default=1.0,
        limits=(0.0, 100.0),
        important=False,
    ),
    bins("border_count", 254).model_copy(update={"maximum": 255}),
)
CATBOOST_CLASSES = choice(
    "auto_class_weights",
    "Class weights",
    'With "Balanced", a row of a rare class counts more, so that the model does not ignore it; '
    '"SqrtBalanced" does so less strongly. It finds more of the rare class and raises more false '
    "alarms.",
    default=None,
    choices=("Balanced", "SqrtBalanced"),
    allow_none=True,
)
LIGHTGBM_CLASSES = settings.CLASS_WEIGHT
