"""Labels of rows as scikit-learn wants them: numbers as numbers, texts of fixed width."""

from __future__ import annotations

import numpy as np
import pandas as pd

LONGEST_LABEL = 100


def narrow(labels: np.ndarray) -> np.ndarray:
    """Give labels the type of their values: scikit-learn refuses integers kept as objects.

    Text becomes numpy's own, of fixed width. scikit-learn sorts the classes at every
    look at a target, which takes forty times as long with Python's texts.
    """
    if labels.dtype != object:
        return labels
    if pd.api.types.infer_dtype(labels, skipna=False) == "string":
        return labels.astype(str) if _has_fixed_width(labels) else labels
    return pd.Series(labels).infer_objects().to_numpy()


def all_narrow(labels: np.ndarray) -> np.ndarray | None:
    """Give all labels one narrow type, of which any part can be taken as it is.

    Returns
    -------
    ndarray of shape (n_rows,) or None
        Without meaning where a label is missing; ``None`` where the labels are of several
        types together, though those of a part may be of one.
    """
    known = pd.notna(labels)
    found = narrow(labels[known])
    if found.dtype == object or known.all():
        return None if found.dtype == object else found
    whole = np.zeros(len(labels), dtype=found.dtype)
    whole[known] = found
    return whole


def _has_fixed_width(labels: np.ndarray) -> bool:
    """Whether no text is so long that it would widen all others, or loses NULs at its end."""
    return all(len(one) <= LONGEST_LABEL and not one.endswith("\0") for one in set(labels))
