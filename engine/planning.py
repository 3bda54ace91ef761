"""What training would do with the data, shown before it is done."""

from __future__ import annotations

from engine.datasets import load_table
from engine.preprocessing import Step
from engine.records import Dataset, Record
from engine.requests import TrainingRequest, checked_split, open_spec
from engine.store import Store

CLASSES_SHOWN = 20
SAMPLE_ROWS = 2_000


class PreparationPlan(Record):
    """The parts of the rows and the preparation of the columns.

    `class_counts` is empty unless the task is classification. `steps` are those
    of the algorithm that is asked for first, or of the usual preparation.
    `feature_names` come from a fit of the preparation on at most 2,000 training
    rows, so rare categories may be missing among them; `n_features_from_rows`
    says on how many.
    """

    n_rows: int
    n_train: int
    n_test: int
    n_dropped: int
    class_counts: dict[str, int]
    steps: tuple[Step, ...]
    feature_names: tuple[str, ...]
    n_features_from_rows: int


def plan(store: Store, dataset: Dataset, request: TrainingRequest) -> PreparationPlan:
    """Say what training would do; raises the same errors as starting it would."""
    spec = open_spec(dataset, request)
    extra = [name for name in (spec.target, spec.group) if name is not None]
    table = load_table(store, dataset, [*spec.features, *extra])
    parts = checked_split(spec, table)
    columns = tuple(column for column in dataset.columns if column.name in spec.features)
    return PreparationPlan(
        n_rows=dataset.n_rows,
        n_train=len(parts.train),
        n_test=len(parts.test),
        n_dropped=parts.n_dropped,
    )
