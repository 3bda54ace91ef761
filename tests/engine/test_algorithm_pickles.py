"""Every fitted entry, pickled here and loaded where this program cannot be imported."""

import pickle
import subprocess
import sys
from pathlib import Path

import pytest

from engine.algorithms import ALGORITHMS
from tests.engine.fitted_entries import answers, are_same, every_algorithm, fitted
from tests.engine.mixed_table import as_read_by_pandas, mixed_table

LOADER = """
import importlib.util, pickle, sys
from pathlib import Path

assert importlib.util.find_spec("engine") is None
folder = Path(sys.argv[1])
tables = pickle.loads((folder / "tables").read_bytes())
for path in sorted(folder.glob("*.pkl")):
    pipeline = pickle.loads(path.read_bytes())
    for name, table in tables.items():
        given = [
            getattr(pipeline, method)(table)
            for method in ("predict", "predict_proba", "decision_function")
            if hasattr(pipeline, method)
        ]
        if not given:
            pipeline["preparation"].transform(table)
            given = [pipeline["estimator"].labels_]
        path.with_suffix("." + name).write_bytes(pickle.dumps(given))
"""


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory) -> Path:
    """All entries fitted here, and loaded and asked in an interpreter without this program."""
    folder = tmp_path_factory.mktemp("pickles")
    table = mixed_table()
    tables = {"own": table, "raw": as_read_by_pandas(table)}
    (folder / "tables").write_bytes(pickle.dumps(tables))
    for entry in ALGORITHMS:
        pipeline = fitted(entry, table)
        (folder / f"{entry.key}.pkl").write_bytes(pickle.dumps(pipeline))
        (folder / f"{entry.key}.here").write_bytes(pickle.dumps(answers(pipeline, table)))
    subprocess.run([sys.executable, "-I", "-c", LOADER, str(folder)], cwd=folder, check=True)
    return folder


@every_algorithm
@pytest.mark.parametrize("table", ["own", "raw"])
def test_the_pickle_answers_the_same_without_this_program(entry, table, elsewhere):
    here, there = (
        pickle.loads((elsewhere / f"{entry.key}.{name}").read_bytes()) for name in ("here", table)
    )
    assert are_same(here, there)
