"""Opening the file of a model: a pickle, so only what this program has written is ever loaded."""

from __future__ import annotations

import hashlib
import pickle
from pathlib import Path
from typing import Any

from engine.errors import WrongStateError


def load_pipeline(path: Path, sha256: str) -> Any:  # noqa: ANN401 - scikit-learn's pipeline
    """Load a fitted pipeline after its digest was checked.

    Parameters
    ----------
    sha256 : str
        What the model's record says that the file's digest is.

    Raises
    ------
    WrongStateError
        If it is another file.
    """
    content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() != sha256:
        raise WrongStateError(
            "The file of this model is not the one that was stored, so it is not opened.",
            field="model_id",
            hint="Train the model again.",
        )
    return pickle.loads(content)  # noqa: S301 - its digest was checked
