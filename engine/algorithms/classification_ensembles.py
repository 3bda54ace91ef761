"""Ensembles of trees besides forests: boosting in scikit-learn's older ways, and bagging."""

from engine.algorithms import settings
from engine.algorithms.config import AlgorithmConfig, Cost
from engine.algorithms.kinds import integer, number, switch
from engine.algorithms.tree_settings import EARLY_STOPPING, LEAVES, SAMPLE_SHARE

GRADIENT_BOOSTING = AlgorithmConfig(
    key="gradient_boosting_classifier",
    name="Gradient boosting (exact)",
    task_type="classification",
    family="Ensembles of trees",
    description=(
        "Gradient boosting that tries every value as a split point instead of sorting the values "
        "into bins first. With few rows it can be a little more accurate; with many it takes very "
        "long."
    ),
    use_when="You have up to some thousand rows and want to try the classic form of boosting.",
    avoid_when="There are more rows: gradient boosting with bins is as accurate and far quicker.",
    estimator="sklearn.ensemble.GradientBoostingClassifier",
    hyperparameters=(
        settings.BOOSTING[0],
        settings.trees().model_copy(
            update={
                "help": (
                    "How many trees correct each other, for each class when there are more than "
                    "two. Turning it up fits the training rows ever closer; too many follow noise."
                ),
            }
        ),
        integer(
            "max_depth",
            "Greatest depth",
            "How many questions a tree may ask in a row; none means no limit. Turning it up finds "
            "more complicated patterns, and more noise.",
            simpler="down",
            default=3,
            limits=(1, 50),
            allow_none=True,
            search=(2, 8),
        ),
        number(
            "subsample",
            "Share of rows per tree",
            "Each tree learns from this share of the rows, drawn at random. Turning it down is "
            "quicker and can hold noise back.",
            default=1.0,
            limits=(0.05, 1.0),
            search=(0.5, 1.0),
        ),
        settings.leaf_rows(),
        settings.features_per_split(None),
        settings.SPLIT_ROWS,
        LEAVES,
        settings.PRUNING,
        *EARLY_STOPPING,
    ),
    encoding="ordinal",
    precision="float32",
    threads="any",
    progress="monitor",
    iterations="n_estimators",
    slow_rows=100_000,
    cost=Cost(seconds=5.2, columns=0.65, copies=4.0),
    seeded=True,
)

BAGGING = AlgorithmConfig(
    key="bagging_classifier",
    name="Bagging",
    task_type="classification",
    family="Ensembles of trees",
    description=(
        "Grows some full trees, each on rows drawn at random, and lets them vote. It is a random "
        "forest whose trees may look at all features for every split."
    ),
    use_when="Only a few features matter, so that a forest wastes its splits on the others.",
    avoid_when="Features are many and alike: the trees then err alike, and a forest is better.",
    estimator="sklearn.ensemble.BaggingClassifier",
    hyperparameters=(
        settings.trees().model_copy(update={"default": 10, "search": (10, 100)}),
        SAMPLE_SHARE.model_copy(update={"important": True, "matters": {}, "search": (0.3, 1.0)}),
        number(
            "max_features",
            "Share of features per tree",
            "Each tree sees this share of the features. Turning it down makes trees differ more.",
            default=1.0,
            limits=(0.05, 1.0),
            search=(0.3, 1.0),
        ),
        settings.forest_bootstrap(default=True),
        switch(
            "bootstrap_features",
            "Resample features",
            "Draws the features of a tree with replacement, so that some come twice and others "
            "not at all.",
            default=False,
            important=False,
        ),
    ),
    encoding="ordinal",
    precision="float32",
    threads="any",
    progress="warm_start",
    iterations="n_estimators",
    cost=Cost(seconds=1.9, rows=1.05, columns=0.65, copies=3.5),
    seeded=True,
)

ADA_BOOST = AlgorithmConfig(
    key="ada_boost_classifier",
    name="AdaBoost",
    task_type="classification",
    family="Ensembles of trees",
    description=(
        "Asks one question after the other, each chosen for the rows that were wrong so far, and "
        "lets all answers vote by how good they were. It is simple and seldom learns by heart."
    ),
    use_when="Data are clean, and you want boosting with hardly anything to set.",
    avoid_when="Some rows have the wrong class: it tries ever harder to get these right.",
    estimator="sklearn.ensemble.AdaBoostClassifier",
    hyperparameters=(
        integer(
            "n_estimators",
            "Number of questions",
            "How many questions may be asked. Turning it up fits the training rows closer, and "
            "takes longer.",
            default=50,
            limits=(1, 2_000),
            log=True,
            search=(20, 300),
        ),
        number(
            "learning_rate",
            "Learning rate",
            "How much each question counts. Turning it down gives a more careful model that needs "
            "more questions.",
            default=1.0,
            limits=(0.001, 10.0),
            log=True,
            search=(0.03, 2.0),
        ),
    ),
    encoding="ordinal",
    precision="float32",
    threads="any",
    slow_rows=500_000,
    cost=Cost(seconds=1.3, copies=1.9),
    seeded=True,
)
