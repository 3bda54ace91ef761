"""One entry of the registry of algorithms."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field

from engine.hyperparameters import Hyperparameter, resolve
from engine.records import Record, Setting, TaskType

if TYPE_CHECKING:
    from sklearn.base import BaseEstimator

Encoding = Literal["one_hot", "ordinal", "native"]
Family = Literal[
    "Baseline",
    "Linear models",
    "Bayes",
    "Nearest neighbours",
    "Trees",
    "Ensembles of trees",
    "Support vectors",
    "Centres",
    "Mixtures",
    "Hierarchies",
    "Densities",
]


class AlgorithmConfig(Record):
    """One algorithm: what it is, when to use it, its settings, and what it wants.

    Parameters
    ----------
    key : str
        Unique over all task types: scikit-learn's class name in snake case.
    name : str
        The name for people.
    task_type : TaskType
        What it is for.
    family : Family
        The group it is listed under.
    description, use_when, avoid_when : str
        Plain words for somebody who never heard of it.
    estimator : str
        Full name of the class, imported only when it is needed.
    hyperparameters : tuple of Hyperparameter
        What the person may set.
    fixed : dict of str to Setting
        What is set without asking.
    encoding : {"one_hot", "ordinal", "native"}
        How it wants categories.
    sparse : bool
        Whether it takes sparse matrices and is not slower with them.
    scale : bool
        Whether it needs numeric columns on one scale.
    precision : {"float64", "float32"}
        The number type it works in at full speed.
    threads : {"any", "one"}
        "one": the estimator is bit-identical only with BLAS and OpenMP limited
        to one thread. The preparation always wants one: see `build_pipeline`.
    progress : {"none", "warm_start"}
        "warm_start": `iterations` may be grown in steps, which gives the
        bit-identical model of one fit.
    iterations : str, optional
        The hyperparameter that counts the iterations, for "warm_start".
    max_rows : int, optional
        Above this many rows time or memory grow out of hand.
    seeded : bool
        Whether it takes `random_state`.
    baseline : bool
        Whether it ignores the features and only shows what guessing gives.
    """

    key: str
    name: str
    task_type: TaskType
    family: Family
    description: str
    use_when: str
    avoid_when: str
    estimator: str
    hyperparameters: tuple[Hyperparameter, ...] = ()
    fixed: dict[str, Setting] = Field(default_factory=dict)
    encoding: Encoding = "one_hot"
    sparse: bool = False
    scale: bool = False
    precision: Literal["float64", "float32"] = "float64"
    threads: Literal["any", "one"]
    progress: Literal["none", "warm_start"] = "none"
    iterations: str | None = None
    max_rows: int | None = None
    seeded: bool
    baseline: bool = False

    @property
    def defaults(self) -> dict[str, Setting]:
        """The default of every hyperparameter, by name."""
        return {one.name: one.default for one in self.hyperparameters}

    def estimator_class(self) -> type[BaseEstimator]:
        """Import scikit-learn's class."""
        module, _, name = self.estimator.rpartition(".")
        found: type[BaseEstimator] = getattr(import_module(module), name)
        return found

    def build(self, hyperparameters: Mapping[str, Setting], *, random_seed: int) -> BaseEstimator:
        """Make the unfitted estimator; hyperparameters left out take their defaults.

        Raises
        ------
        InvalidValueError
            A hyperparameter that does not exist or cannot have this value.
        """
        settings: dict[str, Any] = resolve(self.hyperparameters, hyperparameters) | self.fixed
        if self.seeded:
            settings["random_state"] = random_seed
        return self.estimator_class()(**settings)
