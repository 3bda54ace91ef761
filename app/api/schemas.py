"""Requests and answers of REST where they are not a record of the engine."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field, FiniteFloat

from engine.algorithms import AlgorithmConfig
from engine.audit import suggest_task_type
from engine.errors import InvalidValueError
from engine.hyperparameters import Hyperparameter
from engine.records import (
    Dataset,
    Preprocessing,
    Record,
    SearchPlan,
    TaskType,
)
from engine.training_request import TrainingRequest


class PreparationRequest(Record):
    """What to prepare for; what is left out comes from the dataset.

    A `time_column` of ``null`` holds rows out by chance, whatever the dataset says.
    Also what is left out of `preprocessing` is as the dataset has it. The answer
    is about `algorithm`, or the first of the list.
    """

    task_type: TaskType | None = None
    target: str | None = None
    features: tuple[str, ...] | None = None
    algorithm: str | None = None
    test_size: FiniteFloat | None = None
    stratify: bool | None = None
    cv_folds: int | None = None
    cv_repeats: int | None = None
    random_seed: int | None = None
    drop_duplicates: bool | None = None
    time_column: str | None = None
    preprocessing: Preprocessing | None = None

    def request(self, dataset: Dataset) -> TrainingRequest:
        """Give the same as the engine takes it, completed from the dataset."""
        known = dataset.preparation.model_dump() | {"target": dataset.target}
        known |= self.model_dump(exclude={"algorithm"}, exclude_none=True)
        if self.preprocessing is not None:
            given = self.preprocessing.model_dump(exclude_unset=True)
            known["preprocessing"] = dataset.preparation.preprocessing.model_dump() | given
        if "time_column" in self.model_fields_set:
            known["time_column"] = self.time_column
        known["task_type"] = known["task_type"] or suggest_task_type(dataset, known["target"])[0]
        algorithms = () if self.algorithm is None else (self.algorithm,)
        return TrainingRequest(dataset_id=dataset.id, algorithms=algorithms, **known)


class AlgorithmList(Record):
    """The algorithms of one task type."""

    algorithms: tuple[AlgorithmConfig, ...]


class HyperparameterList(Record):
    """Everything that can be set on one algorithm."""

    hyperparameters: tuple[Hyperparameter, ...]


class TrainingStart(Record):
    """A run to start.

    Name one `algorithm` with its hyperparameters, or several `algorithms` with
    the hyperparameters of each under its key. `target` is needed for all task
    types but clustering. `cv_folds` 0 means hold-out only. `drop_duplicates`
    leaves rows out that repeat an earlier one in features and target; with a
    `time_column` the latest rows are held out. `algorithms` may be ``"suitable"``:
    all that suit the data, quick ones first, the others told with the reason.
    With `search` good settings are searched for, and what is given in
    `hyperparameters` holds for those that are not searched. `time_budget` is in
    seconds. A clustering is held against the classes in `labels`, by default the target.
    """

    dataset_id: str
    task_type: TaskType
    target: str | None = None
    features: tuple[str, ...] | None = None
    labels: str | None = None
    algorithm: str | None = None
    algorithms: tuple[str, ...] | Literal["suitable"] | None = None
    hyperparameters: dict[str, Any] = Field(default_factory=dict)
    test_size: FiniteFloat = TrainingRequest.model_fields["test_size"].default
    stratify: bool = TrainingRequest.model_fields["stratify"].default
    cv_folds: int = TrainingRequest.model_fields["cv_folds"].default
    cv_repeats: int = TrainingRequest.model_fields["cv_repeats"].default
    random_seed: int = TrainingRequest.model_fields["random_seed"].default
    drop_duplicates: bool = TrainingRequest.model_fields["drop_duplicates"].default
    time_column: str | None = None
    preprocessing: Preprocessing = Preprocessing()
    search: SearchPlan | None = None
    time_budget: FiniteFloat | None = None

    def request(self) -> TrainingRequest:
        """Give the same as the engine takes it.

        Raises
        ------
        InvalidValueError
            If not exactly one of `algorithm` and `algorithms` is given, or the
            hyperparameters do not have the shape that goes with it.
        """
        same = self.model_dump(exclude={"algorithm", "algorithms", "hyperparameters"})
        return TrainingRequest(
            **same, algorithms=self._algorithms(), hyperparameters=self._hyperparameters()
        )

    def _algorithms(self) -> tuple[str, ...] | Literal["suitable"]:
        if (self.algorithm is None) == (self.algorithms is None):
            raise InvalidValueError(
                "Exactly one of algorithm and algorithms must be given.",
                field="algorithm",
                hint="The keys are listed at /api/algorithms/{task_type}.",
            )
        return self.algorithms if self.algorithm is None else (self.algorithm,)  # type: ignore[return-value]  # one is given

    def _hyperparameters(self) -> dict[str, dict[str, Any]]:
        if self.algorithm is not None:
            return {self.algorithm: self.hyperparameters}
        for key, values in self.hyperparameters.items():
            if not isinstance(values, dict):
                raise InvalidValueError(
                    f"hyperparameters.{key} must be an object with names and values.",
                    field=f"hyperparameters.{key}",
                    hint="With several algorithms, put the settings of each under its key.",
                )
        return self.hyperparameters
