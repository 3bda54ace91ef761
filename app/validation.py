"""What pydantic objects to, in whole sentences for a person."""

from collections.abc import Mapping
from types import MappingProxyType

from pydantic_core import ErrorDetails

_SENTENCES: Mapping[str, str] = MappingProxyType(
    {
        "missing": "{field} is missing.",
        "extra_forbidden": "{field} is not known here.",
        "bool_parsing": "{field} must be true or false, not {input}.",
        "bool_type": "{field} must be true or false, not {input}.",
        "dict_type": "{field} must be an object with names and values, not {input}.",
        "float_parsing": "{field} must be a number, not {input}.",
        "float_type": "{field} must be a number, not {input}.",
        "finite_number": "{field} must be a finite number, not {input}.",
        "greater_than_equal": "{field} must be {ge} or more, not {input}.",
        "int_from_float": "{field} must be a whole number, not {input}.",
        "int_parsing": "{field} must be a whole number, not {input}.",
        "int_parsing_size": "{field} must be a smaller whole number.",
        "int_type": "{field} must be a whole number, not {input}.",
        "less_than_equal": "{field} must be {le} or less, not {input}.",
        "list_type": "{field} must be a list, not {input}.",
        "literal_error": "{field} must be {expected}, not {input}.",
        "model_attributes_type": "{field} must be an object with names and values, not {input}.",
        "model_type": "{field} must be an object with names and values, not {input}.",
        "string_type": "{field} must be text, not {input}.",
        "too_short": "{field} is too short: it needs {min_length} or more.",
        "tuple_type": "{field} must be a list, not {input}.",
    }
)
_OTHER = "{field} cannot be {input}: {message}."
_LONGEST_INPUT = 80


def field(error: ErrorDetails, *, whole: str = "body") -> str:
    """Name the field an error is about, with dots for fields inside fields.

    Parameters
    ----------
    error : ErrorDetails
        One entry of `pydantic.ValidationError.errors`.
    whole : str
        The name if the error is about everything that was given.
    """
    return ".".join(str(part) for part in error["loc"]) or whole


def sentence(error: ErrorDetails, *, name: str) -> str:
    """Say what was expected of the field called `name`, and what was found."""
    template = _SENTENCES.get(error["type"], _OTHER)
    given = repr(error["input"])
    shown = given if len(given) <= _LONGEST_INPUT else f"{given[:_LONGEST_INPUT]}…"
    return template.format(
        **error.get("ctx", {}) | {"field": name, "input": shown, "message": error["msg"]}
    )
