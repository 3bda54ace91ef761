"""Keeping a judged pipeline: its files, its record, and where it came from."""

from __future__ import annotations

import hashlib
import logging
import math
import pickle
import platform
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from sklearn.pipeline import Pipeline

from engine.algorithms import AlgorithmConfig, algorithm
from engine.clusters.maps import FlatMap, flat_map
from engine.clusters.profile import Grouped, profile
from engine.clusters.stored import keep_profile
from engine.evaluation import Judge, Judged
from engine.fit_threads import thread_limit
from engine.holdout import note_training
from engine.preprocessing import learner
from engine.records import (
    AlgorithmChoice,
    Column,
    Costs,
    Dataset,
    Provenance,
    SearchResult,
    Setting,
    TrainedModel,
    TrainingSession,
    TrainingSpec,
    VariantKind,
    new_id,
)
from engine.store import Store
from engine.stored_answers import answers_table, folds_table
from engine.used_rows import Positions

MAP_ROWS = 2_000
PACKAGES = ("scikit-learn", "numpy", "scipy", "pandas", "joblib")
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class Made:
    """What a variant is: its kind, what is added to the name, the model it is of, for what."""

    kind: VariantKind
    suffix: str
    model_id: str
    costs: Costs | None = None


@dataclass(frozen=True)
class Archive:
    """Keeps the models of one session.

    Parameters
    ----------
    store : Store
    workspace : str
    session : TrainingSession
    dataset : Dataset
    judge : Judge
    """

    store: Store
    workspace: str
    session: TrainingSession
    dataset: Dataset
    judge: Judge

    def keep(
        self,
        choice: AlgorithmChoice,
        judged: Judged,
        warnings: Sequence[str],
        search: SearchResult | None = None,
        *,
        made: Made | None = None,
    ) -> TrainedModel:
        """Keep a judged pipeline: first its files, then its record.

        `made` says what was made of which model, if it is a variant.
        """
        entry, model_id = algorithm(choice.key), new_id()
        choice = AlgorithmChoice(key=entry.key, hyperparameters=dict(judged.hyperparameters))
        size, digest = self._write_pipeline(model_id, judged)
        self._write_predictions(model_id, judged)
        self._write_folds(model_id, judged)
        model = TrainedModel(
            id=model_id,
            session_id=self.session.id,
            dataset_id=self.dataset.id,
            algorithm=entry.key,
            **self._task(),
            **_origin(entry, judged, search, made),
            hyperparameters=choice.hyperparameters,
            scores=judged.scores,
            provenance=self._provenance(choice, judged),
            fit_seconds=judged.fit_seconds,
            size_bytes=size,
            pickle_sha256=digest,
            warnings=(*self.judge.split.warnings, *warnings, *_remarks(entry, judged, search)),
        )
        self.store.models.add(self.workspace, model)
        note_training(self.store, self.workspace, model)
        return model

    def _write_pipeline(self, model_id: str, judged: Judged) -> tuple[int, str]:
        with self.store.new_blob("models", f"{model_id}.pkl") as path:
            with path.open("wb") as file:
                pickle.dump(judged.pipeline, file, protocol=5)
            return path.stat().st_size, _file_digest(path)

    def _write_predictions(self, model_id: str, judged: Judged) -> None:
        split = self.judge.split
        if self.judge.spec.task_type == "clustering":
            rows, flat = _mapped(judged, self.judge)
            table = _clusters_table(judged, split.train, rows, flat)
            self._write_profile(model_id, judged, flat)
        else:
            table = answers_table(judged.outcome, split.test)
        with self.store.new_blob("models", f"{model_id}.arrow") as path:
            table.to_feather(path)

    def _write_profile(self, model_id: str, judged: Judged, flat: FlatMap) -> None:
        fitter, rows = self.judge.fitter, self.judge.split.train
        features = fitter.features.iloc[rows]
        grouped = Grouped(judged.outcome, judged.pipeline, fitter.columns, features)
        seed = self.judge.spec.random_seed
        try:
            found = profile(grouped, random_seed=seed, map_shares=flat.shares)
        except Exception:
            # The model is whole without words about it, and may have taken hours.
            _LOG.exception("The clusters of model %s could not be described.", model_id)
            return
        keep_profile(self.store, model_id, found)

    def _write_folds(self, model_id: str, judged: Judged) -> None:
        if judged.folds:
            outcomes, rows = zip(*((one.outcome, one.rows) for one in judged.folds), strict=True)
            with self.store.new_blob("models", f"{model_id}.folds.arrow") as path:
                folds_table(outcomes, rows).to_feather(path)

    def _task(self) -> dict[str, Any]:
        spec, judge = self.session.spec, self.judge
        classes = () if judge.classes is None else tuple(str(label) for label in judge.classes)
        positive = judge.positive_class
        return {
            "task_type": spec.task_type,
            "target": spec.target,
            "features": spec.features,
            "classes": classes,
            "positive_class": None if positive is None else str(positive),
        }

    def _provenance(self, choice: AlgorithmChoice, judged: Judged) -> Provenance:
        dataset, split = self.dataset, self.judge.split
        return Provenance(
            dataset_id=dataset.id,
            dataset_name=dataset.name,
            dataset_sha256=dataset.sha256,
            dialect=dataset.dialect,
            columns=tuple(self.judge.fitter.columns),
            spec=self._spec(choice),
            parameters=_parameters(judged),
            split_sha256=split.sha256,
            folds_sha256=split.folds_sha256,
            predictions_sha256=predictions_digest(judged),
            versions=versions(self.judge.fitter.columns),
            threads=thread_limit(algorithm(choice.key), len(split.train)) or 0,
            n_train=len(split.train),
            n_test=len(split.test),
            n_dropped=split.n_dropped,
            n_untimed=split.n_untimed,
            n_duplicates=split.n_duplicates,
        )

    def _spec(self, choice: AlgorithmChoice) -> TrainingSpec:
        """What gives this model again: its own settings, without a search or a clock."""
        own = {"algorithms": (choice,), "search": None, "time_budget": None}
        return self.session.spec.model_copy(update=own)


