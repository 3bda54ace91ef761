"""The held-out rows are opened once for each model, and every opening is noted."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest

from engine.analyses.context import Context
from engine.errors import NotFoundError
from engine.exports import export as exported
from engine.holdout import Holdout, choosing_score, holdout_of, moment_words, rows_of
from engine.store import Opening, Store
from engine.variants import make_variant
from engine.workspace import Limits, Workspace
from tests.made_models import made_model
from tests.trained_models import train

CSV = "x,y,kind\n" + "".join(f"{n % 13},{n % 7},{('a', 'b')[n % 2]}\n" for n in range(60))
TWO = ("gaussian_nb", "decision_tree_classifier")


@pytest.fixture
def dataset(workspace):
    return workspace.datasets.add(BytesIO(CSV.encode()), name="t.csv")


def models_of(workspace, dataset, algorithms=TWO, **more):
    given = {"task_type": "classification", "target": "kind"} | more
    return train(workspace, dataset, algorithms=algorithms, **given)


def test_opening_twice_notes_once(workspace, dataset):
    first, _ = models_of(workspace, dataset)
    assert workspace.models.openings() == {}
    once = workspace.models.open(first.id)
    assert workspace.models.open(first.id) == once
    assert once.n_opened == 1
    assert (datetime.now(UTC) - once.opened_at).total_seconds() < 60
    assert once.words.endswith("They have been opened for no other model of this split.")


def test_two_models_of_one_split_count_two(workspace, dataset):
    first, second = models_of(workspace, dataset)
    workspace.models.open(first.id)
    assert workspace.models.open(second.id).n_opened == 2
    again = workspace.models.open(first.id)
    assert again.n_opened == 2
    assert "opened for 2 models of this split" in again.words
    assert again.words.endswith("choose by the folds.")


def test_another_split_counts_apart(workspace, dataset):
    first, _ = models_of(workspace, dataset)
    (other,) = models_of(workspace, dataset, TWO[:1], random_seed=7)
    workspace.models.open(first.id)
    assert workspace.models.open(other.id).n_opened == 1


def test_the_same_file_uploaded_again_has_the_same_rows(workspace, dataset):
    again = workspace.datasets.add(BytesIO(CSV.encode()), name="again.csv")
    (first,) = models_of(workspace, dataset, TWO[:1])
    (second,) = models_of(workspace, again, TWO[:1])
    workspace.models.open(first.id)
    assert workspace.models.open(second.id).n_opened == 2


def test_a_model_that_was_deleted_still_counts(workspace, dataset):
    first, second = models_of(workspace, dataset)
    workspace.models.open(first.id)
    workspace.models.delete(first.id)
    assert workspace.models.open(second.id).n_opened == 2


def test_neither_comparing_nor_predicting_nor_exporting_opens(workspace, dataset):
    models = models_of(workspace, dataset)
    ids = [model.id for model in models]
    workspace.models.compare(ids)
    workspace.models.choosing_diagnosis(ids[0])
    exported(workspace.models, ids[0], "pickle")
    workspace.models.predict_dataset(ids[0], dataset.id)
    assert workspace.models.openings() == {}


def test_the_diagnosis_of_a_comparison_is_over_the_folds(workspace, dataset):
    (model,) = models_of(workspace, dataset, TWO[:1])
    n_rows = sum(one.n_actual for one in workspace.models.choosing_diagnosis(model.id).classes)
    assert n_rows == model.provenance.n_train
    (bare,) = models_of(workspace, dataset, TWO[:1], cv_folds=0)
    n_rows = sum(one.n_actual for one in workspace.models.choosing_diagnosis(bare.id).classes)
    assert n_rows == bare.provenance.n_test


def test_progress_tells_no_held_out_score_where_there_are_folds(workspace, dataset):
    (with_folds,) = models_of(workspace, dataset, TWO[:1])
    (without,) = models_of(workspace, dataset, TWO[:1], cv_folds=0)
    last = {
        model.id: workspace.sessions.get(model.session_id).progress.finished[-1].score
        for model in (with_folds, without)
    }
    assert last == {with_folds.id: None, without.id: without.scores.test["accuracy"]}


def test_without_folds_training_opens(workspace, dataset):
    first, second = models_of(workspace, dataset, cv_folds=0)
    assert set(workspace.models.openings()) == {first.id, second.id}
    found = workspace.models.open(first.id)
    assert found.n_opened == 2
    assert "2 were judged on these very rows" in found.words


def test_making_a_variant_opens_it(workspace, dataset):
    """What it is worth is told on the held-out rows."""
    (model,) = models_of(workspace, dataset, TWO[:1])
    context = Context(workspace._store, workspace.name, model)
    made = make_variant("calibrated", context, lambda *_: None, lambda: False)
    assert set(workspace.models.openings()) == {made.model_id}
    assert workspace.models.open(model.id).n_opened == 2


def test_a_clustering_has_nothing_to_open(workspace, dataset):
    (model,) = models_of(workspace, dataset, ("k_means",), task_type="clustering", target=None)
    assert workspace.models.open(model.id) is None
    assert workspace.models.openings() == {}


def test_another_workspace_cannot_open(workspace, dataset):
    first, _ = models_of(workspace, dataset)
    stranger = Workspace(workspace._store, "other", limits=Limits())
    with pytest.raises(NotFoundError):
        stranger.models.open(first.id)
    assert stranger.models.openings() == workspace.models.openings() == {}


NOTE = """
import sys
from pathlib import Path
from engine.store import Store
store = Store(Path(sys.argv[1]))
print("ready", flush=True)
sys.stdin.readline()
for number in range(50):
    store.openings.note("mine", f"model {number}", "rows")
