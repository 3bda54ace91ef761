"""Files to predict are read the way the dataset was."""

from datetime import datetime

import pytest

from engine.errors import InvalidValueError
from engine.reading.table_reading import read_like, read_table
from engine.records import DialectChoices

GERMAN = """id;preis;betrag;tag;stufe;name;flagge;notiz
1;12,5;1.234 €;31.12.2020;01;NA;ja;1
2;13,75;2.500 €;01.02.2020;02;EU;nein;2
3;14,1;750 €;03.04.2020;01;AS;ja;x
"""
NAMES = ("preis", "betrag", "tag", "stufe", "name", "flagge")


@pytest.fixture
def dataset(tmp_path):
    path = tmp_path / "dataset.csv"
    path.write_text(GERMAN)
    return read_table(path)


def read(dataset, tmp_path, text, names=NAMES, encoding="utf-8"):
    path = tmp_path / "new.csv"
    path.write_bytes(text.encode(encoding))
    columns = [column for column in dataset.columns if column.name in names]
    return read_like(path, dataset.dialect, columns)


def test_one_row_is_read_in_the_formats_of_the_dataset(dataset, tmp_path):
    found = read(
        dataset,
        tmp_path,
        "tag;preis;betrag;stufe;name;flagge;more\n05.06.2021;1,234;1.000 €;02;NA;ja;?\n",
    )
    assert found.table.to_pylist() == [
        {
            "preis": 1.234,
            "betrag": 1000,
            "tag": datetime(2021, 6, 5),  # noqa: DTZ001 - dates in files have no time zone
            "stufe": "02",
            "name": "NA",
            "flagge": "ja",
        }
    ]
    assert found.table.column_names == list(NAMES)
    assert found.findings == ()


def test_cells_that_do_not_fit_are_missing_and_told(dataset, tmp_path):
    found = read(
        dataset,
        tmp_path,
        "preis;betrag;tag\n12.5;viel;31.12.2020\n1,5;5 €;12/31/2020\n?;1e400;\n",
        names=("preis", "betrag", "tag"),
    )
    assert [column.to_pylist() for column in found.table.columns] == [
        [None, 1.5, None],
        [None, 5.0, None],
        [datetime(2020, 12, 31), None, None],  # noqa: DTZ001 - as above
    ]
    (finding,) = found.findings
    assert (finding.code, finding.columns) == ("unfit_values", ("preis", "betrag", "tag"))
    assert all(text in finding.evidence for text in ("'12.5'", "'viel'", "'1e400'", "'12/31/2020'"))


def test_missing_columns_are_named_and_others_ignored(dataset, tmp_path):
    with pytest.raises(InvalidValueError, match=r"lacks 2 of the 6 columns.*'tag', 'flagge'"):
        read(dataset, tmp_path, "preis;betrag;stufe;name;other\n1,5;5 €;01;NA;x\n")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_another_encoding_is_found(dataset, tmp_path, encoding):
    text = "preis;name\n1,5;Müller und Söhne aus Köln\n2,5;Größe\n"
    found = read(dataset, tmp_path, text, ("preis", "name"), encoding)
    assert found.table["name"].to_pylist() == ["Müller und Söhne aus Köln", "Größe"]


def test_choices_hold_for_new_files(tmp_path):
    path = tmp_path / "dataset.csv"
    path.write_text("a,b,c\n-999,03/04/2020,NA\n5,01/02/2020,x\n")
    choices = DialectChoices(missing_words=("-999",), date_order="month first")
    dataset = read_table(path, choices)
    found = read(dataset, tmp_path, "a,b,c\n-999,05/06/2020,-999\n6,07/08/2020,NA\n", "abc")
    assert found.table["a"].to_pylist() == [None, 6]
    assert found.table["b"].to_pylist()[0] == datetime(2020, 5, 6)  # noqa: DTZ001 - as above
    assert found.table["c"].to_pylist() == [None, "NA"]


def test_categories_keep_what_they_hold(tmp_path):
    path = tmp_path / "dataset.csv"
    path.write_text("a,b,c\nx,True,0\n1,False,1\ny,True,1\n")
    dataset = read_table(path)
    found = read(dataset, tmp_path, "a,b,c\n1,true,0\n2,x,1\n", "abc")
    assert found.table["a"].to_pylist() == ["1", "2"]
    assert found.table["b"].to_pylist() == [True, None]
    assert found.table["c"].to_pylist() == [0, 1]


def test_text_that_is_no_date_at_all_ends_soon(tmp_path):
    path = tmp_path / "dataset.csv"
    path.write_text("a,b\n2020-12-31,1\n2020-01-01,2\n")
    dataset = read_table(path)
    rows = "".join(f"x{i},1\n" for i in range(3000))
    with pytest.raises(InvalidValueError, match="More than 200"):
        read(dataset, tmp_path, f"a,b\n{rows}", "ab")
