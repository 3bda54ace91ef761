"""Records of a dataset: how its file is written, its columns, and what was found about it."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from engine.records.base import ColumnType, Record, Role, Setting, Severity, Stored, TaskType
from engine.records.preprocessing import Preprocessing

DateOrder = Literal["year first", "day first", "month first"]
DecimalMark = Literal[".", ","]
ThousandsMark = Literal["", ",", ".", " ", "'"]
# What the cells of a column hold, whatever it is used as.
ValueKind = Literal["text", "number", "truth", "date"]
LineEnd = Literal["\n", "\r\n", "\r"]
# Shares of the values that lie below each of `Column.quantiles`.
QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)


class Repair(Record):
    """One click that cures a finding: these columns are used otherwise, or the rows split so.

    `role` and `group_separator` are given to all of `columns`; `missing_words`
    has texts for some of them that are read as missing from now on; `preparation`
    holds new values for fields of `Preparation`.
    """

    label: str
    role: Role | None = None
    columns: tuple[str, ...] = ()
    group_separator: str | None = None
    missing_words: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    preparation: dict[str, Setting] = Field(default_factory=dict)


class Finding(Record):
    """Something to know about a dataset before training."""

    code: str
    severity: Severity
    columns: tuple[str, ...] = ()
    message: str
    evidence: str
    repair: Repair | None = None


class ColumnFormat(Record):
    """How the values of a column are written, so that other files are read alike.

    `prefix` and `suffix` stand around every number, like ``$`` and ``%``. A space
    as `thousands` means any kind of space. `missing_words` are the texts that are
    read as missing, besides empty cells. `holds` tells whether a category ``1`` is a
    number or text.
    """

    holds: ValueKind = "text"
    decimal: DecimalMark = "."
    thousands: ThousandsMark = ""
    prefix: str = ""
    suffix: str = ""
    date_order: DateOrder | None = None
    missing_words: tuple[str, ...] = ()


class Histogram(Record):
    """Counts of values in bins of equal width, the last one closed on both sides.

    `edges` has one entry more than `counts`; for dates they are seconds since
    1970-01-01.
    """

    edges: tuple[float, ...]
    counts: tuple[int, ...]


class Column(Record):
    """One column of a dataset: what it holds and what it is used for.

    `minimum` and `maximum` are numbers for a numeric column, ISO 8601 text for
    a datetime column, and ``None`` otherwise. `quantiles` are those of
    `QUANTILES`, of a numeric column. `top` holds the commonest values with their
    counts, as text. `reason` says why `type` and `role` were chosen. With the
    role ``group``, rows whose text is equal before its last `group_separator`
    belong together.
    """

    name: str
    type: ColumnType
    role: Role = "feature"
    missing: int
    distinct: int
    minimum: float | str | None = None
    maximum: float | str | None = None
    mean: float | None = None
    quantiles: tuple[float, ...] = ()
    histogram: Histogram | None = None
    top: tuple[tuple[str, int], ...] = ()
    examples: tuple[str, ...] = ()
    format: ColumnFormat = ColumnFormat()
    group_separator: str | None = None
    reason: str = ""


class DialectChoices(Record):
    """What a person says about how a file is written; ``None`` is found out from the file."""

    encoding: str | None = None
    delimiter: str | None = None
    quote_char: str | None = None
    escape_char: str | None = None
    skipped_lines: int | None = None
    header_rows: int | None = None
    decimal: DecimalMark | None = None
    thousands: ThousandsMark | None = None
    date_order: DateOrder | None = None
    missing_words: tuple[str, ...] | None = None


class Dialect(Record):
    """How a file was read. `reasons` has one sentence for each field.

    Without a `quote_char` quotes are ordinary signs; without an `escape_char` a
    quote within quotes is doubled. `skipped_lines` stand before the header, which
    takes `header_rows` rows; with none the columns are numbered. `decimal`,
    `thousands` and `date_order` are those of most columns; each column has its
    own in `Column.format`. `missing_words` are read as missing in every column;
    ``None`` means that it was decided column by column.
    """

    encoding: str
    delimiter: str
    quote_char: str = '"'
    escape_char: str = ""
    skip_initial_space: bool = False
    line_end: LineEnd = "\n"
    skipped_lines: int = 0
    header_rows: int = 1
    decimal: DecimalMark = "."
    thousands: ThousandsMark = ""
    date_order: DateOrder | None = None
    missing_words: tuple[str, ...] | None = None
    choices: DialectChoices = DialectChoices()
    reasons: dict[str, str] = Field(default_factory=dict)


class Preparation(Record):
    """How a dataset is prepared, split and judged. Target and features are the columns' roles.

    With `drop_duplicates`, of rows that are equal in features and target only the
    first is used. With a `time_column`, the rows held out are the latest ones.
    The folds are drawn anew `cv_repeats` times.
    """

    task_type: TaskType | None = None
    test_size: float = 0.2
    stratify: bool = True
    cv_folds: int = 5
    cv_repeats: int = 1
    random_seed: int = 42
    drop_duplicates: bool = False
    time_column: str | None = None
    preprocessing: Preprocessing = Preprocessing()


class Dataset(Stored):
    """A table that was read from a CSV file, or a sample.

    `reading` is another one each time the file is read again, and empty the first
    time; it belongs to the name of the stored table.
    """

    name: str
    size_bytes: int
    sha256: str
    n_rows: int
    n_columns: int
    columns: tuple[Column, ...]
    dialect: Dialect
    findings: tuple[Finding, ...] = ()
    preparation: Preparation = Preparation()
    reading: str = ""

    def column(self, name: str) -> Column | None:
        """The column of this name, or ``None``."""
        return next((column for column in self.columns if column.name == name), None)

    def names(self, role: Role) -> tuple[str, ...]:
        """Names of the columns with this role, in the order of the file."""
        return tuple(column.name for column in self.columns if column.role == role)

    @property
    def target(self) -> str | None:
        """Name of the column with the role `target`, if there is one."""
        return next(iter(self.names("target")), None)
