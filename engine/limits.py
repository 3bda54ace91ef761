"""How a split may be asked for, in a request and among stored choices alike."""

from __future__ import annotations

from engine.errors import InvalidValueError

TEST_SIZES = (0.05, 0.5)
FOLDS = (2, 20)
REPEATS = (1, 20)
TIME_BUDGET = (1.0, 86_400.0)
SEEDS = (0, 2**32 - 1)


def check_split(*, test_size: float, cv_folds: int, cv_repeats: int, random_seed: int) -> None:
    """Refuse what no split can be made of.

    Raises
    ------
    InvalidValueError
        Names the field and its range.
    """
    check_range("test_size", test_size, TEST_SIZES)
    check_range("random_seed", random_seed, SEEDS)
    check_range("cv_repeats", cv_repeats, REPEATS)
    if cv_folds != 0 and not FOLDS[0] <= cv_folds <= FOLDS[1]:
        raise InvalidValueError(
            f"cv_folds must be 0 or from {FOLDS[0]} to {FOLDS[1]}, but {cv_folds} was given.",
            field="cv_folds",
            hint="5 is usual; 0 judges by the held-out rows alone.",
        )


def check_range(field: str, value: float, limits: tuple[float, float]) -> None:
    """Refuse a value outside of its range, both ends included."""
    low, high = limits
    if not low <= value <= high:
        raise InvalidValueError(
            f"{field} must be from {low:,} to {high:,}, but {value:,} was given.",
            field=field,
            hint=f"Choose a value from {low:,} to {high:,}.",
        )
