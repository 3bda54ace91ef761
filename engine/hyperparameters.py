"""The settings of an algorithm: what each means, what it may be, and what it is by default.

A setting has one of four kinds: a whole number, a number, a choice among
values, or a switch. `Hyperparameter.check` turns what a person typed or a
program sent into the value scikit-learn takes, or says what would be allowed.
"""

from __future__ import annotations

import math
import numbers
from collections.abc import Callable, Mapping, Sequence
from typing import Literal, Self

import numpy as np
from pydantic import Field, model_validator

from engine.errors import InvalidValueError
from engine.records import Record, Setting

Kind = Literal["integer", "number", "choice", "switch"]
Way = Literal["up", "down"]
Number = int | float

_NONE_WORDS = frozenset({"", "none", "null"})
_SWITCH_WORDS = dict.fromkeys(("true", "on", "yes", "1"), True) | dict.fromkeys(
    ("false", "off", "no", "0"), False
)


class Hyperparameter(Record):
    """One setting of an algorithm.

    Parameters
    ----------
    name : str
        scikit-learn's own name of the parameter.
    label : str
        The name for people.
    help : str
        What the setting does, and what turning it up does.
    kind : {"integer", "number", "choice", "switch"}
        What sort of value it is.
    default : Setting
        The value that is used when none is given.
    minimum, maximum : int or float, optional
        Smallest and largest value allowed, both included; always there for numbers.
    choices : tuple of Setting
        The values of a choice, in screen order.
    allow_none : bool
        Whether ``None`` is a value too ("no limit", "off").
    log : bool
        Whether steps should multiply rather than add, as for 0.01, 0.1, 1, 10.
    important : bool
        Whether it is shown at once; the others sit under "more".
    needs : dict of str to tuple of Setting
        Values of other settings without which only the default works.
    matters : dict of str to tuple of Setting
        Values of other settings without which it has no effect at all: it is not
        shown then, and any value is fine.
    at_most_rows : bool
        Whether it counts rows, so that it cannot be more than a fit gets.
    search : tuple of Setting
        Where good values are searched for: the two ends of the range of a number,
        the values of anything else. Empty if it is not searched.
    simpler : {"up", "down"}, optional
        Which way a number gives a simpler model, which follows its learning rows
        less closely; ``None`` where that cannot be said.
    """

    name: str
    label: str
    help: str
    kind: Kind
    default: Setting
    minimum: Number | None = None
    maximum: Number | None = None
    choices: tuple[Setting, ...] = ()
    allow_none: bool = False
    log: bool = False
    important: bool = True
    needs: dict[str, tuple[Setting, ...]] = Field(default_factory=dict)
    matters: dict[str, tuple[Setting, ...]] = Field(default_factory=dict)
    at_most_rows: bool = False
    search: tuple[Setting, ...] = ()
    simpler: Way | None = None

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if self.kind in {"integer", "number"} and (self.minimum is None or self.maximum is None):
            raise ValueError(f"{self.name} is a number and needs a minimum and a maximum")
        if (self.kind == "choice") != bool(self.choices):
            raise ValueError(f"{self.name} must have choices if and only if it is a choice")
        if self.check(self.default) != self.default:
            raise ValueError(f"{self.name} has a default of another kind")
        if any(self.check(value) != value for value in self.search):
            raise ValueError(f"{self.name} is searched at values that it cannot have")
        return self

    def is_shown(self, values: Mapping[str, Setting]) -> bool:
        """Whether it has an effect while the other settings have these values."""
        return all(values.get(other) in allowed for other, allowed in self.matters.items())

    def check(self, value: object) -> Setting:
        """Turn a value from a form or a program into the one scikit-learn takes.

        Parameters
        ----------
        value : object
            A value of the right type, or text that spells it, such as "3".

        Raises
        ------
        InvalidValueError
            Names the allowed values and what was given.
        """
        if value is None or (isinstance(value, str) and value.strip().lower() in _NONE_WORDS):
            if self.allow_none:
                return None
            raise self.refuse(value)
        return _CHECKS[self.kind](self, value)

    def refuse(self, value: object) -> InvalidValueError:
        """The error that names the allowed values and what was given."""
        message = _SENTENCES[self.kind, self.allow_none].format(
            label=self.label,
            minimum=spell(self.minimum),
            maximum=spell(self.maximum),
            choices=", ".join(spell(one) for one in self.choices),
            given=_shown(value),
        )
        hint = f"The default, {spell(self.default)}, is a good start."
        return InvalidValueError(message, field=self.name, hint=hint)


