"""Column names: merged from two rows, trimmed, and made unique, each of them said."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from engine.reading.column_names import listed
from engine.records import Finding

BETWEEN = " / "


def column_names(
    header: Sequence[Sequence[str]], n_columns: int
) -> tuple[tuple[str, ...], tuple[Finding, ...]]:
    """Name the columns by the rows of the header, of which there may be none.

    Returns
    -------
    names : tuple of str
        Unique and not empty.
    findings : tuple of Finding
        What was done to the header to get them.
    """
    if not header:
        names = tuple(f"column_{position}" for position in range(1, n_columns + 1))
        return names, (_numbered_columns(names),)
    rows = [(*row, *[""] * n_columns)[:n_columns] for row in header]
    written = rows[0] if len(rows) == 1 else merged_names(rows[0], rows[1])
    trimmed = tuple(name.strip() for name in written)
    names = unique_names(trimmed)
    findings = (
        *(_merged(rows, trimmed) if len(rows) > 1 else ()),
        *_trimmed(written, trimmed, names),
        *_renamed(trimmed, names),
    )
    return names, findings


def merged_names(top: Sequence[str], second: Sequence[str]) -> tuple[str, ...]:
    """Join two rows of names: the upper one holds for the blanks on its right.

    A second name that is the same wherever the upper one stands alone, such as
    ``Response``, adds nothing there and is left out.
    """
    groups = _filled_forward(top)
    sizes = [len(list(group)) for _, group in itertools.groupby(groups, key=lambda pair: pair[0])]
    is_single = [size == 1 for size in sizes for _ in range(size)]
    alone = [name.strip() for name, single in zip(second, is_single, strict=True) if single]
    words = {name for name in alone if name}
    empty_word = next(iter(words)) if len(words) == 1 and alone.count(*words) > 1 else None
    return tuple(
        _joined(name if above.strip() or below.strip() else "", below)
        if not single or below.strip() != empty_word
        else name.strip()
        for above, (_, name), below, single in zip(top, groups, second, is_single, strict=True)
    )


def _filled_forward(top: Sequence[str]) -> list[tuple[int, str]]:
    """Number of the group and its name, for each column."""
    filled = [(0, "")]
    for position, name in enumerate(top, start=1):
        filled.append((position, name) if name.strip() else filled[-1])
    return filled[1:]


def _joined(name: str, below: str) -> str:
    parts = dict.fromkeys(part for text in (name, below) if (part := text.strip()))
    return BETWEEN.join(parts)


def unique_names(header: tuple[str, ...]) -> tuple[str, ...]:
    """Give blank and repeated column names a name of their own.

    A blank one becomes ``column_3``, the second ``price`` becomes ``price_2``.
    """
    taken = set(header)
    names: dict[str, None] = {}
    numbers: dict[str, Iterator[int]] = {}
    for position, name in enumerate(header, start=1):
        wanted = name if name.strip() else f"column_{position}"
        if wanted in names or (wanted != name and wanted in taken):
            wanted = _numbered(wanted, numbers.setdefault(wanted, itertools.count(2)), taken)
        taken.add(wanted)
        names[wanted] = None
    return tuple(names)


def _numbered(name: str, numbers: Iterator[int], taken: set[str]) -> str:
    return next(free for number in numbers if (free := f"{name}_{number}") not in taken)


def _numbered_columns(names: tuple[str, ...]) -> Finding:
    return Finding(
        code="numbered_columns",
        severity="info",
        columns=names,
        message="The file has no column names, so the columns are numbered.",
        evidence=f"{names[0]} is the first of {len(names)} columns.",
    )


def _merged(rows: Sequence[Sequence[str]], names: tuple[str, ...]) -> tuple[Finding, ...]:
    joined = [name for name, (top, _) in zip(names, zip(*rows, strict=True), strict=True)
              if name != top.strip()]  # fmt: skip
    return (
        Finding(
            code="merged_headers",
            severity="info",
            columns=(),
            message="The column names stand in two rows, which were joined.",
            evidence=listed([repr(name) for name in joined], "; "),
        ),
    )


def _trimmed(
    written: Sequence[str], trimmed: Sequence[str], names: tuple[str, ...]
) -> tuple[Finding, ...]:
    changed = [
        (old, new, name)
        for old, new, name in zip(written, trimmed, names, strict=True)
        if old != new and new
    ]
    if not changed:
        return ()
    return (
        Finding(
            code="trimmed_headers",
            severity="info",
            columns=tuple(name for _, _, name in changed),
            message="Some column names had blanks before or after them, which were left out.",
            evidence=listed([f"{old!r} → {new!r}" for old, new, _ in changed], "; "),
        ),
    )


def _renamed(header: tuple[str, ...], names: tuple[str, ...]) -> tuple[Finding, ...]:
    pairs = [(old, new) for old, new in zip(header, names, strict=True) if old != new]
    if not pairs:
        return ()
    return (
        Finding(
            code="renamed_headers",
            severity="info",
            columns=tuple(new for _, new in pairs),
            message="Some column names were empty or used twice, so these columns were renamed.",
            evidence=listed([f"{old!r} → {new!r}" for old, new in pairs], "; "),
        ),
    )
