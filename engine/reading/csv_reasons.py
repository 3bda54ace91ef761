"""Why a text is divided into cells as it is, in words for a beginner."""

from __future__ import annotations

from engine.reading.csv_delimiter import DELIMITERS, RARE_DELIMITERS, Fit
from engine.reading.csv_sample import Sample
from engine.reading.csv_syntax import Syntax

_NAMES = DELIMITERS | RARE_DELIMITERS


def syntax_reasons(fit: Fit, sample: Sample, *, named: bool) -> dict[str, str]:
    """One sentence for each field of the syntax.

    Parameters
    ----------
    named : bool
        Whether the first line of the file names the separator.
    """
    return {
        "delimiter": "The first line of the file names it." if named else _delimiter_reason(fit),
        "quote_char": _quote_reason(fit.syntax, sample.text),
        "escape_char": escape_reason(fit.syntax),
        "skip_initial_space": _space_reason(fit.syntax),
    }


def _delimiter_reason(fit: Fit) -> str:
    if fit.width < 2:
        return "No separator between columns was found."
    if fit.syntax.has_runs:
        return f"Spaces, one or more, split all of the first rows into {fit.width} cells."
    name = _NAMES.get(fit.syntax.delimiter, repr(fit.syntax.delimiter))
    if fit.consistency == 1.0:
        return f"A {name} splits each of the first {len(fit.rows)} rows into {fit.width} cells."
    return (
        f"A {name} splits most of the first rows into {fit.width} cells, "
        "and more rows agree with it than with any other separator."
    )


def _quote_reason(syntax: Syntax, text: str) -> str:
    if not syntax.quote_char:
        return "No cell stands in quotes, so they are ordinary signs."
    if syntax.quote_char == "'":
        return "Cells stand in single quotes (')."
    if '"' in text:
        return 'A cell that holds the separator or a line break stands in quotes (").'
    return 'The first rows have no quotes; a cell that needs them would stand in quotes (").'


def escape_reason(syntax: Syntax) -> str:
    """Why a backslash is or is not a sign of its own."""
    if syntax.escape_char:
        return (
            "Quotes or separators within cells have a backslash before them, which is not part of "
            "the value."
        )
    return "A quote within a quoted cell is doubled; a backslash is an ordinary sign."


def _space_reason(syntax: Syntax) -> str:
    if syntax.has_runs:
        return "Any number of spaces is one separator."
    if syntax.skip_initial_space:
        return "Each separator is followed by a space, which is not part of the value."
    return "Spaces after a separator are part of the value."
