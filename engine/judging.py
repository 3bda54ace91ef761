"""The judge of a spec: its rows, split once, on which any algorithm can be judged."""

from __future__ import annotations

import numpy as np
import pandas as pd

from engine.algorithms import baseline
from engine.evaluation import Judge
from engine.fitted_pipelines import Fitter
from engine.records import Dataset, TrainingSpec
from engine.splits import split


def judge_of(
    spec: TrainingSpec, dataset: Dataset, table: pd.DataFrame, *, alone: bool = True
) -> Judge:
    """Split the rows of a table as a spec says.

    Parameters
    ----------
    table : DataFrame
        With the columns that training reads.
    alone : bool
        Whether no other process works on the same session.
    """
    columns = tuple(column for column in dataset.columns if column.name in spec.features)
    fitter = Fitter(spec, columns, table[list(spec.features)], _target(spec, table))
    labels = None if spec.labels is None else table[spec.labels].to_numpy(dtype=object)
    return Judge(fitter, split(spec, table), baseline(spec.task_type), labels, alone)


def _target(spec: TrainingSpec, table: pd.DataFrame) -> np.ndarray | None:
    if spec.target is None:
        return None
    kind = np.float64 if spec.task_type == "regression" else object
    return table[spec.target].to_numpy(dtype=kind)
