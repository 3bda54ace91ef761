"""Code that loads a model and predicts with scikit-learn alone, for one given model."""

from __future__ import annotations

import re
from typing import Final

from components.reading_code import quoted, reading_lines
from engine.records import Column, TrainedModel

# A number as pandas reads it and Python writes it: "007" is a code, not a number.
_NUMBER: Final = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?")
_HEAD: Final = """\
import pickle

import pandas as pd

with open({file}, "rb") as file:
    model = pickle.load(file)

# To predict a whole file that is written like the one it was trained on:
{reading}
# One row as an example:
rows = pd.DataFrame({{
{columns}
}})
"""
_PREDICT: Final = "print(model.predict(rows))\n"
_PROBABILITIES: Final = "print(model.classes_, model.predict_proba(rows))\n"
_LABELS: Final = """\
import pickle

with open({file}, "rb") as file:
    model = pickle.load(file)

# This algorithm cannot place new rows; these are the clusters of the rows it was trained on.
print(model["estimator"].labels_)
"""


def predict(
    model: TrainedModel, *, file: str, can_predict: bool, has_probabilities: bool = False
) -> str:
    """Python code that can be pasted and run as it is, beside the downloaded file.

    Parameters
    ----------
    model : TrainedModel
        Gives the names of the features and an example value for each.
    file : str
        Name of the downloaded file.
    can_predict : bool
        Whether the algorithm can be asked about new rows.
    has_probabilities : bool
        Whether it can say how sure it is.
    """
    if not can_predict:
        return _LABELS.format(file=quoted(file))
    known = {column.name: column for column in model.provenance.columns}
    lines = [_line(name, known.get(name)) for name in model.features]
    head = _HEAD.format(
        file=quoted(file),
        reading="\n".join(f"# {line}" for line in reading_lines(model, path="new_rows.csv")),
        columns="\n".join(lines),
    )
    return head + _PREDICT + (_PROBABILITIES if has_probabilities else "")


def requirements(model: TrainedModel) -> list[str]:
    """The packages the model file needs, each at the version it was trained with."""
    versions = model.provenance.versions
    return [f"{name}=={version}" for name, version in versions.items() if name != "python"]


def _line(name: str, column: Column | None) -> str:
    return f"    {quoted(name)}: {_example(column)},"


def _example(column: Column | None) -> str:
    """A list with one value as the file would give it; missing where there is no example."""
    if column is None or not column.examples:
        return "[None]"
    text = column.examples[0]
    if column.type == "datetime":
        return f"pd.to_datetime([{quoted(text)}])"
    if column.type == "numeric":
        return f"[{text}]" if _NUMBER.fullmatch(text) else f"[{column.mean!r}]"
    is_plain = column.type != "text" and (_NUMBER.fullmatch(text) or text in {"True", "False"})
    return f"[{text}]" if is_plain else f"[{quoted(text)}]"
