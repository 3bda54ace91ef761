"""`CHECKS`: all checks, with the words for what they find.

The first sentence of a message is its headline; the others say why it matters
and what to do.
"""

from __future__ import annotations

from engine.audit import (
    column_checks,
    group_checks,
    leak_checks,
    number_checks,
    row_checks,
    target_checks,
)
from engine.audit.check import Check, DatasetCheck, FeatureCheck, TargetCheck
from engine.records import Role

_LEAVE_OUT: tuple[str, Role] = ("Leave out", "ignore")

CHECKS: tuple[Check, ...] = (
    TargetCheck(
        code="target_has_one_value",
        severity="blocker",
        message="The target has fewer than two different values. There is nothing to learn from"
        " it.",
        find=target_checks.one_value,
    ),
    TargetCheck(
        code="target_is_date",
        severity="blocker",
        message="A date cannot be predicted. Choose another target, or make it a number.",
        find=target_checks.date,
    ),
    DatasetCheck(
        code="column_gives_answer_away",
        severity="warning",
        message="A column gives the answer away. If it is not known before the answer is, "
        "scores look perfect and the model is of no use.",
        find=leak_checks.near_copy,
    ),
    DatasetCheck(
        code="columns_spell_target",
        severity="warning",
        message="A few columns together spell the target. If they are not known before the "
        "answer is, scores look perfect and the model is of no use.",
        find=leak_checks.spelled,
    ),
    DatasetCheck(
        code="columns_calculate_target",
        severity="warning",
        message="The target can be calculated from a few columns. If they are not known before "
        "the answer is, scores look perfect and the model is of no use.",
        find=leak_checks.calculated,
    ),
    DatasetCheck(
        code="duplicates_across_split",
        severity="warning",
        message="Copies of rows are on both sides of the split. The model is judged on rows "
        "that it has seen, so that scores look better than they are.",
        find=row_checks.duplicates_across_split,
    ),
    DatasetCheck(
        code="groups_would_be_split",
        severity="warning",
        message="Rows that belong together would be parted. The model may recognise who or what"
        " a row is about instead of learning the rule, so that scores look better than "
        "they are.",
        find=group_checks.split_groups,
    ),
    FeatureCheck(
        code="identifier_among_features",
        severity="warning",
        message="An identifier is among the features. It names a row but says nothing about new"
        " rows, and a model that learns it by heart fails on them.",
        fires=column_checks.is_identifier,
        evidence=column_checks.distinct_evidence,
        repair=("Use as identifier", "id"),
    ),
    TargetCheck(
        code="class_too_small",
        severity="warning",
        message="A class has very few rows. It cannot be in every part of the data, so that its"
        " scores say little. Use fewer folds, collect more rows, or merge rare classes.",
        find=target_checks.small_class,
    ),
    DatasetCheck(
        code="too_few_rows",
        severity="warning",
        message="There are few rows for so many columns. A model easily finds a rule that fits "
        "by chance. Collect more rows, or leave columns out.",
        find=row_checks.too_few_rows,
        needs_table=False,
    ),
    DatasetCheck(
        code="numbers_that_stand_for_missing",
        severity="warning",
        message="A number of nines may stand for a missing value. A model takes it for a measure.",
        find=number_checks.stand_ins,
    ),
    DatasetCheck(
        code="absurd_numbers",
        severity="warning",
        message="A few numbers are far larger than all others. One slip of the pen can outweigh"
        " all other rows. Look whether they are right, and correct them in the file.",
        find=number_checks.absurd_numbers,
    ),
    FeatureCheck(
        code="empty_column",
        severity="warning",
        message="A column has no value at all. It cannot help.",
        fires=column_checks.is_empty,
        evidence=column_checks.missing_evidence,
        repair=_LEAVE_OUT,
    ),
    FeatureCheck(
        code="mostly_missing",
        severity="warning",
        message="More than half of the cells are empty. Most of what a model sees there is "
        "filled in.",
        fires=column_checks.is_mostly_missing,
        evidence=column_checks.missing_evidence,
        repair=_LEAVE_OUT,
    ),
    TargetCheck(
        code="imbalanced_classes",
        severity="info",
        message="Nearly all rows are of one class. Always answering it is mostly right, so that"
        " accuracy says little here. Look at balanced accuracy instead.",
        find=target_checks.imbalance,
    ),
    TargetCheck(
        code="target_missing",
        severity="info",
        message="Rows without a target are left out. They are used neither in training nor for "
        "scores.",
        find=target_checks.missing,
    ),
    DatasetCheck(
        code="dates_suggest_time_split",
        severity="info",
        message="The rows have dates. If the model is to predict what comes later, judge it on "
        "the latest rows, and not on rows taken from all times.",
        find=row_checks.time_order,
        needs_table=False,
    ),
    DatasetCheck(
        code="duplicate_rows",
        severity="info",
        message="Some rows are equal to an earlier one. If they are the same case written down "
        "twice, it counts twice.",
        find=row_checks.duplicate_rows,
    ),
    FeatureCheck(
        code="constant_column",
        severity="info",
        message="A column is the same in all rows. It cannot help.",
        fires=column_checks.is_constant,
        evidence=column_checks.constant_evidence,
        repair=_LEAVE_OUT,
    ),
    FeatureCheck(
        code="free_text",
        severity="info",
        message="The text is different in most rows. Algorithms for tables learn little from it.",
        fires=column_checks.is_free_text,
        evidence=column_checks.distinct_evidence,
        repair=_LEAVE_OUT,
    ),
    FeatureCheck(
        code="many_levels",
        severity="info",
        message="A category has very many levels. Training becomes slow, and rare levels are "
        "hardly learned.",
        fires=column_checks.has_many_levels,
        evidence=column_checks.distinct_evidence,
        repair=_LEAVE_OUT,
    ),
    DatasetCheck(
        code="no_column_gives_answer_away",
        severity="info",
        message="No column gives the answer away.",
        find=leak_checks.no_leak,
    ),
)
