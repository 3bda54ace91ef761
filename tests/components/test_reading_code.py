"""The code that reads a file gives pandas the same table as the program has."""

from __future__ import annotations

import io
from typing import Any

import pandas as pd
import pytest

from components.reading_code import reading_lines
from engine.datasets import load_table
from tests.made_models import made_model

PLAIN = "age,city,when\n30,Lyon,2020-01-31\n41,Nice,2020-02-01\n,Lyon,2020-03-01\n"
GERMAN = (
    "Preis;Anteil;Datum;Ort\n1.234,50 €;12,5 %;31.12.2020;Köln\n"
    "987,25 €;0,5 %;01.02.2021;Bonn\n2.000,00 €;-;15.06.2021;Köln\n"
)
BAD_NAMES = "Station X\n\nprice,price,,zip\n1.5,2,a,01234\n2.5,3,b,09876\n"
TWO_HEADERS = (
    "id,Which films?,,Gender\n,Film I,Film II,Response\n"
    "3292879998,yes,no,Male\n3292879538,no,no,Female\n3292765271,yes,yes,Male\n"
)
ENGLISH = 'amount,when,level\n"$1,200.50",12/31/2020,None\n"$3,100.00",01/13/2021,some\n'
MISSING = "size,kind\n1.5,a\n?,b\nunknown,a\n2.5,b\n"
NO_HEADER = "Anna,30,1.5\nBert,25,2.5\nCleo,41,3.5\nDora,33,2.0\n"

CASES = {
    "plain": PLAIN.encode(),
    "german": GERMAN.encode("cp1252"),
    "german utf-16": GERMAN.encode("utf-16"),
    "names that are missing or twice, and a preamble": BAD_NAMES.encode(),
    "two header rows": TWO_HEADERS.encode(),
    "english": ENGLISH.encode(),
    "words for missing values": MISSING.encode(),
    "without header": NO_HEADER.encode(),
    "single quotes": b"a,b\n'x, y',1\n'z',2\n'u, v',3\n",
    "backslashes": b'a,b\n"say \\"yes\\", please",1\n"no",2\n',
    "spaces after the separator": b'a, b\n1, "x, y"\n2, "z"\n',
}


@pytest.mark.parametrize("name", CASES)
def test_pandas_reads_the_same_table(store: Any, workspace: Any, name: str) -> None:
    dataset = workspace.datasets.add(io.BytesIO(CASES[name]), name="table.csv")
    names = [column.name for column in dataset.columns]
    model = made_model(
        spec={"features": tuple(names)},
        provenance={"columns": dataset.columns, "dialect": dataset.dialect},
    )
    path = str(store.blob("datasets", f"{dataset.id}.csv"))
    given: dict[str, Any] = {"pd": pd}
    exec("\n".join(reading_lines(model, path=path)), given)  # noqa: S102  code of our own
    table = load_table(store, dataset, names)
    read = given["rows"][names]
    for column in table:
        assert [_plain(value) for value in read[column]] == [
            _plain(value) for value in table[column]
        ]


def _plain(value: Any) -> Any:
    return None if pd.isna(value) else value


def test_a_plain_file_needs_no_options() -> None:
    assert reading_lines(made_model(), path="rows.csv") == ['rows = pd.read_csv("rows.csv")']


def test_a_word_that_is_a_level_stays_one(store: Any, workspace: Any) -> None:
    dataset = workspace.datasets.add(io.BytesIO(ENGLISH.encode()), name="table.csv")
    assert "None" in dict(dataset.column("level").top)
