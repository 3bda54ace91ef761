"""Gradient boosting of other packages: offered by itself where the package is installed.

`requirements-boosters.txt` lists the packages. All of them fit with one thread,
so that a model is the same to the last bit on any machine, print nothing and
write no files. A model of theirs needs the package wherever it is loaded.
"""

from engine.algorithms import booster_settings as shared
from engine.algorithms.config import AlgorithmConfig, Cost
from engine.records import Setting

LIGHTGBM_FIXED: dict[str, Setting] = {
    "n_jobs": 1,
    "verbosity": -1,
    "deterministic": True,
    "force_row_wise": True,
    # Without it the share of rows per tree has no effect.
    "subsample_freq": 1,
}
XGBOOST_FIXED: dict[str, Setting] = {"n_jobs": 1, "verbosity": 0}
CATBOOST_FIXED: dict[str, Setting] = {
    "thread_count": 1,
    "verbose": False,
    "allow_writing_files": False,
}

LIGHTGBM_CLASSIFIER = AlgorithmConfig(
    key="lgbm_classifier",
    name="LightGBM",
    task_type="classification",
    family="Ensembles of trees",
    description=(
        "Gradient boosting as the package LightGBM does it: each tree corrects those before, and "
        "grows where the next question helps most, so that trees may be lopsided. It is among the "
        "quickest and most accurate on tables."
    ),
    use_when="You want the most accurate classes from thousands of rows or more.",
    avoid_when="There are few rows, or the model must be loaded where LightGBM is not installed.",
    estimator="lightgbm.LGBMClassifier",
    hyperparameters=(*shared.LIGHTGBM, shared.LIGHTGBM_CLASSES),
    fixed=LIGHTGBM_FIXED,
    encoding="ordinal",
    precision="float32",
    threads="many",
    requires="lightgbm",
    cost=Cost(seconds=0.55, rows=0.6, columns=0.87, copies=6),
    seeded=True,
)
LIGHTGBM_REGRESSOR = AlgorithmConfig(
    key="lgbm_regressor",
    name="LightGBM",
    task_type="regression",
    family="Ensembles of trees",
    description=(
        "Gradient boosting as the package LightGBM does it: each tree corrects the errors of those "
        "before, and grows where the next question helps most, so that trees may be lopsided. It "
        "is among the quickest and most accurate on tables."
    ),
    use_when="You want the most accurate numbers from thousands of rows or more.",
    avoid_when=(
        "There are few rows, you must predict beyond the range of the target seen in training, or "
        "the model must be loaded where LightGBM is not installed."
    ),
    estimator="lightgbm.LGBMRegressor",
    hyperparameters=shared.LIGHTGBM,
    fixed=LIGHTGBM_FIXED,
    encoding="ordinal",
    precision="float32",
    threads="many",
    requires="lightgbm",
    cost=Cost(seconds=0.54, rows=0.6, columns=0.95, copies=6),
    seeded=True,
)
XGBOOST_CLASSIFIER = AlgorithmConfig(
    key="xgb_classifier",
    name="XGBoost",
    task_type="classification",
    family="Ensembles of trees",
    description=(
        "Gradient boosting as the package XGBoost does it: each tree corrects those before, and "
        "large corrections are held back. It has won many competitions with tables."
    ),
    use_when="You want very accurate classes, and have the time to find good settings.",
    avoid_when="There are few rows, or the model must be loaded where XGBoost is not installed.",
    estimator="xgboost.XGBClassifier",
    hyperparameters=shared.XGBOOST,
    fixed=XGBOOST_FIXED,
    # It takes only the numbers 0, 1, 2 and so on as classes.
    wrapper="numbered_classes",
    encoding="ordinal",
    precision="float32",
    threads="many",
    requires="xgboost",
    cost=Cost(seconds=0.66, rows=0.6, columns=0.84, copies=8),
    seeded=True,
)
XGBOOST_REGRESSOR = AlgorithmConfig(
    key="xgb_regressor",
    name="XGBoost",
    task_type="regression",
    family="Ensembles of trees",
    description=(
        "Gradient boosting as the package XGBoost does it: each tree corrects the errors of those "
        "before, and large corrections are held back. It has won many competitions with tables."
    ),
    use_when="You want very accurate numbers, and have the time to find good settings.",
    avoid_when=(
        "There are few rows, you must predict beyond the range of the target seen in training, or "
        "the model must be loaded where XGBoost is not installed."
    ),
    estimator="xgboost.XGBRegressor",
    hyperparameters=shared.XGBOOST,
    fixed=XGBOOST_FIXED,
    encoding="ordinal",
    precision="float32",
    threads="many",
    requires="xgboost",
    cost=Cost(seconds=0.73, rows=0.5, copies=7),
    seeded=True,
)
CATBOOST_CLASSIFIER = AlgorithmConfig(
    key="cat_boost_classifier",
    name="CatBoost",
    task_type="classification",
    family="Ensembles of trees",
    description=(
        "Gradient boosting as the package CatBoost does it: every tree asks the same question on "
        "all branches of a level, which keeps it from following noise. It is accurate without "
        "any tuning."
    ),
    use_when="You want very accurate classes at once, without choosing settings.",
    avoid_when="Time is short, or the model must be loaded where CatBoost is not installed.",
    estimator="catboost.CatBoostClassifier",
    hyperparameters=(*shared.CATBOOST, shared.CATBOOST_CLASSES),
    fixed=CATBOOST_FIXED,
    # It answers with a column of classes where there are more than two.
    wrapper="numbered_classes",
    encoding="ordinal",
    precision="float32",
    threads="many",
    requires="catboost",
    cost=Cost(seconds=8.5, rows=0.3, columns=0.95, copies=12),
    seeded=True,
)
CATBOOST_REGRESSOR = AlgorithmConfig(
    key="cat_boost_regressor",
    name="CatBoost",
    task_type="regression",
    family="Ensembles of trees",
    description=(
        "Gradient boosting as the package CatBoost does it: every tree asks the same question on "
        "all branches of a level, and so follows noise less. It predicts numbers accurately "
        "without any tuning."
    ),
    use_when="You want very accurate numbers at once, without choosing settings.",
    avoid_when=(
        "Time is short, you must predict beyond the range of the target seen in training, or the "
        "model must be loaded where CatBoost is not installed."
    ),
    estimator="catboost.CatBoostRegressor",
    hyperparameters=shared.CATBOOST,
    fixed=CATBOOST_FIXED,
    encoding="ordinal",
    precision="float32",
    threads="many",
    requires="catboost",
    cost=Cost(seconds=7.7, rows=0.3, columns=0.95, copies=12),
    seeded=True,
)

BOOSTERS: tuple[AlgorithmConfig, ...] = (
    LIGHTGBM_CLASSIFIER,
    XGBOOST_CLASSIFIER,
    CATBOOST_CLASSIFIER,
    LIGHTGBM_REGRESSOR,
    XGBOOST_REGRESSOR,
    CATBOOST_REGRESSOR,
)
