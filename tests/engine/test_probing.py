"""Probing: what a long fit takes is told by two short ones, which cost little."""

import pytest

from engine import fit_costs, probing
from engine.algorithms import ALGORITHMS, algorithm
from engine.fit_costs import fit_seconds
from engine.probing import probe


class Law:
    """A fit that takes the time that a formula says, without taking it."""

    def __init__(self, seconds):
        self.seconds = seconds
        self.fitted = []

    def __call__(self, n_rows):
        self.fitted.append(n_rows)
        return self.seconds(n_rows)

    @property
    def spent(self):
        return sum(self.seconds(rows) for rows in self.fitted)


@pytest.mark.parametrize("exponent", [1.0, 1.3, 2.0, 3.0])
def test_a_power_law_is_told_exactly(exponent):
    law = Law(lambda n: 1e-4 * n**exponent)
    expected = probe(law, 100_000, formula=60, exponent=exponent, n_fits=6)
    assert expected == pytest.approx(law.seconds(100_000), rel=0.02)


@pytest.mark.parametrize("n_rows", [20_000, 1_000_000])
@pytest.mark.parametrize("constant", [0.2, 2.0])
def test_a_constant_does_not_hide_the_growth(n_rows, constant):
    law = Law(lambda n: constant + 2e-4 * n)
    expected = probe(law, n_rows, formula=10, exponent=1.0, n_fits=10)
    assert expected == pytest.approx(law.seconds(n_rows), rel=0.5)


def test_growth_that_the_registry_does_not_know_is_seen():
    law = Law(lambda n: 1e-7 * n**1.9)
    expected = probe(law, 50_000, formula=10, exponent=1.6, n_fits=6)
    assert expected == pytest.approx(law.seconds(50_000), rel=0.05)


def test_a_slip_of_the_clock_is_kept_within_reason():
    """An exponent of 5 out of two short fits is a busy neighbour."""
    law = Law(lambda n: 1e-16 * n**5)
    expected = probe(law, 50_000, formula=10, exponent=1.0, n_fits=6)
    largest = max(law.fitted)
    assert expected <= law.seconds(largest) * (50_000 / largest) ** 1.4 * 1.001


@pytest.mark.parametrize("n_fits", [1, 2, 6, 60])
@pytest.mark.parametrize("exponent", [0.5, 1.0, 2.0, 3.0])
@pytest.mark.parametrize("n_rows", [2_000, 30_000, 1_000_000])
def test_probing_costs_little_of_what_it_tells(n_rows, exponent, n_fits):
    law = Law(lambda n: 600 * (n / n_rows) ** exponent)
    probe(law, n_rows, formula=600, exponent=exponent, n_fits=n_fits)
    # A short fit is done twice, to see what is set up once.
    assert law.spent <= 0.05 * n_fits * 600 + 2 * probing.SHORT
    assert all(rows <= n_rows * probing.LARGEST_SHARE for rows in law.fitted)


@pytest.mark.parametrize(
    ("n_rows", "formula"), [(1_999, 100.0), (1_000_000, 0.4)], ids=["few rows", "quick"]
)
def test_what_is_over_soon_is_not_probed(n_rows, formula):
    law = Law(lambda n: n)
    assert probe(law, n_rows, formula=formula, n_fits=6) is None
    assert law.fitted == []


def test_a_formula_that_was_too_high_costs_one_small_fit():
    law = Law(lambda n: 1e-7 * n)
    assert probe(law, 100_000, formula=60, n_fits=6) == pytest.approx(0.01)
    assert len(set(law.fitted)) == 1


def test_few_rows_that_cannot_be_learned_from_tell_nothing():
    def one_class(_n):
        raise ValueError("this solver needs samples of at least 2 classes")

    assert probe(one_class, 100_000, formula=60, n_fits=6) is None


def test_whoever_wants_to_stop_is_heard():
    def stop(_n):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        probe(stop, 100_000, formula=60, n_fits=6)


# The formula


@pytest.mark.parametrize("entry", ALGORITHMS, ids=lambda entry: entry.key)
def test_the_formula_starts_from_the_measured_fit(entry):
    measured = fit_seconds(entry, {}, fit_costs.ROWS, fit_costs.COLUMNS)
    assert measured == pytest.approx(entry.cost.seconds)
    more = fit_seconds(entry, {}, 4 * fit_costs.ROWS, fit_costs.COLUMNS)
    assert more == pytest.approx(entry.cost.seconds * 4**entry.cost.rows)
    assert fit_seconds(entry, {}, 0, 0) > 0


def test_twice_the_trees_take_twice_as_long():
    forest = algorithm("random_forest_classifier")
    base = fit_seconds(forest, {"n_estimators": 100}, 5_000, 10)
    assert fit_seconds(forest, {"n_estimators": 200}, 5_000, 10) == pytest.approx(2 * base)
    assert fit_seconds(forest, {"max_depth": 3}, 5_000, 10) == pytest.approx(base)
