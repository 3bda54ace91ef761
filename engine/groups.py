"""Which rows belong together: those with the same value, or the same text before a separator."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd


def group_codes(values: pd.Series, separator: str | None = None) -> npt.NDArray[np.int64]:
    """Give each group a number.

    Parameters
    ----------
    values : Series of shape (n_rows,)
        Missing cells are one group together.
    separator : str, optional
        Rows whose text is equal before its last `separator` are one group, as
        ``309_1`` and ``309_15`` with ``_``; a text without it is a group itself.

    Returns
    -------
    ndarray of shape (n_rows,)
        From 0, in the order in which groups occur.
    """
    codes, levels = pd.factorize(values, use_na_sentinel=False)
    if separator is not None:
        # Splitters sort values, and mixed types do not sort: so it is numbers.
        of_levels, _ = pd.factorize(
            np.array([group_of(level, separator) for level in levels], dtype=object),
            use_na_sentinel=False,
        )
        codes = of_levels[codes]
    return np.asarray(codes, dtype=np.int64)


def group_of(value: object, separator: str) -> object:
    """The group that a value belongs to: its text before the last separator."""
    if not isinstance(value, str) or separator not in value:
        return value
    return value.rpartition(separator)[0]
