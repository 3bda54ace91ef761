"""Tables for the checks that look at a dataset as a whole: one that fires, one that is quiet."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from engine.datasets import ColumnChange
from engine.records import Dataset, Preparation
from engine.workspace import Workspace

ROWS = 400
GROUPS_SOUGHT = {"task_type": "clustering"}


@dataclass(frozen=True)
class Made:
    """A table to be audited; `roles` and `preparation` are chosen after it was read."""

    table: pd.DataFrame
    target: str = "y"
    roles: dict[str, str] = field(default_factory=dict)
    preparation: dict[str, Any] = field(default_factory=dict)

    def added(self, workspace: Workspace) -> Dataset:
        content = self.table.to_csv(index=False).encode()
        dataset = workspace.datasets.add(io.BytesIO(content), name="made.csv")
        roles = self.roles | {self.target: "target"}
        changes = [ColumnChange(name=name, role=role) for name, role in roles.items()]
        dataset = workspace.datasets.change_columns(dataset.id, changes)
        chosen = Preparation.model_validate(self.preparation)
        return workspace.datasets.change_preparation(dataset.id, chosen)


def random() -> np.random.Generator:
    return np.random.default_rng(1)


def honest(n_rows: int = ROWS, **more: Any) -> pd.DataFrame:
    """Two measures and a category that say something, but not all, about two classes."""
    chance = random()
    x = chance.normal(size=n_rows)
    answer = np.where(x + chance.normal(size=n_rows) > 0, "yes", "no")
    kind = np.where(chance.random(n_rows) < 0.3, chance.choice(["yes", "no"], n_rows), answer)
    measured = {"x": x, "z": chance.normal(size=n_rows), "kind": kind, "y": answer}
    return pd.DataFrame({**measured, **more})


def amounts(**more: Any) -> pd.DataFrame:
    """Two measures and an amount that they explain for the most part."""
    chance = random()
    a, b = chance.gamma(3, 10, size=(2, ROWS)).round(2)
    y = a + b + chance.normal(scale=8, size=ROWS)
    return pd.DataFrame({"a": a, "b": b, "y": y, **more})


def spelled(*, noise: float) -> pd.DataFrame:
    chance = random()
    one, two, three = (chance.integers(2, size=ROWS) for _ in range(3))
    word = np.array([f"{o}{t}{h}" for o, t, h in zip(one, two, three, strict=True)])
    wrong = chance.random(ROWS) < noise
    word[wrong] = chance.choice(word, wrong.sum())
    levels = {"gene": one, "drug": two, "place": three}
    named = {name: np.where(values, "on", "off") for name, values in levels.items()}
    return pd.DataFrame({**named, "x": chance.normal(size=ROWS), "y": np.char.add("class ", word)})


def repeated(n_times: int) -> pd.DataFrame:
    table = honest()
    return pd.concat([table, *[table.head(40)] * n_times], ignore_index=True)


def grouped(separator: str = "_") -> list[str]:
    return [f"{300 + n // 8}{separator}{n % 8 + 1}" for n in range(ROWS)]


def dated(name: str) -> Made:
    days = pd.date_range("2020-01-01", periods=ROWS).astype(str)
    return Made(honest(**{name: days}))


def _with_stand_in(value: float, times: int) -> Made:
    numbers = random().integers(0, 90, ROWS).astype(float)
    numbers[:times] = value
    return Made(honest(pressure=numbers))


def _with_largest(value: float) -> Made:
    numbers = random().gamma(2.0, 10.0, ROWS).round(2)
    numbers[7] = value
    return Made(honest(pressure=numbers))


def _copied() -> Made:
    table = honest()
    return Made(table.assign(alive=table["y"].map({"yes": "1 alive", "no": "0 dead"})))


def _filled_in_later() -> pd.DataFrame:
    """Nearly all of one class have a boat, and nearly none of the other."""
    table = honest()
    has_boat = (table["y"] == "yes") ^ (table.index % 40 == 0)
    return table.assign(boat=np.where(has_boat, "boat " + table["kind"], None))


def _wide() -> Made:
    names = {f"m{n}": random().normal(size=60) + n for n in range(20)}
    return Made(honest(60, **names))


@dataclass(frozen=True)
class Case:
    """Tables for which a check fires, and tables for which it is quiet."""

    fires: dict[str, Callable[[], Made]]
    quiet: dict[str, Callable[[], Made]]


CASES: dict[str, Case] = {
    "column_gives_answer_away": Case(
        fires={
            "another word": _copied,
            "filled in later": lambda: Made(_filled_in_later()),
            "another unit": lambda: Made((t := amounts()).assign(pounds=t["y"] * 2.2 + 1)),
            "its logarithm": lambda: Made((t := amounts()).assign(log=np.log(t["y"] + 99))),
        },
        quiet={
            "honest classes": lambda: Made(honest()),
            "honest amounts": lambda: Made(amounts()),
            "unique codes": lambda: Made(honest(code=[f"c{n}" for n in range(ROWS)])),
            "a copy that is ignored": lambda: Made(_copied().table, roles={"alive": "ignore"}),
        },
    ),
    "columns_spell_target": Case(
        fires={"three levels": lambda: Made(spelled(noise=0.0))},
        quiet={
            "with a few exceptions": lambda: Made(spelled(noise=0.01)),
            "with exceptions": lambda: Made(spelled(noise=0.05)),
            "honest classes": lambda: Made(honest()),
            "unique levels": lambda: Made(honest(a=np.arange(ROWS) % 20, b=np.arange(ROWS) // 20)),
        },
    ),
    "columns_calculate_target": Case(
        fires={
            "sum": lambda: Made((t := amounts()).assign(y=t["a"] + t["b"])),
            "difference": lambda: Made((t := amounts()).assign(y=t["a"] - 3 * t["b"])),
            "ratio": lambda: Made((t := amounts()).assign(y=t["a"] / t["b"])),
            "of three": lambda: Made(
                (t := amounts(c=random().random(ROWS) * 60)).assign(y=t["a"] + t["b"] - t["c"])
            ),
        },
        quiet={"honest amounts": lambda: Made(amounts())},
    ),
    "duplicates_across_split": Case(
        fires={"copies": lambda: Made(repeated(1))},
        quiet={
            "none": lambda: Made(honest()),
            "left out": lambda: Made(repeated(1), preparation={"drop_duplicates": True}),
            "alike by chance": lambda: Made(honest()[["kind", "y"]]),
            "different people": lambda: Made(
                repeated(1).assign(name=[f"Mr {n} {n * n}" for n in range(ROWS + 40)])
            ),
        },
    ),
    "duplicate_rows": Case(
        fires={"without a split": lambda: Made(repeated(1), preparation=GROUPS_SOUGHT)},
        quiet={
            "none": lambda: Made(honest()),
            "told by the other finding": lambda: Made(repeated(1)),
        },
    ),
    "groups_would_be_split": Case(
        fires={
            "text before a separator": lambda: Made(honest(MouseID=grouped())),
            "with rows that repeat": lambda: Made(
                honest(MouseID=grouped()).pipe(lambda t: pd.concat([t, t.head(60)]))
            ),
            "a name of a group": lambda: Made(honest(patient_id=np.arange(ROWS) // 5)),
            "a separator was forgotten": lambda: Made(
                honest(MouseID=grouped("-")), roles={"MouseID": "group"}
            ),
        },
        quiet={
            "no groups": lambda: Made(honest()),
            "kept together": lambda: Made(
                honest(patient_id=np.arange(ROWS) // 5), roles={"patient_id": "group"}
            ),
            "one row each": lambda: Made(honest(patient_id=np.arange(ROWS))),
            "what follows does not count": lambda: Made(
                honest(code=[f"{n // 8}-{n * 7919 % 9973}" for n in range(ROWS)])
            ),
            "an age": lambda: Made(honest(patient_age=np.arange(ROWS) // 5)),
            "random codes": lambda: Made(
                honest(code=[f"{n}-{n * 7919 % 9973}" for n in random().permutation(ROWS)])
            ),
            "held out by time": lambda: Made(
                dated("day").table.assign(patient_id=np.arange(ROWS) // 5),
                preparation={"time_column": "day"},
            ),
        },
    ),
    "too_few_rows": Case(
        fires={
            "few rows": lambda: Made(honest(30)),
            "many columns": _wide,
        },
        quiet={"enough": lambda: Made(honest())},
    ),
    "numbers_that_stand_for_missing": Case(
        fires={
            "below zero": lambda: _with_stand_in(-999, 12),
            "far above": lambda: _with_stand_in(9999, 12),
        },
        quiet={
            "once": lambda: _with_stand_in(9999, 1),
            "not apart": lambda: _with_stand_in(99, 12),
            "another number": lambda: _with_stand_in(5000, 12),
        },
    ),
    "absurd_numbers": Case(
        fires={
            "a slip of the pen": lambda: _with_largest(1e9),
            "below zero": lambda: _with_largest(-1e9),
            "beyond all": lambda: _with_largest(1e200),
        },
        quiet={"large": lambda: _with_largest(5000.0), "honest": lambda: Made(honest())},
    ),
    "dates_suggest_time_split": Case(
        fires={"a date of each row": lambda: dated("ordered_at")},
        quiet={
            "no dates": lambda: Made(honest()),
            "a birthday": lambda: dated("date_of_birth"),
            "already so": lambda: Made(dated("day").table, preparation={"time_column": "day"}),
            "few dates": lambda: Made(honest(day=["2020-01-01", "2020-02-01"] * (ROWS // 2))),
        },
    ),
    "no_column_gives_answer_away": Case(
        fires={"honest": lambda: Made(honest()), "amounts": lambda: Made(amounts())},
        quiet={
            "a copy": _copied,
            "no target": lambda: Made(honest(), preparation=GROUPS_SOUGHT),
            "too few rows to say": lambda: Made(honest(15)),
        },
    ),
}
