"""The code that is offered runs as it is, and needs nothing of this program."""

from __future__ import annotations

import pickle
import subprocess
import sys
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from sklearn.cluster import DBSCAN
from sklearn.compose import ColumnTransformer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import OneHotEncoder

from components import snippets
from engine.records import Column, Dialect
from tests.made_models import made_model

ODD = 'it\'s "odd",\\ {x}'


def run(code: str, folder: Path) -> str:
    """Run code in a folder, in an interpreter that does not find this project."""
    command = [sys.executable, "-I", "-c", code]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True).stdout


def saved(folder: Path, table: pd.DataFrame, target: list[Any]) -> None:
    words = [name for name in table if not pd.api.types.is_numeric_dtype(table[name])]
    preparation = ColumnTransformer([("words", OneHotEncoder(), words)], remainder="passthrough")
    pipeline = Pipeline([("preparation", preparation), ("estimator", LogisticRegression())])
    pipeline.fit(table, target)
    (folder / "model.pkl").write_bytes(pickle.dumps(pipeline))


def test_the_code_predicts_an_example(tmp_path: Path) -> None:
    table = pd.DataFrame({"Age": [22.0, 60.0] * 10, "Sex": ["male", "female"] * 10})
    saved(tmp_path, table, ["no", "yes"] * 10)
    code = snippets.predict(
        made_model(), file="model.pkl", can_predict=True, has_probabilities=True
    )
    assert "'no'" in run(code, tmp_path)


def test_odd_names_and_values_are_quoted(tmp_path: Path) -> None:
    column = Column(name=ODD, type="categorical", missing=0, distinct=2, examples=(ODD, "b"))
    model = made_model(spec={"features": (ODD,)}, provenance={"columns": (column,)})
    saved(tmp_path, pd.DataFrame({ODD: [ODD, "b"] * 10}), ["no", "yes"] * 10)
    code = snippets.predict(model, file="model.pkl", can_predict=True)
    assert "'no'" in run(code, tmp_path)


@pytest.mark.parametrize(
    ("kind", "example", "expected"),
    [
        ("numeric", "22", "[22]"),
        ("numeric", "38.5", "[38.5]"),
        ("numeric", "1.234,5", "[27.5]"),
        ("categorical", "3", "[3]"),
        ("categorical", "male", '["male"]'),
        ("categorical", "007", '["007"]'),
        ("categorical", "nan", '["nan"]'),
        ("boolean", "True", "[True]"),
        ("boolean", "0", "[0]"),
        ("text", "12", '["12"]'),
        ("datetime", "2020-01-31", 'pd.to_datetime(["2020-01-31"])'),
    ],
)
def test_an_example_is_what_pandas_would_read(kind: Any, example: str, expected: str) -> None:
    column = Column(name="x", type=kind, missing=0, distinct=2, mean=27.5, examples=(example,))
    model = made_model(spec={"features": ("x",)}, provenance={"columns": (column,)})
    code = snippets.predict(model, file="model.pkl", can_predict=True)
    assert f'    "x": {expected},\n' in code


def test_a_column_without_an_example_is_missing() -> None:
    column = Column(name="x", type="numeric", missing=9, distinct=0)
    model = made_model(spec={"features": ("x", "y")}, provenance={"columns": (column,)})
    code = snippets.predict(model, file="model.pkl", can_predict=True)
    assert '"x": [None]' in code
    assert '"y": [None]' in code


def test_a_file_is_read_as_the_one_it_was_trained_on() -> None:
    dialect = Dialect(encoding="latin-1", delimiter=";")
    code = snippets.predict(
        made_model(provenance={"dialect": dialect}), file="model.pkl", can_predict=True
    )
    assert 'pd.read_csv("new_rows.csv", sep=";", encoding="latin-1")' in code
    plain = snippets.predict(made_model(), file="model.pkl", can_predict=True)
    assert 'pd.read_csv("new_rows.csv")' in plain


def test_without_prediction_the_clusters_of_the_training_rows_are_shown(tmp_path: Path) -> None:
    pipeline = Pipeline([("preparation", "passthrough"), ("estimator", DBSCAN())])
    (tmp_path / "model.pkl").write_bytes(pickle.dumps(pipeline.fit([[0.0], [0.1], [9.0]])))
    code = snippets.predict(made_model(), file="model.pkl", can_predict=False)
    assert run(code, tmp_path).strip() == "[-1 -1 -1]"


def test_probabilities_are_shown_only_where_there_are_some() -> None:
    code = snippets.predict(made_model(), file="model.pkl", can_predict=True)
    assert "predict_proba" not in code


def test_requirements_are_pinned_and_name_no_python() -> None:
    assert snippets.requirements(made_model()) == ["scikit-learn==1.9.1", "pandas==3.1.0"]
