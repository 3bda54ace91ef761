"""Findings before training: each check fires when it should, and only then."""

import pytest

from engine.audit import CHECKS, audit, suggest_target, suggest_task_type, with_target
from engine.errors import InvalidValueError
from engine.reading.table_reading import read_table
from engine.records import Column, Dataset, Dialect, Preparation
from tests.engine.audit_tables import CASES
from tests.live_server import ROOT

DATA = ROOT.parent / "shared" / "data"
has_data = pytest.mark.skipif(not DATA.is_dir(), reason="the shared data are not there")
ROWS = 1000


def column(name="a", **fields):
    known = {"type": "numeric", "missing": 0, "distinct": 50, "examples": ("1", "2")}
    return Column(name=name, **(known | fields))


def target(**fields):
    levels = {"type": "categorical", "distinct": 2, "top": (("no", 800), ("yes", 200))}
    return column("answer", role="target", **(levels | fields))


def dataset_of(*columns, **preparation):
    return Dataset(
        name="made.csv",
        size_bytes=1,
        sha256="ab" * 32,
        n_rows=ROWS,
        n_columns=len(columns),
        columns=columns,
        dialect=Dialect(encoding="utf-8", delimiter=","),
        preparation=Preparation(**preparation),
    )


def codes(dataset, **options):
    return [finding.code for finding in audit(dataset, **options)]


RARE = {"distinct": 3, "top": (("a", 600), ("b", 396), ("c", 4))}
RARE_OF_MANY = {"distinct": 210, "top": tuple((f"l{i}", 80) for i in range(10))}
COMMON_OF_MANY = {"distinct": 30, "top": tuple((f"l{i}", 80) for i in range(10))}
TEXT = {"type": "text", "distinct": 990, "examples": ("much to read", "and more")}
FIRES = [
    ("target_has_one_value", target(distinct=1, top=(("no", ROWS),))),
    ("target_has_one_value", target(distinct=0, missing=ROWS, top=())),
    ("target_is_date", target(type="datetime", distinct=900, minimum="2020-01-01", top=())),
    ("class_too_small", target(**RARE)),
    ("class_too_small", target(**RARE_OF_MANY)),
    ("imbalanced_classes", target(top=(("no", 900), ("yes", 100)))),
    ("target_missing", target(missing=10)),
    ("identifier_among_features", column("user_id", distinct=990)),
    ("identifier_among_features", column(**TEXT | {"distinct": ROWS, "examples": ("x1", "x2")})),
    ("empty_column", column(distinct=0, missing=ROWS, examples=())),
    ("constant_column", column(distinct=1, examples=("7",))),
    ("mostly_missing", column(missing=501)),
    ("free_text", column(**TEXT)),
    ("many_levels", column(type="categorical", distinct=101)),
]
SILENT = [
    ("target_has_one_value", target()),
    ("target_is_date", target()),
    ("class_too_small", target(distinct=3, top=(("a", 600), ("b", 393), ("c", 7)))),
    ("class_too_small", target(**COMMON_OF_MANY)),
    ("class_too_small", target(type="numeric", distinct=900, top=(("1.5", 3),))),
    ("class_too_small", column(**RARE)),
    ("imbalanced_classes", target(top=(("no", 899), ("yes", 101)))),
    ("imbalanced_classes", target(type="numeric", distinct=900, top=(("0.5", 950),))),
    ("imbalanced_classes", column(top=(("no", 900), ("yes", 100)), distinct=2)),
    ("target_missing", target()),
    ("target_missing", target(distinct=0, missing=ROWS, top=())),
    ("identifier_among_features", column("user_id", distinct=990, role="id")),
    ("identifier_among_features", column("user_id", distinct=12)),
    ("identifier_among_features", column("income", distinct=ROWS)),
    ("identifier_among_features", column(**TEXT | {"distinct": ROWS})),
    ("identifier_among_features", column("id", type="datetime", distinct=ROWS)),
    ("empty_column", column(distinct=0, missing=ROWS, role="ignore")),
    ("constant_column", column(distinct=1, missing=3)),
    ("constant_column", column(distinct=1, role="ignore")),
    ("mostly_missing", column(missing=500)),
    ("mostly_missing", column(missing=900, distinct=1)),
    ("mostly_missing", column(missing=ROWS, distinct=0)),
    ("free_text", column(**TEXT | {"distinct": 400})),
    ("free_text", column(**TEXT | {"role": "ignore"})),
    ("many_levels", column(type="categorical", distinct=100)),
    ("many_levels", column(distinct=900)),
    ("many_levels", column(**TEXT)),
]


