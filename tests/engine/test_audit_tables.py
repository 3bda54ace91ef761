"""Checks of a dataset as a whole: each fires on one made table and is quiet on another."""

import numpy as np
import pandas as pd
import pytest

from engine.audit import CHECKS
from engine.audit.check import DatasetCheck
from tests.engine.audit_tables import CASES, Made, honest, repeated, spelled
from tests.live_server import ROOT

DATA = ROOT.parent / "shared" / "data"
has_data = pytest.mark.skipif(not DATA.is_dir(), reason="the shared data are not there")

FIRES = [(code, name) for code, case in CASES.items() for name in case.fires]
QUIET = [(code, name) for code, case in CASES.items() for name in case.quiet]


def found(workspace, made):
    return workspace.findings(made.added(workspace).id)


def one(workspace, made, code):
    (finding,) = [finding for finding in found(workspace, made) if finding.code == code]
    return finding


def test_every_check_is_tried_both_ways():
    registered = {check.code for check in CHECKS if isinstance(check, DatasetCheck)}
    assert set(CASES) == registered
    assert all(case.fires and case.quiet for case in CASES.values())


@pytest.mark.parametrize(("code", "name"), FIRES)
def test_a_check_fires(workspace, code, name):
    finding = one(workspace, CASES[code].fires[name](), code)
    assert finding.evidence.endswith(".")
    assert finding.message.endswith(".")


@pytest.mark.parametrize(("code", "name"), QUIET)
def test_a_check_is_quiet(workspace, code, name):
    assert code not in {finding.code for finding in found(workspace, CASES[code].quiet[name]())}


@pytest.mark.parametrize(("code", "name"), FIRES)
def test_a_repair_removes_its_finding(workspace, code, name):
    dataset = CASES[code].fires[name]().added(workspace)
    (finding,) = [one for one in workspace.findings(dataset.id) if one.code == code]
    if finding.repair is None:
        return
    workspace.repair(dataset.id, finding)
    assert code not in {one.code for one in workspace.findings(dataset.id)}


def test_the_same_findings_each_time(workspace):
    first, second = (found(workspace, Made(repeated(1))) for _ in range(2))
    assert first == second


def test_the_severest_come_first(workspace):
    table = repeated(1).assign(copy=lambda table: table["y"], day="2020-01-01")
    severities = [finding.severity for finding in found(workspace, Made(table))]
    assert "warning" in severities
    assert severities == sorted(severities, key=["blocker", "warning", "info"].index)


def test_a_set_that_spells_the_target_is_the_whole_set(workspace):
    finding = one(workspace, Made(spelled(noise=0.0)), "columns_spell_target")
    assert sorted(finding.columns) == ["drug", "gene", "place"]
    assert "8 combinations" in finding.evidence


def test_a_pair_that_no_column_hints_at_is_found(workspace):
    table = honest().assign(
        a=lambda t: np.arange(len(t)) % 2, b=lambda t: np.arange(len(t)) // 2 % 2
    )
    table["y"] = np.where(table["a"] == table["b"], "same", "other")
    finding = one(workspace, Made(table), "columns_spell_target")
    assert sorted(finding.columns) == ["a", "b"]


def test_copies_are_counted(workspace):
    finding = one(workspace, Made(repeated(1)), "duplicates_across_split")
    assert "40 of 440 rows repeat an earlier one" in finding.evidence


def test_missing_cells_make_rows_equal(workspace):
    table = repeated(1)
    table["x"] = table["x"].where(table.index % 40 > 20)
    table.loc[table.index >= 400, "x"] = table["x"].iloc[:40].to_numpy()
    assert "40 of 440" in one(workspace, Made(table), "duplicates_across_split").evidence


def test_many_rows_are_sampled_aloud(workspace):
    finding = one(workspace, Made(honest(12_000)), "no_column_gives_answer_away")
    assert "10,000 of 12,000 rows were looked at." in finding.evidence


def test_the_good_news_names_the_best_column(workspace):
    finding = one(workspace, Made(honest()), "no_column_gives_answer_away")
    assert finding.evidence.startswith("Best single column: kind, AUC 0.8")


def test_gaps_that_follow_the_answer_are_named_as_such(workspace):
    made = CASES["column_gives_answer_away"].fires["filled in later"]()
    finding = one(workspace, made, "column_gives_answer_away")
    assert finding.columns == ("boat",)
    assert "Whether boat is empty tells y" in finding.evidence


@pytest.mark.parametrize("value", [1e308, -1e308, 1e-308])
def test_the_largest_numbers_do_not_stop_the_audit(workspace, value):
    numbers = np.where(np.arange(400) % 3 == 0, value, np.arange(400.0))
    for table in (honest(big=numbers), honest(y2=numbers).assign(y=numbers)):
        assert found(workspace, Made(table))


@pytest.mark.parametrize(
    "y",
    [
        pd.Series(["only"] * 30),
        pd.Series([None] * 29 + ["a"]),
        pd.Series(np.arange(30.0)),
        pd.Series([f"c{n}" for n in range(30)]),
        pd.Series([1.5] * 29 + [2.5]),
    ],
    ids=["one class", "one row", "numbers", "all classes differ", "one other number"],
)
def test_a_target_that_cannot_be_learned_does_not_stop_the_audit(workspace, y):
    assert isinstance(found(workspace, Made(honest(30).assign(y=y))), list)


def added(workspace, name):
    with (DATA / f"{name}.csv").open("rb") as file:
        return workspace.datasets.add(file, name=f"{name}.csv")


@has_data
@pytest.mark.parametrize(
    ("name", "target", "expected"),
    [
        ("california_housing", "median_house_value", set()),
        ("telco_churn", "Churn", set()),
        ("penguins", "species", set()),
        ("titanic_kaggle_train", "Survived", set()),
        ("mice_protein", "class", {"columns_spell_target", "groups_would_be_split"}),
    ],
)
def test_what_is_to_be_said_about_real_files(workspace, name, target, expected):
    dataset = added(workspace, name)
    findings = workspace.findings(dataset.id, target=target)
    codes = {finding.code for finding in findings if finding.severity != "info"}
    assert codes == expected
    good_news = "no_column_gives_answer_away" in {finding.code for finding in findings}
    assert good_news is not bool(expected)


@has_data
def test_the_mice_are_found(workspace):
    dataset = added(workspace, "mice_protein")
    found = {finding.code: finding for finding in workspace.findings(dataset.id, target="class")}
    spelled_by = found["columns_spell_target"].columns
    assert set(spelled_by) == {"Genotype", "Treatment", "Behavior"}
    assert found["groups_would_be_split"].repair.group_separator == "_"
    assert "72 groups" in found["groups_would_be_split"].evidence
