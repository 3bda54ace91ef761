"""Hyperparameters of trees and forests beyond those in `settings`."""

from engine.algorithms import settings
from engine.algorithms.kinds import choice, integer, number

FOREST_CLASS_WEIGHT = settings.CLASS_WEIGHT.model_copy(
    update={"choices": ("balanced", "balanced_subsample"), "important": False}
)
GINI = choice(
    "criterion",
    "Split quality",
    "How a split is judged. The three nearly always lead to similar trees; gini is the quickest.",
    default="gini",
    choices=("gini", "entropy", "log_loss"),
    important=False,
)
LEAVES = integer(
    "max_leaf_nodes",
    "Most leaves per tree",
    "How fine a tree may divide the rows; none means no limit. Turning it up finds more "
    "complicated patterns, and more noise.",
    simpler="down",
    default=None,
    limits=(2, 10_000),
    allow_none=True,
    log=True,
    important=False,
)
SAMPLE_SHARE = number(
    "max_samples",
    "Share of rows per tree",
    "How many rows each tree draws, as a share of all; none draws as many as there are. Turning it "
    "down makes trees differ more, which is quicker and can hold noise back.",
    default=None,
    limits=(0.01, 1.0),
    allow_none=True,
    important=False,
    matters={"bootstrap": (True,)},
)
# Of gradient boosting with exact splits, which stops early once it has patience.
EARLY_STOPPING = (
    settings.PATIENCE.model_copy(
        update={
            "help": "After so many trees without getting better on the rows kept aside it stops; "
            "none means never. Turning it up takes longer and stops too soon less often.",
            "default": None,
            "allow_none": True,
        }
    ),
    settings.VALIDATION.model_copy(
        update={"help": settings.VALIDATION.help + " Without patience none is kept aside."}
    ),
)
