"""Hyperparameters that several algorithms share, word for word.

Limits are narrower than scikit-learn's where a wider one could only hurt; every
limit is inside what scikit-learn takes, and defaults are scikit-learn's unless
the help gives the reason. None of them searches for class weights: whether a
rare class should count more is a wish of the person, and not for a score to decide.
"""

from engine.algorithms.kinds import choice, integer, number, switch
from engine.hyperparameters import Hyperparameter

CLUSTERS_REASON = (
    "It starts at 3 for every algorithm that takes it, not at scikit-learn's differing defaults, "
    "so that first results can be compared."
)


def clusters(name: str = "n_clusters") -> Hyperparameter:
    """How many clusters to form."""
    return integer(
        name,
        "Number of clusters",
        "How many groups the rows are divided into. Turning it up gives more and smaller groups. "
        + CLUSTERS_REASON,
        default=3,
        limits=(2, 500),
        at_most_rows=True,
    )


def iterations(default: int | None, *, reason: str = "") -> Hyperparameter:
    """Upper limit of the steps of an iterative fit."""
    text = (
        "The most steps the fit may take. Turning it up lets a fit finish that stopped too soon, "
        "and takes longer."
    )
    return integer(
        "max_iter",
        "Most iterations",
        f"{text} {reason}".strip(),
        default=default,
        limits=(1, 10_000),
        allow_none=default is None,
        log=True,
        important=False,
    )


def tolerance(default: float) -> Hyperparameter:
    """When an iterative fit is close enough."""
    return number(
        "tol",
        "Tolerance",
        "The fit stops once a step changes less than this. Turning it up stops sooner, "
        "with a less exact result.",
        default=default,
        limits=(1e-9, 0.1),
        log=True,
        important=False,
    )


def trees(name: str = "n_estimators") -> Hyperparameter:
    """How many trees an ensemble averages."""
    return integer(
        name,
        "Number of trees",
        "How many trees are averaged. Turning it up gives steadier predictions and never a worse "
        "model on the whole, but takes more time and a larger file.",
        default=100,
        limits=(1, 2_000),
        log=True,
    )


def leaf_rows(default: int = 1) -> Hyperparameter:
    """Fewest rows a leaf may hold."""
    return integer(
        "min_samples_leaf",
        "Fewest rows in a leaf",
        "A tree makes no leaf with fewer rows. Turning it up gives a simpler, smoother model that "
        "follows noise less.",
        simpler="up",
        default=default,
        limits=(1, 10_000),
        log=True,
        search=(1, max(30, 3 * default)),
    )


def features_per_split(default: str | float | None) -> Hyperparameter:
    """How many features a tree looks at for each split."""
    return choice(
        "max_features",
        "Features tried per split",
        "How many features each split may choose from: the square root of their number, its "
        "logarithm, or a share of all. Turning it up makes single trees better but more alike, "
        "and takes longer.",
        default=default,
        choices=("sqrt", "log2", 0.2, 0.33, 0.5, 1.0),
        allow_none=default is None,
        important=False,
        search=(default, *(one for one in ("sqrt", 0.33, 0.5, 1.0) if one != default)),
    )


