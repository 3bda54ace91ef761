"""Writes docs/algorithms.md: every algorithm of the registry with its settings.

    python -m tools.algorithms_page

What is installed does not matter: packages that an algorithm needs besides
scikit-learn are named, not imported.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import get_args

from engine.algorithms import KNOWN, AlgorithmConfig
from engine.hyperparameters import Hyperparameter, spell
from engine.records import Setting, TaskType

PATH = Path(__file__).parents[1] / "docs" / "algorithms.md"

TITLES: dict[TaskType, str] = {
    "classification": "Classification: predict a class",
    "regression": "Regression: predict a number",
    "clustering": "Clustering: find groups",
}
INTRODUCTION = """\
# Algorithms and their settings

<!-- Written by `make docs` from the registry in engine/algorithms. Change it there. -->

Everything that can be trained, in the order of the page. A key is what REST calls an algorithm; \
the name of a setting is scikit-learn's own.

- **Settings** not marked *more* are in sight on the page, the others are under "more". A default \
is scikit-learn's own, or the help says why not.
- **Searched** is the range in which "find good settings" looks. A setting without one keeps its \
value.
- **Depends on** names the values of other settings without which a setting has no effect, or \
without which it cannot be changed.
- **Identical results** says with how many threads two fits on the same data are equal bit for \
bit. The program keeps to that by itself.
- Rows are those of the largest part that is learned from, features are counted after preparation.
"""
DOCUMENTATION = {
    "sklearn": "https://scikit-learn.org/stable/modules/generated/{path}.html",
    "lightgbm": "https://lightgbm.readthedocs.io/en/stable/pythonapi/lightgbm.{name}.html",
    "xgboost": "https://xgboost.readthedocs.io/en/stable/python/python_api.html#xgboost.{name}",
    "catboost": "https://catboost.ai/docs/en/concepts/python-reference_{lower}",
}
ENCODINGS = {
    "one_hot": "one column of zeros and ones for each level (one-hot)",
    "ordinal": "one column of numbers, a number for each level (ordinal)",
    "native": "as categories, which it divides by itself (native)",
}
WRAPPERS = {
    "numbered_classes": (
        "A `VotingClassifier` with this one voter numbers the classes before a fit and names them "
        "after."
    ),
    "scaled_target": (
        "A `TransformedTargetRegressor` brings the target to one scale before a fit, and "
        "predictions back after."
    ),
}
RANGES = {
    "any": None,
    "non_negative": "the target must not be negative",
    "positive": "the target must be above zero",
}
PIPE = r"\|"
HEADER = ("Setting", "Name on the page", "Values", "Default", "Depends on", "Searched", "Help")


def page() -> str:
    """The whole page."""
    tasks = get_args(TaskType)
    contents = "\n".join(line for task_type in tasks for line in _contents(task_type))
    chapters = "\n".join(part for task_type in tasks for part in _chapter(task_type))
    return f"{INTRODUCTION}\n{contents}\n\n{chapters}"


def _families(task_type: TaskType) -> Iterator[tuple[str, list[AlgorithmConfig]]]:
    """Entries of a task type by family, both in the order in which they come first."""
    entries = [entry for entry in KNOWN if entry.task_type == task_type]
    families = list(dict.fromkeys(entry.family for entry in entries))
    ordered = sorted(entries, key=lambda entry: families.index(entry.family))
    for family, members in groupby(ordered, key=lambda entry: entry.family):
        yield family, list(members)


def _contents(task_type: TaskType) -> Iterator[str]:
    """A line for the task type, and below it one for each family with links to its algorithms."""
    yield f"- [{TITLES[task_type]}](#{task_type})"
    for family, entries in _families(task_type):
        links = ", ".join(f"[{entry.name}](#{entry.key})" for entry in entries)
        yield f"  - {family}: {links}"


def _chapter(task_type: TaskType) -> Iterator[str]:
    yield f'<a id="{task_type}"></a>\n\n## {TITLES[task_type]}\n'
    for family, entries in _families(task_type):
        yield f"### {family}\n"
        yield from map(_section, entries)


def _section(entry: AlgorithmConfig) -> str:
    """One algorithm: what it is, what it wants, and its settings."""
    parts = [
        f'<a id="{entry.key}"></a>\n\n#### {entry.name}',
        text(entry.description),
        f"**Use it when:** {text(entry.use_when)}",
        f"**Avoid it when:** {text(entry.avoid_when)}",
        "\n".join(f"- {name}: {value}" for name, value in _facts(entry)),
        _settings(entry),
    ]
    return "\n\n".join(parts) + "\n"


def _facts(entry: AlgorithmConfig) -> Iterator[tuple[str, str]]:
    yield "Key", f"`{entry.key}`"
    yield "Class", f"[`{entry.estimator}`]({_documentation(entry.estimator)})"
    if entry.requires is not None:
        yield "Offered when installed", f"`{entry.requires}`, see `requirements-boosters.txt`"
    if entry.wrapper != "none":
        yield "Stands behind", WRAPPERS[entry.wrapper]
    yield "Limits", "; ".join(_limits(entry)) or "none"
    if not entry.baseline:
        yield "Categories", ENCODINGS[entry.encoding]
        yield "Numbers", _numbers(entry)
    yield "Identical results", _threads(entry)
    yield "Progress", _progress(entry)
    if entry.fixed:
        pairs = (f"`{name}` {value(one)}" for name, one in entry.fixed.items())
        yield "Set without asking", ", ".join(pairs)


def _documentation(estimator: str) -> str:
    package, name = estimator.partition(".")[0], estimator.rpartition(".")[2]
    return DOCUMENTATION[package].format(path=estimator, name=name, lower=name.lower())


def _limits(entry: AlgorithmConfig) -> Iterator[str]:
    if entry.max_rows is not None:
        yield f"refused above {entry.max_rows:,} rows"
    if entry.slow_rows is not None:
        yield f"a warning with the expected time above {entry.slow_rows:,} rows"
    if entry.max_features is not None:
        yield f"refused above {entry.max_features:,} features"
    target = RANGES[entry.target_range]
    if target is not None:
        yield target


def _numbers(entry: AlgorithmConfig) -> str:
    scale = "on one scale" if entry.scale else "on any scale"
    sparse = "as a sparse matrix where most are zero" if entry.sparse else "as a dense matrix"
    return f"{scale}, {sparse}, in {entry.precision}"


def _threads(entry: AlgorithmConfig) -> str:
    return "with one thread" if entry.threads == "one" else "with any number of threads"


def _progress(entry: AlgorithmConfig) -> str:
    if entry.iterations is not None:
        return f"within a fit, as `{entry.iterations}` grows; a part of it can be kept"
    if entry.progress == "callback":
        return "within a fit, told by scikit-learn's callbacks"
    return "after each fit"


def _settings(entry: AlgorithmConfig) -> str:
    if not entry.hyperparameters:
        return "It has no settings."
    rows = [_row(one) for one in entry.hyperparameters]
    return "\n".join(map(line, [HEADER, ("---",) * len(HEADER), *rows]))


def line(cells: Sequence[str]) -> str:
    """One row of a table: a pipe ends a cell wherever it stands, even within code."""
    return f"| {' | '.join(cell.replace('|', PIPE) for cell in cells)} |"


def _row(one: Hyperparameter) -> tuple[str, ...]:
    more = "" if one.important else " *(more)*"
    return (
        f"`{one.name}`",
        text(one.label) + more,
        _values(one),
        value(one.default),
        _depends(one),
        _searched(one),
        text(one.help),
    )


def _values(one: Hyperparameter) -> str:
    """What a setting may be, in words."""
    none = "none, or " if one.allow_none else ""
    if one.kind == "switch":
        return f"{none}on or off"
    if one.kind == "choice":
        return f"{none}one of {_listed(one.choices)}"
    noun = "a whole number" if one.kind == "integer" else "a number"
    steps = ", in steps that multiply" if one.log else ""
    rows = ", not above the rows of a fit" if one.at_most_rows else ""
    return f"{none}{noun} from {spell(one.minimum)} to {spell(one.maximum)}{steps}{rows}"


def _depends(one: Hyperparameter) -> str:
    matters = [f"`{name}` {_listed(values)}" for name, values in one.matters.items()]
    needs = [f"to be changed: `{name}` {_listed(values)}" for name, values in one.needs.items()]
    return "; ".join([*matters, *needs]) or ""


def _searched(one: Hyperparameter) -> str:
    if not one.search:
        return ""
    if one.kind in {"integer", "number"}:
        return f"{spell(one.search[0])} to {spell(one.search[-1])}"
    return _listed(one.search)


def _listed(values: Iterable[Setting]) -> str:
    return ", ".join(map(value, values))


def value(one: Setting) -> str:
    """A value as code if it is a word of scikit-learn, else as people write it."""
    return f"`{one}`" if isinstance(one, str) else spell(one)


def text(words: str) -> str:
    """Take from words what Markdown would understand as its own; a cell has no line breaks."""
    return re.sub(r"([*<`\[\]])", r"\\\1", " ".join(words.split()))


if __name__ == "__main__":
    PATH.write_text(page(), encoding="utf-8")
