from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from components import progress
from components.progress import Run
from engine.metrics import metrics
from engine.records import (
    AlgorithmChoice,
    Problem,
    Progress,
    TrainingSession,
    TrainingSpec,
    Unit,
)
from tests.made_models import made_model

NAMES = {"a": "Linear", "b": "Forest"}
STARTED = datetime(2025, 1, 1, tzinfo=UTC)


def unit(algorithm, part, score):
    return Unit(algorithm=algorithm, part=part, seconds=1.0, score=score)


@pytest.fixture
def running():
    spec = TrainingSpec(
        dataset_id="d",
        task_type="classification",
        target="y",
        features=("x",),
        algorithms=(AlgorithmChoice(key="a"), AlgorithmChoice(key="b")),
        cv_folds=2,
    )
    finished = (
        unit("a", "fold 1 of 2", 0.8),
        unit("a", "fold 2 of 2", 0.6),
        unit("a", "all training rows", 0.1),
        unit("b", "fold 1 of 2", 0.9),
    )
    return TrainingSession(
        id="s",
        dataset_id="d",
        dataset_name="x.csv",
        spec=spec,
        status="running",
        started_at=STARTED,
        progress=Progress(
            done=4,
            total=6,
            within=0.5,
            stage="fold 2 of 2",
            algorithm="b",
            eta_seconds=(16, 25),
            finished=finished,
        ),
    )


def run_of(session, **changes):
    changed = session.model_copy(update=changes)
    return Run(session=changed, names=NAMES, metric=metrics("classification")[0])


def ended(session, status, **changes):
    finished_at = STARTED + timedelta(seconds=12)
    return run_of(session, status=status, finished_at=finished_at, **changes)


def widths(found):
    return [
        part.style["width"]
        for part in found.parts
        if "bar-fill" in str(getattr(part, "className", ""))
    ]


def test_a_running_session_counts_in_fits(drawn, running):
    run = run_of(running)
    found = drawn(progress.body(run))
    assert progress.title(run) == "Running: 4 of 6 fits"
    assert progress.time_left(running) == "15 to 25 s left"
    assert widths(found) == ["75.0%", "100.0%", "50.0%"]
    assert "done" in found
    assert "fold 2 of 2" in found


def test_the_score_so_far_is_that_of_the_folds(running):
    run = run_of(running)
    expected = progress.format_score(run.metric, 0.7)
    assert progress.score_so_far(run, "a") == expected
    assert progress.score_so_far(run, "b") == progress.format_score(run.metric, 0.9)


def test_without_folds_the_score_is_that_of_the_held_out_rows(running):
    spec = running.spec.model_copy(update={"cv_folds": 0})
    alone = Progress(done=1, total=2, finished=(unit("a", "all training rows", 0.5),))
    run = run_of(running, spec=spec, progress=alone)
    assert progress.score_so_far(run, "a") == progress.format_score(run.metric, 0.5)
    assert progress.score_so_far(run, "b") == ""


@pytest.mark.parametrize(
    ("place", "expected"),
    [(0, "Starting: next in the queue"), (3, "Waiting for its turn: place 3 in the queue")],
)
def test_a_waiting_session_tells_its_place(running, place, expected):
    waiting = running.model_copy(update={"status": "queued", "progress": Progress()})
    run = Run(session=waiting, names=NAMES, metric=metrics("classification")[0], place=place)
    assert progress.title(run) == expected
    assert progress.time_left(waiting) == ""


def test_a_stop_that_was_asked_for_is_told(running):
    run = run_of(running, stop_requested=True)
    assert progress.title(run) == "Stopping after what is running now"


def test_a_finished_session_fills_the_bar_and_leads_on(drawn, running):
    run = ended(running, "completed", model_ids=("m1", "m2"))
    assert progress.title(run) == "Finished: 2 models in 12 s"
    assert widths(drawn(progress.body(run)))[0] == "100.0%"


def test_a_stopped_session_keeps_what_is_finished(running):
    run = ended(running, "stopped", model_ids=("m1",))
    assert progress.title(run) == "Stopped after 12 s: 1 model kept"


@pytest.mark.parametrize("status", ["failed", "interrupted"])
def test_a_run_that_ended_badly_says_why_and_what_to_do(drawn, running, status):
    error = Problem(code="training_failed", message="It ran out of memory.", hint="Use fewer rows.")
    found = drawn(progress.body(ended(running, status, error=error)))
    assert "It ran out of memory." in found
    assert "Use fewer rows." in found


def test_an_algorithm_that_failed_does_not_hide_the_others(drawn, running):
    problem = Problem(code="x", message="It did not fit.", hint="Change it.")
    found = drawn(progress.body(ended(running, "completed", failures={"b": problem})))
    assert "Forest gave no model: It did not fit." in found
    assert "failed" in found
    assert "done" in found


def test_what_a_unit_is_doing_is_told_in_detail(drawn, running):
    detail = "candidate 7 of 20 on 2,700 rows"
    told = running.progress.model_copy(update={"detail": detail})
    assert detail in drawn(progress.body(run_of(running, progress=told)))


def test_what_another_process_works_on_is_told(drawn, running):
    told = running.progress.model_copy(update={"algorithm": "a", "beside": ("b",)})
    assert "in another process" in drawn(progress.body(run_of(running, progress=told)))


def test_repeated_folds_are_counted_all(running):
    spec = running.spec.model_copy(update={"cv_folds": 5, "cv_repeats": 3})
    assert run_of(running, spec=spec).units_each == 16


def test_a_run_tells_how_the_estimate_compared(drawn, running):
    known = {"expected_seconds": (10.0, 15.0), "expected_error": 0.1}
    found = drawn(progress.body(ended(running, "completed", **known)))
    assert "It took 12 s; 10 to 15 s were expected when it began." in found
    assert "expected" not in drawn(progress.body(ended(running, "completed")))


def test_a_partly_grown_model_is_marked(drawn, running):
    session = ended(running, "stopped", model_ids=("m",)).session
    grown = made_model(algorithm="b", name="Forest", grown=(37, 100))
    run = Run(session=session, names=NAMES, metric=metrics("classification")[0], models=[grown])
    assert "partly grown: 37 of 100" in drawn(progress.body(run))


def test_algorithms_without_time_have_one_sentence_together(drawn, running):
    late = Problem(code="time_budget", message="It was not finished.", hint="More time.")
    found = drawn(progress.body(ended(running, "completed", failures={"a": late, "b": late})))
    listed = "Linear, Forest"
    assert f"over before these 2 algorithms had a model: {listed}." in found
    assert "gave no model" not in found
    assert "out of time" in found


def test_what_was_left_out_before_the_start_is_folded_away(drawn, running):
    slow = Problem(code="too_slow", message="It may take 3 hours.", hint="Choose it by name.")
    failures = {f"c{n}": slow for n in range(10)}
    found = drawn(progress.body(ended(running, "completed", failures=failures)))
    assert "10 algorithms were left out, because they do not suit these data" in found
    assert "It may take 3 hours. Choose it by name." in found
    assert not [part for part in found.parts if "message" in str(getattr(part, "className", ""))]


def test_a_session_without_a_model_leads_nowhere(drawn, running):
    assert drawn(progress.body(ended(running, "stopped"))).links() == []
