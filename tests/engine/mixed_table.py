"""A small table with a column of every type, as this program holds it and as pandas reads it."""

import io

import numpy as np
import pandas as pd

from engine.records import Column, ColumnType

N_ROWS = 150
TYPES: dict[str, ColumnType] = {
    "age": "numeric",
    "rooms": "numeric",
    "never": "numeric",
    "city": "categorical",
    "floor": "categorical",
    "code": "categorical",
    "owner": "boolean",
    "garden": "boolean",
    "note": "text",
    "sold": "datetime",
}
WORDS = np.array(["bright", "quiet", "old", "new", "near", "park", "river", "school", "loud", "x"])


def _objects(values) -> pd.Series:
    return pd.Series(list(values), dtype=object)


def mixed_table(n_rows: int = N_ROWS, *, seed: int = 0) -> pd.DataFrame:
    """The table in the program's own types: None for missing in object columns."""
    rng = np.random.default_rng(seed)
    hours = rng.integers(0, 20_000, n_rows)
    table = pd.DataFrame(
        {
            "age": rng.normal(50, 15, n_rows).round(2),
            "rooms": rng.integers(1, 8, n_rows).astype(float),
            "never": np.full(n_rows, np.nan),
            "city": _objects(rng.choice(["Paris", "Lyon", "Nice", "Lille"], n_rows)),
            "floor": _objects(rng.integers(0, 4, n_rows).tolist()),
            "code": _objects(rng.integers(10, 14, n_rows).astype(float).tolist()),
            "owner": _objects(rng.choice([True, False], n_rows).tolist()),
            "garden": _objects(rng.choice([True, False], n_rows).tolist()),
            "note": _objects(" ".join(rng.choice(WORDS, 4)) for _ in range(n_rows)),
            "sold": pd.Timestamp("2024-01-01") + pd.to_timedelta(hours, unit="h"),
        }
    ).astype({"sold": "datetime64[us]"})
    for name, missing in (("age", np.nan), ("city", None), ("garden", None), ("note", None)):
        table.loc[rng.random(n_rows) < 0.1, name] = missing
    table.loc[rng.random(n_rows) < 0.1, "code"] = None
    table.loc[rng.random(n_rows) < 0.1, "sold"] = pd.NaT
    return table


def as_read_by_pandas(table: pd.DataFrame) -> pd.DataFrame:
    """The same table as `pandas.read_csv` gives it to somebody without this program."""
    return pd.read_csv(io.StringIO(table.to_csv(index=False)))


def columns(table: pd.DataFrame) -> tuple[Column, ...]:
    """The records of the columns."""
    return tuple(
        Column(
            name=name,
            type=TYPES[name],
            missing=int(table[name].isna().sum()),
            distinct=table[name].nunique(),
        )
        for name in table
    )


def target(table: pd.DataFrame, task_type: str) -> np.ndarray | None:
    """A target that the features explain in part."""
    amount = (
        table["age"].fillna(40) / 10 + (table["city"] == "Paris") * 3 + table["rooms"]
    ).to_numpy()
    if task_type == "clustering":
        return None
    if task_type == "regression":
        return amount
    return np.select([amount < 9, amount < 11], ["low", "middle"], "high")