def resolve(
    definitions: Sequence[Hyperparameter], given: Mapping[str, object]
) -> dict[str, Setting]:
    """Check the given values and fill in the defaults of all others.

    Returns
    -------
    dict of str to Setting
        A value for every definition, in the order of the definitions.

    Raises
    ------
    InvalidValueError
        A name that is not defined, a value that is not allowed, or a value
        that only works together with another setting.
    """
    _refuse_unknown(definitions, given)
    resolved = {
        one.name: one.check(given[one.name]) if one.name in given else one.default
        for one in definitions
    }
    for one in definitions:
        _refuse_unmet(one, resolved)
    return resolved


def spell(value: Setting) -> str:
    """Write a value for people: 10,000 and 0.000001 rather than 1e-06, on and off, none."""
    if value is None:
        return "none"
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, int):
        return f"{value:,}"
    return np.format_float_positional(value, trim="-") if isinstance(value, float) else value


def _refuse_unknown(definitions: Sequence[Hyperparameter], given: Mapping[str, object]) -> None:
    names = [one.name for one in definitions]
    unknown = next((name for name in given if name not in names), None)
    if unknown is None:
        return
    message = "This algorithm has no settings, but {unknown} was given."
    if names:
        message = "This algorithm has no setting named {unknown}. It has these: {names}."
    raise InvalidValueError(
        message.format(unknown=_shown(unknown), names=", ".join(names)),
        field=str(unknown),
        hint="Leave this setting out, or correct its name.",
    )


def _refuse_unmet(one: Hyperparameter, resolved: Mapping[str, Setting]) -> None:
    if resolved[one.name] == one.default:
        return
    for other, values in one.needs.items():
        if resolved[other] not in values:
            default, wanted = spell(one.default), ", ".join(spell(value) for value in values)
            raise InvalidValueError(
                f'"{one.label}" can differ from {default} only while "{other}" is one of these: '
                f"{wanted}. Now it is {spell(resolved[other])}.",
                field=one.name,
                hint=f'Change "{other}", or set "{one.label}" back to {default}.',
            )


def _shown(value: object) -> str:
    text = value if isinstance(value, str) else repr(value)
    return f'"{text if len(text) <= 40 else text[:40] + "…"}"'


def _real(value: object) -> float:
    """The finite number a value is or spells, NaN if it is none."""
    if isinstance(value, bool) or not isinstance(value, numbers.Real | str):
        return math.nan
    try:
        real = float(value)
    except (ValueError, OverflowError):
        return math.nan
    return real if math.isfinite(real) else math.nan


def _check_number(one: Hyperparameter, value: object) -> float:
    real = _real(value)
    # A comparison with NaN is false, so what is no number is refused here as well.
    if one.minimum is None or one.maximum is None or not one.minimum <= real <= one.maximum:
        raise one.refuse(value)
    return real


def _check_integer(one: Hyperparameter, value: object) -> int:
    real = _check_number(one, value)
    if not real.is_integer():
        raise one.refuse(value)
    return int(real)


def _check_choice(one: Hyperparameter, value: object) -> Setting:
    for candidate in one.choices:
        if _same(candidate, value):
            return candidate
    raise one.refuse(value)


def _same(candidate: Setting, value: object) -> bool:
    if isinstance(value, str):
        return str(candidate).lower() == value.strip().lower()
    # True == 1 in Python, but the switch "on" is not the number one.
    return isinstance(candidate, bool) == isinstance(value, bool) and candidate == value


def _check_switch(one: Hyperparameter, value: object) -> bool:
    found = _SWITCH_WORDS.get(str(value).strip().lower())
    if found is None:
        raise one.refuse(value)
    return found


_CHECKS: dict[Kind, Callable[[Hyperparameter, object], Setting]] = {
    "integer": _check_integer,
    "number": _check_number,
    "choice": _check_choice,
    "switch": _check_switch,
}
# One whole sentence for each case, so that each can be translated whole.
_SENTENCES: dict[tuple[Kind, bool], str] = {
    ("integer", False): '"{label}" must be a whole number from {minimum} to {maximum}, '
    "but {given} was given.",
    ("integer", True): '"{label}" must be none or a whole number from {minimum} to {maximum}, '
    "but {given} was given.",
    ("number", False): '"{label}" must be a number from {minimum} to {maximum}, '
    "but {given} was given.",
    ("number", True): '"{label}" must be none or a number from {minimum} to {maximum}, '
    "but {given} was given.",
    ("choice", False): '"{label}" must be one of these: {choices}. Given was {given}.',
    ("choice", True): '"{label}" must be none or one of these: {choices}. Given was {given}.',
    ("switch", False): '"{label}" must be on or off, but {given} was given.',
    ("switch", True): '"{label}" must be none, on or off, but {given} was given.',
}
