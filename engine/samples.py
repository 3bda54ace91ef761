"""Samples to try the program on without a file of one's own.

scikit-learn ships the real ones; the one for clustering is generated. Each is
written as CSV and taken in like any upload, so there is one way for data.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from engine.records import TaskType

BLOBS_SEED = 7


@dataclass(frozen=True)
class Sample:
    """A small table that comes with the program.

    Attributes
    ----------
    key : str
        Its name in addresses.
    name : str
        Its name for people.
    description : str
        What a row is and what can be asked, in one sentence.
    target : str or None
        Column to predict, ``None`` for clustering.
    load : Callable
        Gives the table.
    """

    key: str
    name: str
    description: str
    task_type: TaskType
    target: str | None
    load: Callable[[], pd.DataFrame]

    def csv(self) -> bytes:
        """The table as a CSV file in UTF-8."""
        return self.load().to_csv(index=False, lineterminator="\n").encode()


def _bundled(loader: str, target: str) -> Callable[[], pd.DataFrame]:
    """Loader of one of scikit-learn's tables, with classes by name instead of number."""

    def load() -> pd.DataFrame:
        bunch = _scikit_learn(loader)
        frame: pd.DataFrame = bunch.data.copy()
        names = bunch.get("target_names")
        frame[target] = bunch.target if names is None else names[bunch.target]
        return frame

    return load


def _scikit_learn(loader: str) -> Any:  # noqa: ANN401 - scikit-learn has no types
    # The table of samples is needed at start-up, scikit-learn only when one is chosen.
    from sklearn import datasets  # noqa: PLC0415 - see above

    return getattr(datasets, loader)(as_frame=True)


def _blobs() -> pd.DataFrame:
    """Four groups of customers that overlap a little, in amounts one can imagine."""
    from sklearn.datasets import make_blobs  # noqa: PLC0415 - see `_scikit_learn`

    centers = [[22.0, 4.0, 35.0], [38.0, 12.0, 60.0], [55.0, 3.0, 120.0], [47.0, 20.0, 25.0]]
    points, _ = make_blobs(
        n_samples=400, centers=centers, cluster_std=[3.0, 2.5, 4.0, 3.0], random_state=BLOBS_SEED
    )
    names = ["age", "visits_per_month", "spent_per_visit"]
    return pd.DataFrame(points, columns=names).clip(lower=0.0).round(1)


SAMPLES: tuple[Sample, ...] = (
    Sample(
        key="iris",
        name="Iris flowers",
        description="150 flowers, measured in centimetres: which of three species is it?",
        task_type="classification",
        target="species",
        load=_bundled("load_iris", "species"),
    ),
    Sample(
        key="wine",
        name="Wines",
        description="178 wines, analysed chemically: from which of three growers is it?",
        task_type="classification",
        target="grower",
        load=_bundled("load_wine", "grower"),
    ),
    Sample(
        key="breast_cancer",
        name="Breast cancer",
        description="569 tissue samples, 30 measures of cell nuclei: malignant or benign?",
        task_type="classification",
        target="diagnosis",
        load=_bundled("load_breast_cancer", "diagnosis"),
    ),
    Sample(
        key="digits",
        name="Handwritten digits",
        description="1,797 digits as pictures of 8 by 8 pixels: which digit was written?",
        task_type="classification",
        target="digit",
        load=_bundled("load_digits", "digit"),
    ),
    Sample(
        key="diabetes",
        name="Diabetes",
        description="442 patients: how far has the disease progressed after one year?",
        task_type="regression",
        target="progression",
        load=_bundled("load_diabetes", "progression"),
    ),
    Sample(
        key="blobs",
        name="Customers (generated)",
        description="400 invented customers: which groups of similar people are there?",
        task_type="clustering",
        target=None,
        load=_blobs,
    ),
)
