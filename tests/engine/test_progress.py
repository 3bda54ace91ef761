"""Progress: units are counted as they finish and the rest is estimated as a range."""

import pytest

from engine import progress
from engine.fitting import Step
from engine.progress import SHARED_FROM_SECONDS, ProgressMeter, Task
from engine.records import Contribution, Problem, Unit


class Clock:
    def __init__(self) -> None:
        self.time = 100.0

    def monotonic(self) -> float:
        return self.time


@pytest.fixture
def clock(monkeypatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(progress, "time", clock)
    return clock


def tasks() -> list[Task]:
    folds = [Task("ridge", f"fold {number} of 4") for number in (1, 2, 3, 4)]
    return [*folds, Task("ridge", "all training rows", 4 / 3), Task("svr", "fold 1 of 1")]


def run_unit(meter: ProgressMeter, clock: Clock, seconds: float) -> None:
    clock.time += seconds
    meter.end(0.5)


def test_nothing_is_promised_before_anything_is_known(clock):
    assert ProgressMeter(tasks()).begin().eta_seconds is None


def test_units_and_their_scores_are_counted(clock):
    meter = ProgressMeter(tasks())
    run_unit(meter, clock, 2.0)
    now = meter.progress()
    assert (now.done, now.total, now.stage, now.algorithm) == (1, 6, "fold 2 of 4", "ridge")
    assert now.finished[0].seconds == pytest.approx(2.0)
    assert now.finished[0].score == 0.5
    assert now.fraction == pytest.approx(1 / 6)


def test_the_range_holds_the_truth_when_folds_take_equally_long(clock):
    meter = ProgressMeter(tasks()[:5])
    run_unit(meter, clock, 3.0)
    low, high = meter.progress().eta_seconds
    assert low < 3 * 3.0 + 4.0 < high
    assert high < 2 * low


def test_an_algorithm_not_seen_yet_widens_the_range(clock):
    known, unknown = ProgressMeter(tasks()[:5]), ProgressMeter(tasks())
    for meter in (known, unknown):
        run_unit(meter, clock, 3.0)
    spread = [high - low for low, high in (m.progress().eta_seconds for m in (known, unknown))]
    assert spread[1] > spread[0]


def test_the_share_done_of_a_unit_counts_and_gives_a_first_estimate(clock):
    meter = ProgressMeter(tasks()[:1])
    clock.time += 2.0
    now = meter.step(Step(0.5))
    assert now.fraction == pytest.approx(0.5)
    low, high = now.eta_seconds
    assert low < 2.0 < high


def test_a_failed_algorithm_leaves_the_count_whole(clock):
    meter = ProgressMeter(tasks())
    run_unit(meter, clock, 1.0)
    now = meter.skip("ridge")
    assert (now.done, now.total, now.algorithm) == (1, 2, "svr")
    run_unit(meter, clock, 1.0)
    assert meter.progress().fraction == 1.0
    assert meter.progress().eta_seconds is None


def test_what_was_expected_is_corrected_by_what_others_took(clock):
    expected = {"ridge": (0.5, 2.0), "svr": (5.0, 20.0)}
    meter = ProgressMeter(tasks(), expected)
    low, high = meter.begin().eta_seconds
    assert (low, high) == pytest.approx((0.5 * (4 + 4 / 3) + 5, 2 * (4 + 4 / 3) + 20))
    for _ in range(5):
        run_unit(meter, clock, 2.0)
    # Each took about twice as long as the middle of what was expected.
    low, high = meter.progress().eta_seconds
    assert 5.0 < low < 10.0
    assert 20.0 < high <= 40.0


def test_what_a_unit_is_doing_is_told(clock):
    meter = ProgressMeter(tasks())
    now = meter.step(Step(0.25, "candidate 2 of 8"))
    assert (now.within, now.detail) == (0.25, "candidate 2 of 8")
    assert meter.end(0.5).detail is None


EXPECTED = {"ridge": (3.0, 3.0), "svr": (8.0, 8.0), "lasso": (9.0, 9.0)}
THREE = [Task("ridge", "all"), Task("svr", "all"), Task("lasso", "all")]


def test_what_two_processes_share_takes_half_as_long(clock):
    alone = ProgressMeter(THREE, EXPECTED).begin()
    shared = ProgressMeter(THREE, EXPECTED, processes=2).begin()
    assert alone.eta_seconds == pytest.approx((20.0, 20.0))
    assert shared.eta_seconds == pytest.approx((10.0, 10.0))
    assert shared.shareable_seconds == pytest.approx(17.0)


def test_sharing_takes_no_less_than_the_longest_algorithm(clock):
    expected = EXPECTED | {"lasso": (30.0, 30.0)}
    shared = ProgressMeter(THREE, expected, processes=2).begin()
    assert shared.eta_seconds == pytest.approx((30.0, 30.0))


def test_little_work_is_not_expected_to_be_shared(clock):
    quick = dict.fromkeys(EXPECTED, (1.0, 1.0))
    now = ProgressMeter(THREE, quick, processes=2).begin()
    assert now.shareable_seconds < SHARED_FROM_SECONDS
    assert now.eta_seconds == pytest.approx((3.0, 3.0))


def test_only_what_others_may_take_is_expected_to_be_shared(clock):
    now = ProgressMeter(THREE, EXPECTED, processes=2, shareable={"ridge", "svr"}).begin()
    # The first one is begun, and the third is not to be shared.
    assert now.shareable_seconds == pytest.approx(8.0)


def test_what_others_do_is_counted_once(clock):
    given: list[Contribution] = []
    meter = ProgressMeter(THREE, EXPECTED, others=lambda: given, processes=2)
    given.append(Contribution(algorithm="lasso"))
    now = meter.progress()
    assert (now.done, now.total, now.beside) == (0, 3, ("lasso",))
    assert now.shareable_seconds == pytest.approx(8.0)
    unit = Unit(algorithm="lasso", part="all", seconds=9.0, score=0.5)
    given[0] = Contribution(algorithm="lasso", units=(unit,), model_id="m")
    given.append(Contribution(algorithm="svr", problem=Problem(code="training", message="No.")))
    for _ in range(2):
        now = meter.progress()
        assert (now.done, now.total, now.beside) == (1, 2, ())
    assert now.finished == (unit,)
    run_unit(meter, clock, 3.0)
    assert meter.progress().fraction == 1.0


def test_any_algorithm_can_be_the_next(clock):
    meter = ProgressMeter(tasks())
    assert meter.take("svr").algorithm == "svr"
    run_unit(meter, clock, 1.0)
    now = meter.take("ridge")
    assert (now.stage, now.finished[0].algorithm) == ("fold 1 of 4", "svr")
