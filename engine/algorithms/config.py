"""One entry of the registry of algorithms."""

from __future__ import annotations

import re
from collections.abc import Mapping
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field

from engine.algorithms.wrapping import Wrapper, wrapped
from engine.hyperparameters import Hyperparameter, resolve
from engine.records import Record, Setting, TaskType

if TYPE_CHECKING:
    from sklearn.base import BaseEstimator

# "100, 50" stands for two layers of neurons, (100, 50).
_NUMBERS = re.compile(r"\d+(, ?\d+)+")

Encoding = Literal["one_hot", "ordinal", "native"]
Family = Literal[
    "Baseline",
    "Linear models",
    "Bayes",
    "Nearest neighbours",
    "Trees",
    "Ensembles of trees",
    "Support vectors",
    "Discriminant analysis",
    "Gaussian processes",
    "Neural networks",
    "Centres",
    "Mixtures",
    "Hierarchies",
    "Densities",
    "Similarities",
]


class Cost(Record):
    """What one fit takes, as `benchmarks.costs` measures it: a guide that each run refines.

    A fit of `n` rows and `d` prepared features is expected to take
    ``seconds * (n / 10_000) ** rows * (d / 20) ** columns``, with the settings at
    their defaults, and in proportion to the iterations where an entry has such.

    Parameters
    ----------
    seconds : float
        One fit on 10,000 rows of 20 numbers on one core, and the prediction of a quarter
        as many rows: nearest neighbours have all their work there.
    rows, columns : float
        How time grows with rows and with columns.
    copies : float
        Memory at the peak of a fit, in copies of the prepared features, which count as one.
    pair_bytes : float
        Memory besides that, in bytes for each pair of rows.
    """

    seconds: float
    rows: float = 1.0
    columns: float = 1.0
    copies: float = 2.0
    pair_bytes: float = 0.0


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
    objects : dict of str to dict of str to str
        Settings that the estimator wants as an object: for each choice, or some, the
        full name of the class that is made with its own defaults.
    wrapper : {"none", "numbered_classes", "scaled_target"}
        What the estimator stands behind, see `engine.algorithms.wrapping`.
    encoding : {"one_hot", "ordinal", "native"}
        How it wants categories.
    sparse : bool
        Whether it takes sparse matrices and is not slower with them.
    scale : bool
        Whether it needs numeric columns on one scale.
    precision : {"float64", "float32"}
        The number type it works in at full speed.
    threads : {"any", "many", "one"}
        "one": the estimator is bit-identical only with BLAS and OpenMP limited
        to one thread. "many": it is so with any number, and its fit uses all it gets.
        The preparation always wants one: see `build_pipeline`.
    progress : {"none", "warm_start", "monitor", "callback"}
        "warm_start": `iterations` may be grown in steps, which gives the
        bit-identical model of one fit. "monitor": `fit` takes a function that is
        asked after each iteration whether to go on. "callback": scikit-learn's
        own callbacks tell of each iteration.
    iterations : str, optional
        The hyperparameter that counts the iterations, for the first two.
    max_rows : int, optional
        Above this many rows memory grows out of hand: it is refused.
    slow_rows : int, optional
        Above this many rows time grows out of hand: a person is warned with the
        estimate, and it is not among the algorithms that suit.
    max_features : int, optional
        The same as `max_rows` for prepared features.
    target_range : {"any", "non_negative", "positive"}
        Which numbers the target of a regression may have.
    cost : Cost
        What a fit takes.
    requires : str, optional
        A package besides scikit-learn; without it the entry is not offered.
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
    objects: dict[str, dict[str, str]] = Field(default_factory=dict)
    wrapper: Wrapper = "none"
    encoding: Encoding = "one_hot"
    sparse: bool = False
    scale: bool = False
    precision: Literal["float64", "float32"] = "float64"
    threads: Literal["any", "many", "one"]
    progress: Literal["none", "warm_start", "monitor", "callback"] = "none"
    iterations: str | None = None
    max_rows: int | None = None
    slow_rows: int | None = None
    max_features: int | None = None
    target_range: Literal["any", "non_negative", "positive"] = "any"
    cost: Cost = Cost(seconds=0.1)
    requires: str | None = None
    seeded: bool
    baseline: bool = False

    @property
    def is_available(self) -> bool:
        """Whether the package it needs is installed."""
        return self.requires is None or find_spec(self.requires) is not None

    @property
    def defaults(self) -> dict[str, Setting]:
        """The default of every hyperparameter, by name."""
        return {one.name: one.default for one in self.hyperparameters}

    def estimator_class(self) -> type[BaseEstimator]:
        """Import the class of the estimator."""
        found: type[BaseEstimator] = _imported(self.estimator)
        return found

    def build(self, hyperparameters: Mapping[str, Setting], *, random_seed: int) -> BaseEstimator:
        """Make the unfitted estimator; hyperparameters left out take their defaults.

        What has no effect beside the other values is left to scikit-learn, which
        refuses some of it, such as shrinkage for a solver that cannot shrink.
        Where the entry has a wrapper, it is made too: `unwrapped` looks behind it.

        Raises
        ------
        InvalidValueError
            A hyperparameter that does not exist or cannot have this value.
        """
        resolved = resolve(self.hyperparameters, hyperparameters)
        shown = [one.name for one in self.hyperparameters if one.is_shown(resolved)]
        settings = {name: self._as_object(name, resolved[name]) for name in shown} | self.fixed
        if self.seeded:
            settings["random_state"] = random_seed
        return wrapped(self.estimator_class()(**settings), self.wrapper)

    def _as_object(self, name: str, value: Setting) -> Any:  # noqa: ANN401 - any parameter
        """The value as scikit-learn takes it: a word may stand for an object or several numbers."""
        full_name = self.objects.get(name, {}).get(str(value))
        if full_name is not None:
            return _imported(full_name)()
        if isinstance(value, str) and _NUMBERS.fullmatch(value):
            return tuple(int(part) for part in value.split(","))
        return value


def _imported(full_name: str) -> Any:  # noqa: ANN401 - any class
    module, _, name = full_name.rpartition(".")
    return getattr(import_module(module), name)
