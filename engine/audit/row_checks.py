"""Checks of the rows: those that repeat, those that belong together, those in time."""

from __future__ import annotations

from engine.audit.check import Found
from engine.audit.column_checks import range_evidence
from engine.audit.look import Look
from engine.reading.column_names import words_of
from engine.records import Column, Repair

# Copies of fewer of the held-out rows change no score that is shown.
COPIES_THAT_COUNT = 0.01
# Fewer rows per column, and a model finds a rule that fits by chance.
ROWS_PER_COLUMN = 5
FEWEST_ROWS = 50
# A column of dates with fewer different ones tells groups rather than an order.
FEWEST_MOMENTS = 10
FILLED = 0.8
_BIRTH = frozenset({"birth", "birthday", "birthdate", "born", "dob"})
_DROP = Repair(label="Leave out duplicates", preparation={"drop_duplicates": True})


def duplicates_across_split(look: Look) -> Found | None:
    """Rows held out that are equal to rows to learn from, if they are enough to matter."""
    copies = _copies(look)
    if look.repeats is None or look.split is None or copies is None:
        return None
    evidence = (
        f"{look.repeats.n_later:,} of {len(look.rows):,} rows repeat an earlier one in all "
        f"features and in the target. {copies:,} of {len(look.split.test):,} held-out rows are "
        "equal to a row that is learned from."
    )
    return Found(evidence, repair=_DROP)


def duplicate_rows(look: Look) -> Found | None:
    """Rows that repeat an earlier one, but hardly any across the split."""
    if look.repeats is None or _copies(look) is not None:
        return None
    evidence = (
        f"{look.repeats.n_later:,} of {len(look.rows):,} rows repeat an earlier one in all "
        "columns that are used."
    )
    return Found(evidence, repair=_DROP)


def _copies(look: Look) -> int | None:
    """How many held-out rows are copies, ``None`` if too few to count."""
    if look.repeats is None or look.split is None or not len(look.split.test):
        return None
    copies = look.repeats.n_held_out(look.split)
    return copies if copies >= COPIES_THAT_COUNT * len(look.split.test) else None


def too_few_rows(look: Look) -> Found | None:
    """Fewer rows than a model needs for so many columns."""
    if look.target is None:
        return None
    n_rows, n_features = look.dataset.n_rows - look.target.missing, len(look.features)
    if n_rows >= max(FEWEST_ROWS, ROWS_PER_COLUMN * n_features):
        return None
    return Found(f"There are {n_rows:,} rows with a target for {n_features:,} features.")


def time_order(look: Look) -> Found | None:
    """A column of dates by which the latest rows could be held out."""
    if not look.is_split_by_chance:
        return None
    moments = [column for column in look.dataset.columns if _tells_time(look, column)]
    if not moments:
        return None
    column = max(moments, key=lambda column: (column.role == "feature", -column.missing))
    repair = Repair(label="Hold out the latest rows", preparation={"time_column": column.name})
    return Found(range_evidence(column), (column.name,), repair)


def _tells_time(look: Look, column: Column) -> bool:
    """Whether a column may say when a row came to be, and not when somebody was born."""
    filled = look.dataset.n_rows - column.missing
    return (
        column.type == "datetime"
        and column.distinct >= FEWEST_MOMENTS
        and filled >= FILLED * look.dataset.n_rows
        and not _BIRTH & set(words_of(column.name))
    )
