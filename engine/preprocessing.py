"""From columns to the numbers an algorithm can learn from.

Everything that learns from data is part of one scikit-learn `Pipeline`, so it
is fitted on training rows alone. The pipeline holds classes and functions of
scikit-learn, NumPy, pandas and (for dates) skrub only: whoever unpickles it
needs nothing of this program. It takes a table as `pandas.read_csv` gives it
and one in this program's own types, and predicts the same for both.

Numbers stay float64 unless an algorithm is much faster in float32. Infinite
numbers are refused by scikit-learn's imputer with a `ValueError`.
"""

from __future__ import annotations

import sys
from collections.abc import Hashable, Mapping, Sequence
from typing import Any

from sklearn.compose import ColumnTransformer, TransformedTargetRegressor
from sklearn.pipeline import Pipeline

from engine.algorithms import AlgorithmConfig
from engine.column_recipes import MAX_LEVELS, Group, Wishes, groups
from engine.errors import InvalidValueError
from engine.records import Column, ColumnType, Preprocessing, Record, Setting
from engine.target_transforms import with_transformed_target

# The densest matrix that is handed over as a sparse one; scikit-learn's own default.
SPARSE_BELOW = 0.3
USUAL = Preprocessing()


class Step(Record):
    """What is done with the columns of one type; `transformers` are sentences for people."""

    columns: tuple[str, ...]
    type: ColumnType
    transformers: tuple[str, ...]


def build_pipeline(
    columns: Sequence[Column],
    algorithm: AlgorithmConfig,
    hyperparameters: Mapping[str, Setting],
    *,
    random_seed: int,
    preprocessing: Preprocessing = USUAL,
) -> Pipeline:
    """Put preparation and estimator together, unfitted.

    Parameters
    ----------
    columns : sequence of Column
        The features.
    algorithm : AlgorithmConfig
    hyperparameters : mapping of str to Setting
        Those left out take their defaults.
    random_seed : int
        Given to everything that draws at random.
    preprocessing : Preprocessing
        What a person chose; by default everything is as the algorithm wants it.

    Returns
    -------
    Pipeline
        Steps `preparation` (any transformer) and `estimator` (see `learner`). It
        takes a DataFrame that has at least the feature columns. To be bit-identical
        on any machine the preparation must be fitted with BLAS limited to one
        thread, whatever the algorithm: the topics of a text depend on it. That
        costs nothing, as one thread was the quicker for it.

    Raises
    ------
    InvalidValueError
        There is no feature, or a hyperparameter cannot have its value.
    """
    if not columns:
        raise InvalidValueError(
            "At least one feature was expected, but there is none.",
            field="features",
            hint="Give at least one column the role feature.",
        )
    estimator = algorithm.build(hyperparameters, random_seed=random_seed)
    prepared = groups(columns, _wishes(algorithm, estimator, random_seed=random_seed))
    if algorithm.encoding == "native":
        estimator.set_params(categorical_features=_categorical_positions(prepared))
    preparation = _nothing(columns) if algorithm.baseline else _everything(prepared, algorithm)
    learning = with_transformed_target(estimator, algorithm, preprocessing, random_seed=random_seed)
    return Pipeline([("preparation", preparation), ("estimator", learning)])


def preparation_key(
    algorithm: AlgorithmConfig,
    hyperparameters: Mapping[str, Setting],
    *,
    random_seed: int,
    preprocessing: Preprocessing = USUAL,
) -> Hashable:
    """Say in a value what the `preparation` of a pipeline depends on besides the data.

    Where these are equal, pipelines of the same columns have equal preparations:
    fitted on the same rows and the same target, one may stand for the other.
    """
    if algorithm.baseline:
        return "baseline"
    estimator = algorithm.build(hyperparameters, random_seed=random_seed)
    chosen = preprocessing.model_dump(exclude={"class_weight", "target_transform"})
    return _wishes(algorithm, estimator, random_seed=random_seed), tuple(chosen.items())


def learner(pipeline: Pipeline) -> Any:  # noqa: ANN401 - any estimator
    """Give the algorithm's own estimator, which may stand behind a transformed target.

    It is the fitted one if the pipeline is fitted.
    """
    estimator = pipeline["estimator"]
    if isinstance(estimator, TransformedTargetRegressor):
        return getattr(estimator, "regressor_", estimator.regressor)
    return estimator


def describe(
    columns: Sequence[Column], algorithm: AlgorithmConfig | None = None
) -> tuple[Step, ...]:
    """Say in words how the columns are prepared; without an algorithm, what most of them want."""
    if algorithm is None:
        return tuple(map(_step, groups(columns, Wishes())))
    if algorithm.baseline:
        words = ("The baseline ignores this column.",)
        return tuple(
            Step(columns=(one.name,), type=one.type, transformers=words) for one in columns
        )
    wishes = _wishes(algorithm, algorithm.build({}, random_seed=0), random_seed=0)
    return tuple(map(_step, groups(columns, wishes)))


def feature_names(pipeline: Pipeline) -> tuple[str, ...]:
    """Name every number that the estimator gets.

    Parameters
    ----------
    pipeline : Pipeline
        From `build_pipeline`; its `preparation` must be fitted.
    """
    fitted = pipeline["preparation"].transformers_
    return tuple(
        name
        for _, transformer, columns in fitted
        if transformer != "drop"
        for name in _names(transformer, columns)
    )


def _wishes(algorithm: AlgorithmConfig, estimator: Any, *, random_seed: int) -> Wishes:  # noqa: ANN401 - any estimator
    levels = {"one_hot": MAX_LEVELS, "ordinal": sys.maxsize}
    return Wishes(
        encoding=algorithm.encoding,
        sparse=algorithm.sparse,
        scale=algorithm.scale,
        single_precision=algorithm.precision == "float32",
        # HistGradientBoosting takes as many categories as it has bins.
        max_levels=levels.get(algorithm.encoding) or estimator.max_bins,
        random_seed=random_seed,
    )


def _everything(prepared: Sequence[Group], algorithm: AlgorithmConfig) -> ColumnTransformer:
    return ColumnTransformer(
        [(group.name, group.transformer(), group.columns) for group in prepared],
        sparse_threshold=SPARSE_BELOW if algorithm.sparse else 0.0,
    )


def _nothing(columns: Sequence[Column]) -> ColumnTransformer:
    """A baseline ignores the features, so none is prepared."""
    return ColumnTransformer([("ignored", "drop", [column.name for column in columns])])


def _categorical_positions(prepared: Sequence[Group]) -> list[int]:
    levels = [group for group in prepared if group.type in {"categorical", "boolean"}]
    return list(range(sum(len(group.names) for group in levels)))


def _step(group: Group) -> Step:
    return Step(
        columns=group.names,
        type=group.type,
        transformers=tuple(part.words for part in group.parts),
    )


def _names(transformer: Pipeline, columns: list[str] | str) -> list[str]:
    steps = transformer.named_steps
    if isinstance(columns, str):
        return _single_names(steps, columns)
    names = steps["levels"].get_feature_names_out(columns) if "levels" in steps else columns
    return [str(name).replace("_infrequent_sklearn", "_rare") for name in names]


def _single_names(steps: Mapping[str, Any], column: str) -> list[str]:
    if "parts" in steps:
        return [str(name) for name in steps["parts"].get_feature_names_out()]
    if "topics" in steps:
        topics = range(1, steps["topics"].n_components + 1)
        return [f"{column}: topic {topic}" for topic in topics]
    return [f"{column}: {word}" for word in steps["words"].get_feature_names_out()]
