"""From columns to the numbers an algorithm can learn from.

Everything that learns from data is part of one scikit-learn `Pipeline`, so it
is fitted on training rows alone. The pipeline holds classes and functions of
scikit-learn, NumPy, pandas and (for dates and some texts) skrub only: whoever unpickles it
needs nothing of this program. It takes a table as `pandas.read_csv` gives it
and one in this program's own types, and predicts the same for both.

Numbers stay float64 unless an algorithm is much faster in float32. Infinite
numbers are refused by scikit-learn's imputer with a `ValueError`.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

from sklearn.compose import ColumnTransformer
from sklearn.pipeline import Pipeline

from engine.algorithms import AlgorithmConfig
from engine.algorithms.wrapping import unwrapped
from engine.cautions import Caution, cautions
from engine.errors import InvalidValueError
from engine.feature_selection import kept, selectors
from engine.recipes import Feature, Group, Wishes, features, groups, wishes_of
from engine.records import Column, ColumnType, Preprocessing, Record, Setting
from engine.target_transforms import with_transformed_target

# The densest matrix that is handed over as a sparse one; scikit-learn's own default.
SPARSE_BELOW = 0.3
USUAL = Preprocessing()


class Step(Record):
    """What is done with the columns of one type, in sentences for people.

    `notes` say what the algorithm cannot use of what was chosen, or should not.
    """

    columns: tuple[str, ...]
    type: ColumnType
    transformers: tuple[str, ...]
    notes: tuple[str, ...] = ()


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
    wishes = wishes_of(algorithm, estimator, preprocessing, random_seed=random_seed)
    prepared = groups(columns, wishes)
    if wishes.levels == "native":
        estimator.set_params(categorical_features=_categorical_positions(prepared))
    preparation = _everything(prepared, selectors(columns, wishes), sparse=wishes.sparse)
    if algorithm.baseline:
        preparation = _nothing(columns)
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
    return wishes_of(algorithm, estimator, preprocessing, random_seed=random_seed)


def learner(pipeline: Pipeline) -> Any:  # noqa: ANN401 - any estimator
    """Give the algorithm's own estimator, which may stand behind a transformed target.

    It is the fitted one if the pipeline is fitted.
    """
    return unwrapped(pipeline["estimator"])


def describe(
    columns: Sequence[Column], algorithm: AlgorithmConfig, preprocessing: Preprocessing = USUAL
) -> tuple[Step, ...]:
    """Say in words how the columns are prepared for an algorithm with its defaults."""
    if algorithm.baseline:
        words = ("The baseline ignores this column.",)
        return tuple(
            Step(columns=(one.name,), type=one.type, transformers=words) for one in columns
        )
    said = cautions(algorithm, preprocessing)
    prepared = groups(columns, usual_wishes(algorithm, preprocessing))
    return tuple(_step(group, said) for group in prepared)


def usual_wishes(algorithm: AlgorithmConfig, preprocessing: Preprocessing) -> Wishes:
    """How an algorithm with its defaults gets its numbers."""
    return wishes_of(algorithm, algorithm.build({}, random_seed=0), preprocessing, random_seed=0)


def resulting_features(pipeline: Pipeline) -> tuple[Feature, ...]:
    """Name every prepared number with its origin, and whether it is kept.

    Parameters
    ----------
    pipeline : Pipeline
        From `build_pipeline`; its `preparation` must be fitted.
    """
    columns, *selecting = _steps(pipeline["preparation"])
    found = [
        feature
        for name, transformer, names in columns.transformers_
        if transformer != "drop"
        for feature in features(name, transformer, names)
    ]
    marks = kept(selecting, len(found))
    return tuple(
        feature if mark else feature.model_copy(update={"kept": False})
        for feature, mark in zip(found, marks, strict=True)
    )


def feature_names(pipeline: Pipeline) -> tuple[str, ...]:
    """Name every number that the estimator gets; the same as `resulting_features` keeps."""
    return tuple(feature.name for feature in resulting_features(pipeline) if feature.kept)


def _everything(
    prepared: Sequence[Group], selecting: list[tuple[str, Any]], *, sparse: bool
) -> ColumnTransformer | Pipeline:
    made = ColumnTransformer(
        [(group.name, group.transformer(), group.columns) for group in prepared],
        sparse_threshold=SPARSE_BELOW if sparse else 0.0,
    )
    return Pipeline([("columns", made), *selecting]) if selecting else made


def _steps(preparation: ColumnTransformer | Pipeline) -> list[Any]:
    """The fitted transformer of the columns, and then what selects among its numbers."""
    if isinstance(preparation, Pipeline):
        return [step for _, step in preparation.steps]
    return [preparation]


def _nothing(columns: Sequence[Column]) -> ColumnTransformer:
    """A baseline ignores the features, so none is prepared."""
    return ColumnTransformer([("ignored", "drop", [column.name for column in columns])])


def _categorical_positions(prepared: Sequence[Group]) -> list[int]:
    levels = [group for group in prepared if group.type in {"categorical", "boolean"}]
    return list(range(sum(len(group.names) for group in levels)))


def _step(group: Group, said: Sequence[Caution]) -> Step:
    notes = tuple(caution.sentence for caution in said if group.type in caution.types)
    return Step(columns=group.names, type=group.type, transformers=group.words, notes=notes)
