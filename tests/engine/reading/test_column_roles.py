"""What a column is used for at first, by its name and its values."""

import pyarrow as pa
import pytest

from engine.reading.column_names import is_identifier_name, target_rank, words_of
from engine.reading.column_roles import choose_role
from engine.reading.column_types import infer


def cells(*texts):
    """A column of text as it comes from a file."""
    return pa.chunked_array([pa.array(texts, pa.string())])


def letters(n):
    return [f"{chr(97 + i // 26 % 26)}{chr(97 + i % 26)}{i}" for i in range(n)]


SENTENCES = [f"this text number {i} has many words in it" for i in range(30)]
NAMES = [f"Person {i}" for i in range(30)]
ROLES = [
    ("PassengerId", [str(i) for i in range(30)], "id"),
    ("customerID", letters(30), "id"),
    ("user_id", [str(i * 7919) for i in range(30)], "id"),
    ("id", [str(i % 3) for i in range(30)], "feature"),
    ("", [str(i) for i in range(30)], "feature"),
    ("column_1", [str(i) for i in range(30)], "id"),
    ("Unnamed: 0", [str(i + 1) for i in range(30)], "id"),
    ("column_1", [str(i * i) for i in range(30)], "feature"),
    ("income", [str(i * 7919) for i in range(30)], "feature"),
    ("price_index", [f"{i}.5" for i in range(30)], "feature"),
    ("code", letters(30), "id"),
    ("who", NAMES, "ignore"),
    ("who", NAMES[:20] + NAMES[:10], "ignore"),
    ("review", SENTENCES, "feature"),
    ("empty", [None] * 30, "ignore"),
    ("same", ["7"] * 30, "ignore"),
    ("ticked", ["x"] * 20 + [None] * 10, "feature"),
    ("when", [f"2020-01-{i + 1:02}" for i in range(30)], "feature"),
    ("few rows", letters(5), "feature"),
    ("patient_id", [str(i % 10) for i in range(30)], "id"),
    ("patientID", [f"P{i % 10}" for i in range(30)], "id"),
    ("store_number", [str(i % 10) for i in range(30)], "feature"),
    ("city", letters(30) * 5, "feature"),
]


@pytest.mark.parametrize(("name", "texts", "role"), ROLES)
def test_roles_follow_name_and_values(name, texts, role):
    choice = choose_role(name, infer(cells(*texts)))
    assert choice.role == role
    assert bool(choice.reason) == (role != "feature" or name in {"review", "city"})


def test_an_identifier_that_repeats_says_how_to_keep_its_rows_together():
    choice = choose_role("patient_id", infer(cells(*[str(i % 10) for i in range(30)])))
    assert "choose the role group" in choice.reason


NAME_WORDS = [
    ("customerID", ("customer", "id")),
    ("Pclass", ("pclass",)),
    ("median_house_value", ("median", "house", "value")),
    ("HTTPServer no.", ("http", "server", "no")),
    ("größe", ("gr", "öß", "e")),
    ("", ()),
]


@pytest.mark.parametrize(("name", "words"), NAME_WORDS)
def test_names_are_taken_apart(name, words):
    assert words_of(name) == words


def test_names_of_identifiers_and_targets():
    assert all(is_identifier_name(name) for name in ("id", "MouseID", "user_id", "uuid", "#"))
    assert not any(is_identifier_name(name) for name in ("paid", "Ideas", "rooms", "valid"))
    assert target_rank("target") == 0
    assert target_rank("Survived") < target_rank("median_house_value")
    assert target_rank("Pclass") is None
