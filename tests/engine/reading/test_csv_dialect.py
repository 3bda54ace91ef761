"""What a file really is, and how it is written."""

# ruff: noqa: RUF001 - letters that look like others are what is tested

import gzip
import io
import zipfile

import pytest

from engine.errors import NotACsvError
from engine.reading.csv_dialect import detect
from engine.reading.csv_table import read_text_table
from engine.reading.file_kind import FILE_KINDS


def table_of(path):
    """All cells as text by column name, None where empty."""
    table = read_text_table(path, detect(path))
    return {
        name: column.to_pylist() for name, column in zip(table.names, table.columns, strict=True)
    }


def written(tmp_path, content):
    path = tmp_path / "any.csv"
    path.write_bytes(content)
    return path


ENCODED = [
    ("utf-8", "name;city\nZoë;Łódź\n", "utf-8"),
    ("utf-8-sig", "name;city\nZoë;Łódź\n", "utf-8-sig"),
    ("utf-16", "name;city\nZoë;Łódź\n", "utf-16"),
    ("utf-16-le", "name;city\nZoë;Łódź\n", "utf-16-le"),
    ("utf-16-be", "name;city\nZoë;Łódź\n", "utf-16-be"),
    ("utf-32", "name;city\nZoë;Łódź\n", "utf-32"),
    ("ascii", "name;city\nZoe;Lodz\n", "utf-8"),
    ("latin-1", "name;city\nMüller;Köln\nGroß;Düren\n", "cp1252"),
    ("cp1252", "item;note\nTee;„fein“ – 5 €\nBrot;schön\n", "cp1252"),
    ("cp1251", "имя;город\nИван;Москва\nМария;Казань\nОльга;Тверь\n", "cp1251"),
    ("koi8_r", "имя;город\nИван;Москва\nМария;Казань\nОльга;Тверь\n", "koi8_r"),
    ("cp1253", "όνομα;πόλη\nΓιώργος;Αθήνα\nΜαρία;Θεσσαλονίκη\n", "cp1253"),
    ("cp1256", "اسم;مدينة\nمحمد;القاهرة\nفاطمة;بغداد\n", "cp1256"),
    ("shift_jis", "名前;都市\n田中太郎;東京\n鈴木花子;大阪\nヤマダ;ひらがな\n", "cp932"),
    ("euc_jp", "名前;都市\n田中太郎;東京\n鈴木花子;大阪\nヤマダ;ひらがな\n", "euc_jp"),
    ("gb18030", "姓名;备注\n张伟;这是一个测试\n王芳;数据分析\n", "gb18030"),
    ("big5", "姓名;備註\n張偉;這是一個測試\n王芳;資料分析\n", "big5"),
    ("euc_kr", "이름;비고\n김철수;이것은 시험입니다\n이영희;데이터 분석\n", "euc_kr"),
    (
        "cp1250",
        "jméno;město\nJiří;Ústí nad Labem\nŠárka;Děčín\nTomáš;České Budějovice\nŽaneta;Plzeň\n",
        "cp1250",
    ),
]


@pytest.mark.parametrize(("codec", "text", "expected"), ENCODED)
def test_encoding_is_found_and_text_is_read(tmp_path, codec, text, expected):
    path = written(tmp_path, text.encode(codec))
    assert detect(path).encoding == expected
    header, *rows = [line.split(";") for line in text.splitlines()]
    assert table_of(path) == {
        name: [row[place] for row in rows] for place, name in enumerate(header)
    }


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_delimiter_and_line_end_are_found(tmp_path, delimiter, line_end):
    rows = [["a", "b", "c"], ["1", "2", "3"], ["4", "5", "6"]]
    text = line_end.join(delimiter.join(row) for row in rows) + line_end
    path = written(tmp_path, text.encode())
    assert detect(path).delimiter == delimiter
    assert table_of(path) == {"a": ["1", "4"], "b": ["2", "5"], "c": ["3", "6"]}


DELIMITED = [
    ("decimal commas", "name;price\nA;1,50\nB;2,75\n", ";"),
    ("commas in every row", "id;who\n1;Smith, John\n2;Doe, Jane\n", ";"),
    ("separator in quotes", 'a,b\n"x;y;z",1\n"x;y;z",2\n', ","),
    ("one row is ragged", "a;b\n1;2\n1;2;3\n4;5\n", ";"),
    ("single row", "a\tb\n1\t2", "\t"),
]


@pytest.mark.parametrize(("case", "text", "expected"), DELIMITED)
def test_delimiter_is_the_one_that_fits_the_header(tmp_path, case, text, expected):
    assert detect(written(tmp_path, text.encode())).delimiter == expected


def test_each_field_of_a_dialect_has_its_reason(tmp_path):
    dialect = detect(written(tmp_path, b"a;b\n1;2\n"))
    layout = {"encoding", "delimiter", "quote_char", "escape_char", "skip_initial_space"}
    assert set(dialect.reasons) == layout | {"line_end", "skipped_lines", "header_rows"}
    assert "semicolon" in dialect.reasons["delimiter"]
    assert "2 cells" in dialect.reasons["delimiter"]
    assert all(reason.endswith(".") for reason in dialect.reasons.values())


def zip_with(*names):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name in names:
            archive.writestr(name, "a,b\n1,2\n")
    return content.getvalue()


OTHER_KINDS = [
    (zip_with("table.csv"), "a ZIP archive", "Unpack"),
    (zip_with("[Content_Types].xml", "xl/workbook.xml"), "an Excel workbook", "save it as CSV"),
    (zip_with("mimetype", "content.xml"), "an office document", "save it as CSV"),
    (b"PK\x03\x04 and then nothing of an archive", "a ZIP archive", "Unpack"),
    (gzip.compress(b"a,b\n1,2\n"), "a gzip-compressed file", "Unpack"),
    (b"\x89PNG\r\n\x1a\n\x00\x00", "a PNG picture", "export"),
    (b"%PDF-1.7\n", "a PDF document", "export"),
    (b"PAR1\x15\x04\x15", "a Parquet file", "Convert"),
    (b"ARROW1\x00\x00\xff", "an Arrow or Feather file", "Convert"),
    (b"\n<!DOCTYPE html>\n<html>", "an HTML page", "export"),
    (b'\xef\xbb\xbf<?xml version="1.0"?>', "an XML file", "save it as CSV"),
    (b'{"rows": [1, 2]}', "a JSON file", "Convert"),
    (b'[{"a": 1}, {"a": 2}]', "a JSON file", "Convert"),
    (bytes(range(256)) * 40, "binary data", "Choose the file"),
    (bytes(5000), "binary data", "Choose the file"),
]


@pytest.mark.parametrize(("content", "name", "cure"), OTHER_KINDS, ids=range(len(OTHER_KINDS)))
def test_other_kinds_of_file_are_named_with_the_cure(tmp_path, content, name, cure):
    with pytest.raises(NotACsvError) as caught:
        detect(written(tmp_path, content))
    assert name in caught.value.message
    assert cure in caught.value.hint


@pytest.mark.parametrize("header", [b"[name],[age]", b"{name},{age}", b"PAR1,PAR2", b"BMI,%PDF"])
def test_a_header_that_begins_like_another_kind_is_read(tmp_path, header):
    path = written(tmp_path, header + b"\n1,2\n")
    assert list(table_of(path)) == header.decode().split(",")


def test_every_kind_has_a_name_and_a_cure():
    assert len({kind.name for kind in FILE_KINDS}) == len(FILE_KINDS)
    assert all(kind.hint.endswith(".") for kind in FILE_KINDS)
