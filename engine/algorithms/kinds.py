"""How entries of the registry write down their settings: one function for each kind."""

from typing import TypedDict, Unpack

from engine.hyperparameters import Hyperparameter, Way
from engine.records import Setting


class More(TypedDict, total=False):
    """What any kind of setting may also have; see `Hyperparameter`."""

    allow_none: bool
    log: bool
    important: bool
    needs: dict[str, tuple[Setting, ...]]
    matters: dict[str, tuple[Setting, ...]]
    at_most_rows: bool
    search: tuple[Setting, ...]
    simpler: Way


def integer(
    name: str,
    label: str,
    text: str,
    *,
    default: int | None,
    limits: tuple[int, int],
    **more: Unpack[More],
) -> Hyperparameter:
    """Define a whole number between two limits, both included."""
    low, high = limits
    return Hyperparameter(
        name=name,
        label=label,
        help=text,
        kind="integer",
        default=default,
        minimum=low,
        maximum=high,
        **more,
    )


def number(
    name: str,
    label: str,
    text: str,
    *,
    default: float | None,
    limits: tuple[float, float],
    **more: Unpack[More],
) -> Hyperparameter:
    """Define a number between two limits, both included."""
    low, high = limits
    return Hyperparameter(
        name=name,
        label=label,
        help=text,
        kind="number",
        default=default,
        minimum=low,
        maximum=high,
        **more,
    )


def choice(
    name: str,
    label: str,
    text: str,
    *,
    default: Setting,
    choices: tuple[Setting, ...],
    **more: Unpack[More],
) -> Hyperparameter:
    """Define a choice among values, in screen order."""
    return Hyperparameter(
        name=name, label=label, help=text, kind="choice", default=default, choices=choices, **more
    )


def switch(
    name: str, label: str, text: str, *, default: bool, **more: Unpack[More]
) -> Hyperparameter:
    """Define something that is on or off."""
    return Hyperparameter(name=name, label=label, help=text, kind="switch", default=default, **more)
