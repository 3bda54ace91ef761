from __future__ import annotations

from components import estimate
from engine.records import Estimate, FitEstimate, Problem

NAMES = {"a": "Linear", "b": "Forest"}


def made(seconds=(5.0, 20.0), **changes):
    return Estimate(seconds=seconds, memory_bytes=300 * 1024**2, memory_limit=2**32, **changes)


def fit(high, caution=None):
    return FitEstimate(seconds=(1.0, high), memory_bytes=50_000_000, caution=caution)


def test_time_and_memory_are_one_line():
    assert estimate.line(made()) == "Takes about 5 to 20 s and up to 300 MB of memory."
    assert estimate.line(made((0.1, 0.4))) == "Takes under 1 s and up to 300 MB of memory."


def test_the_slowest_algorithm_comes_first(drawn):
    found = drawn(estimate.draw(made(algorithms={"a": fit(3.0), "b": fit(17.0)}), NAMES))
    assert found.text.index("Forest") < found.text.index("Linear")
    assert "1 to 15 s" in found


def test_one_algorithm_is_not_listed_by_itself(drawn):
    assert "Linear" not in drawn(estimate.draw(made(algorithms={"a": fit(3.0)}), NAMES))


def test_cautions_and_refusals_name_their_algorithm(drawn):
    problem = Problem(code="x", message="It would need 80 GB.", hint="Use fewer rows.")
    expected = made(algorithms={"a": fit(9_000.0, "It may take 2 hours.")}, refusals={"b": problem})
    found = drawn(estimate.draw(expected, NAMES))
    assert "Linear :  It may take 2 hours." in found
    assert "Forest cannot be trained: It would need 80 GB." in found
    assert "Use fewer rows." in found


def test_many_cautions_are_folded_away(drawn):
    many = {f"a{n}": fit(9.0, f"Slow {n}.") for n in range(5)}
    found = drawn(estimate.draw(made(algorithms=many), NAMES))
    assert "5 algorithms may take too long" in found
    assert "Slow 4." in found