@pytest.mark.parametrize(("code", "one"), FIRES)
def test_a_check_fires(code, one):
    dataset = dataset_of(column("other"), one)
    (finding,) = [finding for finding in audit(dataset) if finding.code == code]
    assert finding.columns == (one.name,)
    assert one.name in finding.evidence
    assert finding.message.endswith(".")


@pytest.mark.parametrize(("code", "one"), SILENT)
def test_a_check_is_silent(code, one):
    assert code not in codes(dataset_of(column("other"), one))


def test_every_check_is_tested_both_ways():
    registered = [check.code for check in CHECKS]
    assert len(set(registered)) == len(registered)
    of_columns = set(registered) - set(CASES)
    assert {code for code, _ in FIRES} == {code for code, _ in SILENT} == of_columns


@pytest.mark.parametrize(("code", "one"), FIRES)
def test_a_repair_removes_its_finding(code, one):
    dataset = dataset_of(column("other"), one)
    (finding,) = [finding for finding in audit(dataset) if finding.code == code]
    if one.role == "target":
        return
    assert finding.repair.columns == finding.columns
    repaired = one.model_copy(update={"role": finding.repair.role})
    assert code not in codes(dataset_of(column("other"), repaired))


def test_features_with_the_same_fault_share_a_finding():
    empty = [column(name, distinct=0, missing=ROWS) for name in ("x", "y")]
    (finding,) = audit(dataset_of(*empty))
    assert finding.columns == finding.repair.columns == ("x", "y")
    assert "x is empty in 1,000" in finding.evidence
    assert "y is empty in 1,000" in finding.evidence


def test_thousands_of_columns_make_no_endless_sentence():
    empty = [column(f"x{i}", distinct=0, missing=ROWS) for i in range(5000)]
    (finding,) = audit(dataset_of(*empty))
    assert len(finding.columns) == 5000
    assert len(finding.evidence) < 1000


def test_folds_decide_what_a_small_class_is():
    assert "class_too_small" in codes(dataset_of(target(**RARE), cv_folds=5))
    assert "class_too_small" in codes(dataset_of(target(**RARE), cv_folds=4))
    assert "class_too_small" not in codes(dataset_of(target(**RARE), cv_folds=3))
    assert "class_too_small" in codes(dataset_of(target(**RARE), cv_folds=3, test_size=0.3))
    lone = target(distinct=2, top=(("a", 999), ("b", 1)))
    assert "class_too_small" in codes(dataset_of(lone, cv_folds=0))
    assert "class_too_small" not in codes(dataset_of(lone, task_type="regression"))


REPAIRS = [
    ((("a", 900), ("b", 94), ("c", 6)), {"cv_folds": 4}),
    ((("a", 900), ("b", 98), ("c", 2)), None),
    ((("a", 900), ("b", 99), ("c", 1)), {"stratify": False}),
]


@pytest.mark.parametrize(("top", "expected"), REPAIRS, ids=["six rows", "two rows", "one row"])
def test_a_small_class_is_met_with_what_still_judges_it(top, expected):
    findings = audit(dataset_of(target(distinct=3, top=top)))
    (finding,) = [finding for finding in findings if finding.code == "class_too_small"]
    assert (finding.repair and finding.repair.preparation) == expected