DEPTH = integer(
    "max_depth",
    "Greatest depth",
    "How many questions a tree may ask in a row; none means no limit. Turning it up lets the "
    "model see finer patterns, and also noise.",
    simpler="down",
    default=None,
    limits=(1, 100),
    allow_none=True,
)
SPLIT_ROWS = integer(
    "min_samples_split",
    "Fewest rows to split",
    "A group with fewer rows is not divided any further. Turning it up gives a simpler model.",
    simpler="up",
    default=2,
    limits=(2, 10_000),
    log=True,
    important=False,
)
PRUNING = number(
    "ccp_alpha",
    "Pruning",
    "Branches that help less than this are cut after the fit; 0 cuts none. Turning it up gives a "
    "smaller tree.",
    simpler="up",
    default=0.0,
    limits=(0.0, 1.0),
    important=False,
)
CLASS_WEIGHT = choice(
    "class_weight",
    "Class weights",
    'With "balanced", a row of a rare class counts more, so that the model does not ignore it. '
    "It finds more of the rare class and raises more false alarms.",
    default=None,
    choices=("balanced",),
    allow_none=True,
)
ERROR = choice(
    "criterion",
    "Split quality",
    "How a split is judged. Absolute error minds outliers less and takes far longer; poisson is "
    "for counts, which must not be negative.",
    default="squared_error",
    choices=("squared_error", "absolute_error", "poisson"),
    important=False,
)
BOOTSTRAP = "Each tree learns from rows drawn at random with replacement instead of from all rows."
INTERCEPT = switch(
    "fit_intercept",
    "Intercept",
    "Adds a constant to the prediction. Turn it off only if the target must be zero where all "
    "features are zero.",
    default=True,
    important=False,
)
NON_NEGATIVE = switch(
    "positive",
    "No negative weights",
    "Lets features only push the prediction up, never down. Turn it on if you know that to be so.",
    default=False,
    important=False,
)
NEIGHBOURS = (
    integer(
        "n_neighbors",
        "Number of neighbours",
        "How many of the most similar rows decide. Turning it up gives smoother predictions that "
        "follow single rows less. It cannot be more than the training rows.",
        simpler="up",
        default=5,
        limits=(1, 1_000),
        log=True,
        at_most_rows=True,
        search=(1, 50),
    ),
    choice(
        "weights",
        "Weight of neighbours",
        'With "distance", near neighbours count more than far ones; with "uniform" all count the '
        "same.",
        default="uniform",
        choices=("uniform", "distance"),
        search=("uniform", "distance"),
    ),
    number(
        "p",
        "Distance",
        "How distance is measured: 1 adds up the differences of all features, 2 is the straight "
        "line. Turning it up lets the largest difference dominate.",
        default=2.0,
        limits=(1.0, 10.0),
        important=False,
    ),
)
VALIDATION = number(
    "validation_fraction",
    "Share kept aside",
    "Which share of the training rows is kept aside to see when to stop. Turning it up judges more "
    "surely, and leaves fewer rows to learn from.",
    default=0.1,
    limits=(0.01, 0.9),
    important=False,
)
PATIENCE = integer(
    "n_iter_no_change",
    "Patience",
    "After so many rounds without getting better it stops. Turning it up takes longer and stops "
    "too soon less often.",
    default=5,
    limits=(1, 1_000),
    important=False,
)
BOOSTING = (
    number(
        "learning_rate",
        "Learning rate",
        "How much each new tree corrects the ones before. Turning it up learns faster and follows "
        "noise sooner; turning it down needs more trees.",
        default=0.1,
        limits=(0.001, 1.0),
        log=True,
        search=(0.01, 0.5),
    ),
    integer(
        "max_iter",
        "Number of rounds",
        "How many rounds of correcting trees are made. Turning it up fits the training rows ever "
        "closer; too many follow noise.",
        default=100,
        limits=(1, 2_000),
        log=True,
    ),
    integer(
        "max_leaf_nodes",
        "Most leaves per tree",
        "How fine each tree may divide the rows; none means no limit. Turning it up finds more "
        "complicated patterns, and more noise.",
        simpler="down",
        default=31,
        limits=(2, 1_000),
        allow_none=True,
        log=True,
        search=(4, 128),
    ),
    leaf_rows(20),
    number(
        "l2_regularization",
        "Regularisation",
        "Holds the trees back. Turning it up makes each correction more careful; 0 is none.",
        simpler="up",
        default=0.0,
        limits=(0.0, 1_000.0),
        search=(0.0, 10.0),
    ),
    number(
        "max_features",
        "Share of features per split",
        "Each split may choose from this share of the features, drawn at random. Turning it down "
        "makes trees differ more, which is quicker and can hold noise back.",
        default=1.0,
        limits=(0.05, 1.0),
        important=False,
        search=(0.3, 1.0),
    ),
    DEPTH.model_copy(update={"important": False}),
    integer(
        "max_bins",
        "Most bins per feature",
        "Numbers are sorted into this many bins first, and categories beyond it share one. "
        "Turning it up keeps finer differences.",
        default=255,
        limits=(2, 255),
        important=False,
    ),
    choice(
        "early_stopping",
        "Early stopping",
        "Keeps a part of the training rows aside and stops when more rounds no longer help there. "
        '"auto" does so above 10,000 training rows.',
        default="auto",
        choices=("auto", True, False),
        important=False,
    ),
    VALIDATION.model_copy(update={"matters": {"early_stopping": ("auto", True)}}),
    PATIENCE.model_copy(update={"matters": {"early_stopping": ("auto", True)}, "default": 10}),
)


def forest_bootstrap(*, default: bool) -> Hyperparameter:
    """Whether trees learn from resampled rows."""
    return switch("bootstrap", "Resample rows", BOOTSTRAP, default=default, important=False)
