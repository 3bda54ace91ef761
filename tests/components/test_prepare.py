from __future__ import annotations

from components import prepare
from engine.records import Column


def task(dataset, task_type, **changes):
    preparation = dataset.preparation.model_copy(update={"task_type": task_type, **changes})
    return dataset.model_copy(update={"preparation": preparation})


def hidden_around(drawn, found, identifier):
    """Whether one of the parts around an input is hidden."""
    return any(
        getattr(part, "hidden", False)
        and identifier in [getattr(p, "id", None) for p in drawn(part).parts]
        for part in found.parts
    )


def test_the_form_shows_what_is_stored(drawn, dataset):
    dataset = task(dataset, "classification", test_size=0.25, cv_folds=3, random_seed=7)
    found = drawn(prepare.form(dataset, reason="Two classes."))
    assert found.by_id(prepare.ids.task_type).value == "classification"
    assert found.by_id(prepare.ids.target).value == "5"
    assert found.by_id(prepare.ids.test_share).value == "25"
    assert found.by_id(prepare.ids.folds).value == "3"
    assert found.by_id(prepare.ids.seed).value == "7"
    assert found.by_id(prepare.ids.features).value == ["1", "2", "3"]
    assert "Two classes." in found
    assert "3 of 4 columns are chosen. 2 columns have another use, such as “Id”." in found


def test_only_a_classification_can_be_stratified(drawn, dataset):
    for task_type, is_hidden in (("classification", False), ("regression", True)):
        found = drawn(prepare.form(task(dataset, task_type), reason=""))
        assert hidden_around(drawn, found, prepare.ids.stratify) is is_hidden


def test_clustering_asks_neither_for_a_target_nor_for_a_split(drawn, dataset):
    found = drawn(prepare.form(task(dataset, "clustering"), reason=""))
    for identifier in (prepare.ids.target, prepare.ids.test_share, prepare.ids.folds):
        assert hidden_around(drawn, found, identifier)


def test_too_many_columns_are_not_listed(drawn, dataset):
    many = tuple(Column(name=f"c{n}", type="numeric", missing=0, distinct=3) for n in range(1000))
    wide = task(dataset.model_copy(update={"columns": many, "n_columns": 1000}), "clustering")
    found = drawn(prepare.form(wide, reason=""))
    assert "1,000 columns, too many to list here" in found
    assert not [part for part in found.parts if getattr(part, "id", None) == prepare.ids.features]


def test_the_way_on_keeps_the_dataset(drawn, dataset):
    assert drawn(prepare.onward(dataset)).links() == [f"/train?dataset={dataset.id}"]