def test_the_target_is_not_judged_while_groups_are_sought():
    rare = dataset_of(target(missing=3, **RARE), task_type="clustering")
    assert codes(rare) == []


def test_another_target_can_be_asked_about():
    dataset = dataset_of(target(), column("b", distinct=1, examples=("7",)))
    assert codes(dataset) == ["constant_column"]
    assert codes(dataset, target="b") == ["target_has_one_value"]
    with pytest.raises(InvalidValueError) as caught:
        audit(dataset, target="c")
    assert caught.value.field == "target"
    assert "'answer', 'b'" in caught.value.message


def test_with_target_moves_the_role():
    dataset = dataset_of(target(), column("b"), task_type="classification")
    moved = with_target(dataset, "b")
    assert (moved.names("target"), moved.names("feature")) == (("b",), ("answer",))
    assert moved.preparation.task_type is None
    assert with_target(dataset, "answer") == dataset


TARGETS = [
    (["a", "target", "label"], "target"),
    (["price", "rooms", "y"], "y"),
    (["rooms", "sale_price", "place"], "sale_price"),
    (["Pclass", "Survived", "Age"], "Survived"),
    (["width", "height", "length"], None),
]


@pytest.mark.parametrize(("names", "expected"), TARGETS)
def test_a_target_is_suggested_by_its_name(names, expected):
    assert suggest_target(dataset_of(*(column(name) for name in names))) == expected


LAST = [
    ({"type": "categorical", "distinct": 3}, "last"),
    ({"type": "boolean", "distinct": 2}, "last"),
    ({"distinct": 3, "top": (("0", 400), ("1", 400), ("2", 200))}, "last"),
    ({"distinct": 2, "top": (("0.5", 400), ("1.5", 600))}, None),
    ({"distinct": 900, "top": (("1", 2),)}, None),
    ({"type": "categorical", "distinct": 51}, None),
    ({"type": "categorical", "distinct": 3, "role": "ignore"}, None),
    ({"type": "categorical", "distinct": 1}, None),
    ({"type": "datetime", "distinct": 3}, None),
    ({"type": "text", "distinct": 3}, None),
]


@pytest.mark.parametrize(("fields", "expected"), LAST)
def test_the_last_column_is_suggested_if_it_holds_classes(fields, expected):
    classes = column("kind", type="categorical", distinct=3)
    assert suggest_target(dataset_of(classes, column("last", **fields))) == expected


TASKS = [
    (None, "clustering"),
    (column("t", type="categorical", distinct=3), "classification"),
    (column("t", type="boolean", distinct=2), "classification"),
    (column("t", distinct=900, top=(("1", 2),)), "regression"),
    (column("t", distinct=3, top=(("1", 500), ("2", 300), ("3", 200))), "classification"),
    (column("t", distinct=3, top=(("1.5", 500), ("2", 300), ("3", 200))), "regression"),
    (column("t", distinct=8, top=tuple((str(i), 1) for i in range(8))), "regression"),
]


@pytest.mark.parametrize(("one", "expected"), TASKS)
def test_a_task_type_is_suggested_with_its_reason(one, expected):
    dataset = dataset_of(*([one] if one else []), column("other"))
    task_type, reason = suggest_task_type(dataset, one and one.name)
    assert task_type == expected
    assert reason.endswith(".")


@has_data
@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("penguins", ("species", "classification")),
        ("titanic_kaggle_train", ("Survived", "classification")),
        ("california_housing", ("median_house_value", "regression")),
        ("telco_churn", ("Churn", "classification")),
        ("mice_protein", ("class", "classification")),
        ("jewellery", (None, "clustering")),
    ],
)
def test_real_files_get_their_task(name, expected):
    dataset = dataset_of(*read_table(DATA / f"{name}.csv").columns)
    chosen = suggest_target(dataset)
    assert (chosen, suggest_task_type(dataset, chosen)[0]) == expected
