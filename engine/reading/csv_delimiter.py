"""Which signs divide a text into cells: each combination is tried on the first rows.

The one that gives most rows the same number of cells, and cells that look like
values, wins; that is how CleverCSV does it, but without its exhaustive search.
`csv.Sniffer` is not used: it goes by the frequency of letters, does not look at
the header, and cannot say why.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from engine.reading.csv_cells import cleanness, is_foreign, kind_of
from engine.reading.csv_plain import PlainText, plain_string
from engine.reading.csv_sample import Sample
from engine.reading.csv_syntax import QuoteFaultError, Syntax
from engine.records import DialectChoices

Row = tuple[int, list[str]]

# In order of preference where two explain the rows equally well.
DELIMITERS: dict[str, str] = {
    ",": "comma",
    ";": "semicolon",
    "\t": "tab",
    "|": "vertical bar",
}
# Only where every row agrees, because they stand in ordinary text too.
RARE_DELIMITERS: dict[str, str] = {
    ":": "colon",
    "^": "caret",
    "~": "tilde",
    " ": "space",
}
FEWEST_RARE_ROWS = 3
FEWEST_SPACED_ROWS = 3
ESCAPE = "\\"
# Rows and cells of each that are looked at closely.
JUDGED_ROWS = 60
JUDGED_CELLS = 40
FAULT_FACTOR = 0.5


@dataclass(frozen=True)
class Fit:
    """How well a syntax explains the first rows.

    Attributes
    ----------
    width : int
        Cells of most rows.
    consistency : float
        Share of rows that have so many.
    cleanness : float
        See `csv_cells.cleanness`.
    soundness : float
        Share of rows before the first quote that does not close as it should.
    """

    syntax: Syntax
    rows: Sequence[Row]
    width: int
    consistency: float
    cleanness: float
    soundness: float

    @property
    def score(self) -> float:
        """The larger the better, at most 1."""
        if self.width < 2:
            return 0.0
        factor = FAULT_FACTOR * self.soundness if self.soundness < 1.0 else 1.0
        return round(self.consistency * self.cleanness * factor, 6)


def best_fit(sample: Sample, choices: DialectChoices) -> Fit:
    """The syntax that explains a text best, among those that the choices allow."""
    fit = _best_fit(sample, choices)
    if fit.syntax.skip_initial_space or not _is_spaced(fit):
        return fit
    syntax = replace(fit.syntax, skip_initial_space=True)
    return fit_of(sample.text, syntax, is_whole=sample.is_whole)


def _is_spaced(fit: Fit) -> bool:
    """Whether a space follows each separator below the first row."""
    cells = [cell for row in _judged(fit.rows[1:]) for cell in row[1:] if cell]
    return (
        len(fit.rows) >= FEWEST_SPACED_ROWS
        and any(cell.strip() for cell in cells)
        and all(cell[0] == " " for cell in cells)
    )


def _best_fit(sample: Sample, choices: DialectChoices) -> Fit:
    text = sample.text
    if choices.delimiter is not None:
        return _best(text, [choices.delimiter], choices, is_whole=sample.is_whole)
    common = _best(text, list(DELIMITERS), choices, is_whole=sample.is_whole)
    if common.consistency == 1.0 and common.width > 1 and not _has_only_foreign_text(common):
        return common
    rare = [
        fit
        for delimiter in RARE_DELIMITERS
        if delimiter in text
        and _is_clear(fit := _best(text, [delimiter], choices, is_whole=sample.is_whole))
    ]
    return max([common, *rare], key=lambda fit: (fit.score, fit.width))


def fit_of(text: str, syntax: Syntax, *, is_whole: bool) -> Fit:
    """Divide a text into rows and judge them."""
    rows, soundness = _rows(plain_string(text, syntax), is_whole=is_whole)
    if not is_whole and len(rows) > 1:
        rows.pop()  # It may go on after the sample.
    widths = [len(row) for _, row in rows]
    width = _commonest(widths)
    consistency = widths.count(width) / len(widths) if widths else 0.0
    cells = [cell for row in _judged(rows) for cell in row]
    return Fit(syntax, rows, width, consistency, cleanness(cells), soundness)


def _best(text: str, delimiters: Sequence[str], choices: DialectChoices, *, is_whole: bool) -> Fit:
    fits: list[Fit] = []
    for delimiter in [sign for sign in delimiters if sign in text] or delimiters[:1]:
        for syntax in _variants(text, delimiter, choices):
            fit = fit_of(text, syntax, is_whole=is_whole)
            if syntax.quote_char != "'" or choices.quote_char or _has_quoted_column(fit, text):
                fits.append(fit)
    # The first of those that are equally good, so that the plain ones are preferred.
    return max(fits, key=lambda fit: (fit.score, fit.width))


def _variants(text: str, delimiter: str, choices: DialectChoices) -> Iterator[Syntax]:
    """Plain first; others only if the text has something that speaks for them."""
    quotes = ['"'] + ["'"] * _has_quote(text, "'", delimiter)
    if choices.quote_char is not None:
        quotes = [choices.quote_char]
    escapes = [""] + [ESCAPE] * _has_escape(text, delimiter)
    if choices.escape_char is not None:
        escapes = [choices.escape_char]
    has_spaces = f"{delimiter} " in text
    spaces = [has_spaces] if delimiter == " " else [False] + [True] * has_spaces
    for skip, escape, quote in itertools.product(spaces, escapes, quotes):
        if delimiter == " " and skip:
            quote = ""  # noqa: PLW2901 - runs of spaces within quotes are part of the cell
        yield Syntax(delimiter, quote, escape, skip_initial_space=skip)


def _has_quote(text: str, quote: str, delimiter: str) -> bool:
    """Whether a cell begins with this quote."""
    if quote not in text:
        return False
    pattern = rf"(?:^|[\r\n{re.escape(delimiter)}])\s*{quote}"
    return re.search(pattern, text) is not None


def _has_escape(text: str, delimiter: str) -> bool:
    return any(ESCAPE + sign in text for sign in ('"', "'", delimiter))


def _has_quoted_column(fit: Fit, text: str) -> bool:
    """Whether single quotes enclose cells, and are not apostrophes."""
    plain = fit_of(text, Syntax(fit.syntax.delimiter), is_whole=True)
    if fit.consistency > plain.consistency:
        return True
    body = [row for _, row in plain.rows[1:] if len(row) == plain.width]
    if any(re.fullmatch(r"'.*\w''\w.*'", cell) for row in body for cell in row):
        return True
    return any(
        bool(cells) and all(len(cell) > 1 and cell[0] == cell[-1] == "'" for cell in cells)
        for place in range(plain.width)
        if (cells := [cell for row in body if (cell := row[place].strip())])
    )


def _rows(text: PlainText, *, is_whole: bool) -> tuple[list[Row], float]:
    """Rows, and the share of them before the first fault."""
    rows: list[Row] = []
    try:
        rows.extend(text.rows(strict=True))
    except QuoteFaultError as fault:
        if fault.is_open and not is_whole and rows:
            return rows, 1.0
        all_rows = list(text.rows())
        return all_rows, min(len(rows), len(all_rows) - 1) / max(1, len(all_rows))
    return rows, 1.0


def _commonest(widths: Sequence[int]) -> int:
    """Cells of most rows; of the second half, where no title stands, if it agrees."""
    later = set(widths[len(widths) // 2 :])
    if len(later) == 1:
        return later.pop()
    counts = Counter(width for width in widths if width > 1)
    return max(counts, key=lambda width: (counts[width], width), default=1)


def _is_clear(fit: Fit) -> bool:
    """Whether a rare separator is beyond doubt: all rows agree, and numbers come out."""
    if (
        len(fit.rows) < FEWEST_RARE_ROWS
        or fit.consistency < 1.0
        or fit.width < 2
        or fit.soundness < 1.0
    ):
        return False
    rows = _judged(fit.rows)
    if any(is_foreign(cell) for row in rows for cell in row):
        return False
    whole = [fit.syntax.delimiter.join(row) for row in rows[1:]]
    if all(kind_of(text) != "text" for text in whole):
        return False  # times of day, or dates with a time
    return any(kind_of(cell) == "number" for cell in rows[-1])


def _has_only_foreign_text(fit: Fit) -> bool:
    """Whether a common separator divides numbers, as a decimal comma does."""
    return any(
        kind_of(cell) == "text" and re.fullmatch(r"[\d\s.]+", cell) is not None
        for row in _judged(fit.rows[1:])
        for cell in row
    )


def _judged(rows: Sequence[Row]) -> list[list[str]]:
    return [row[:JUDGED_CELLS] for _, row in rows[:JUDGED_ROWS]]