"""


def test_two_processes_at_once_note_once(tmp_path):
    root = Path(__file__).parents[2]
    command = [sys.executable, "-c", NOTE, str(tmp_path)]
    both = [
        subprocess.Popen(
            command, cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]
    for one in both:
        assert one.stdout.readline() == "ready\n"
    for one in both:
        one.stdin.write("\n")
        one.stdin.flush()
    for one in both:
        one.communicate()
    assert [one.returncode for one in both] == [0, 0]
    store = Store(tmp_path)
    assert len(store.openings.all("mine")) == 50
    store.close()


def test_a_key_that_another_database_refuses_is_no_error(store, monkeypatch):
    """Two transactions of PostgreSQL may both find nothing; the second insert fails."""
    store.openings.note("mine", "one", "rows")
    (before,) = store.openings.all("mine").values()
    monkeypatch.setattr("sqlalchemy.orm.Session.get", lambda *_args: None)
    store.openings.note("mine", "one", "rows")
    assert list(store.openings.all("mine").values()) == [before]


def test_a_database_of_before_gets_the_table(tmp_path):
    store = Store(tmp_path)
    with store._database.write() as transaction:
        transaction.connection().exec_driver_sql("DROP TABLE openings")
    store.close()
    again = Store(tmp_path)
    again.openings.note("mine", "one", "rows")
    assert set(again.openings.all("mine")) == {"one"}
    again.close()


def test_the_words_say_when_and_for_how_many():
    model, others = made_model(), [made_model() for _ in range(2)]
    moment = datetime(2026, 11, 3, 14, 5, tzinfo=UTC)
    known = {one.id: Opening(moment, rows_of(one)) for one in (model, *others)}
    assert holdout_of(model, known) == Holdout(
        opened_at=moment,
        n_opened=3,
        words="The held-out rows were opened for this model on 3 Nov 2026, 14:05 UTC. They have "
        "been opened for 3 models of this split; the best of several is a little too optimistic: "
        "choose by the folds.",
    )
    assert moment_words(moment) == "3 Nov 2026, 14:05 UTC"


def test_a_model_is_chosen_by_its_folds_if_it_has_any():
    model = made_model()
    assert choosing_score(model, "accuracy") == 0.79
    assert choosing_score(model, "roc_auc") is None
    bare = model.model_copy(update={"scores": model.scores.model_copy(update={"cv": {}})})
    assert choosing_score(bare, "accuracy") == 0.8