def _origin(
    entry: AlgorithmConfig, judged: Judged, search: SearchResult | None, made: Made | None
) -> dict[str, Any]:
    """How a model came about: grown in part, by a search, or out of another."""
    growth = judged.growth
    return {
        "name": entry.name if made is None else f"{entry.name}, {made.suffix}",
        "grown": None if growth is None else (growth.done, growth.total),
        "search": search,
        "variant": None if made is None else made.kind,
        "variant_of": None if made is None else made.model_id,
        "costs": None if made is None else made.costs,
    }


def _remarks(entry: AlgorithmConfig, judged: Judged, search: SearchResult | None) -> list[str]:
    """What to know of a model that was ended before, or whose settings were searched."""
    found = []
    if judged.growth is not None:
        found.append(
            f"It was ended while it grew, with {judged.growth.done:,} of "
            f"{judged.growth.total:,} rounds: it may get better with all of them."
        )
    if search is None:
        return found
    if search.ended == "time":
        found.append(
            f"The time for the search was over after {len(search.candidates):,} trials: another "
            "search may try other settings."
        )
    labels = {one.name: one.label for one in entry.hyperparameters}
    found += [
        f'The best value of "{labels[name]}" lies at the end of the range that was searched: '
        "a better one may lie beyond. Set it further out by hand and train again."
        for name in search.at_edge
    ]
    return found


def _file_digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def versions(columns: Sequence[Column]) -> dict[str, str]:
    """Versions of Python and of every package that a model of these columns depends on."""
    dates = any(column.type == "datetime" for column in columns)
    names = (*PACKAGES, "skrub") if dates else PACKAGES
    return {"python": platform.python_version(), **{name: _version(name) for name in names}}


@cache
def _version(package: str) -> str:
    """Version of a package; reading it from its files takes 15 ms each time."""
    return version(package)


def predictions_digest(judged: Judged) -> str:
    """Digest of the predictions, bit for bit: equal only if every one is equal."""
    outcome = judged.outcome
    digest = hashlib.sha256()
    for values in (outcome.y_pred, outcome.probabilities):
        if values is not None:
            digest.update(_bytes(np.asarray(values)))
    return digest.hexdigest()


def _bytes(values: np.ndarray) -> bytes:
    if values.dtype == object:
        return "\n".join(map(str, values)).encode()
    return np.ascontiguousarray(values).tobytes()


def _parameters(judged: Judged) -> dict[str, Setting | str]:
    """All parameters of the estimator as scikit-learn resolved them, as plain values."""
    parameters = _own_parameters(judged.pipeline)
    return {name: _plain(value) for name, value in sorted(parameters.items())}


def _own_parameters(pipeline: Any) -> dict[str, Any]:  # noqa: ANN401 - a pipeline, or a variant around one
    if isinstance(pipeline, Pipeline):
        return dict(learner(pipeline).get_params(deep=False))
    around: dict[str, Any] = pipeline.get_params(deep=False)
    return _own_parameters(around.pop("estimator")) | around


def _plain(value: Any) -> Setting | str:  # noqa: ANN401 - any parameter
    """A value that JSON has, or its text: infinity is none, and OPTICS has it by default."""
    is_plain = value is None or isinstance(value, (bool, int, float, str))
    is_endless = isinstance(value, float) and not math.isfinite(value)
    return value if is_plain and not is_endless else repr(value)


def _mapped(judged: Judged, judge: Judge) -> tuple[np.ndarray, FlatMap]:
    """Enough rows to see, and their places in two dimensions."""
    features, seed = judged.outcome.features, judge.spec.random_seed
    assert features is not None  # noqa: S101 - a clustering's outcome has them
    rows = np.sort(np.random.default_rng(seed).permutation(len(features))[:MAP_ROWS])
    return rows, flat_map(features, rows, random_seed=seed)


def _clusters_table(
    judged: Judged, rows: Positions, mapped: np.ndarray, flat: FlatMap
) -> pd.DataFrame:
    """The cluster of every row, and the place on the map of those that have one."""
    table = pd.DataFrame({"row": rows, "cluster": judged.outcome.y_pred})
    return table.join(pd.DataFrame(flat.points, columns=["x", "y"], index=mapped))
