"""The one family of errors this program raises on purpose.

::

    EngineError
    ├── UnreadableFileError      the file is a table, but it cannot be read whole
    ├── NotACsvError             the file is something else than a CSV
    ├── TooLargeError            the file is over the upload limit
    ├── StorageFullError         the disk has no room for it
    ├── NotFoundError            no such thing, or not yours
    ├── InvalidValueError        a value that cannot work
    ├── WrongStateError          right request, wrong moment
    ├── DoesNotApplyError        asked of a thing that has no such part
    ├── QueueFullError           too many runs are waiting
    ├── ComparisonError          models that cannot be ranked together
    └── TrainingError            a run that ended without a model

Each error says in `message` what was expected and what was found, in `field`
which input it is about, and in `hint` the cure. `code` never changes, so that
programs may rely on it. How an error becomes an HTTP status is decided in
`app.api.errors`, because the engine does not know HTTP.
"""

from engine.records import Problem


class EngineError(Exception):
    """An error with words for a person and a code for a program.

    Parameters
    ----------
    message : str
        What was expected and what was found.
    field : str, optional
        The input the message is about.
    hint : str, optional
        What to do about it.
    """

    code = "engine_error"

    def __init__(self, message: str, *, field: str | None = None, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        self.hint = hint

    def __reduce__(self) -> tuple[object, ...]:
        # Errors travel from the process that reads a file to the one that serves.
        return _again, (type(self), self.args, self.__dict__)

    def problem(self) -> Problem:
        """The same as a record that can be stored or sent."""
        return Problem(code=self.code, message=self.message, field=self.field, hint=self.hint)


def _again(kind: type[EngineError], args: tuple[object, ...], state: dict[str, object]) -> object:
    error = kind.__new__(kind, *args)
    error.__dict__.update(state)
    return error


class UnreadableFileError(EngineError):
    """The file is a table, but it cannot be read whole.

    Parameters
    ----------
    line : int, optional
        The line of the file, counted from 1, at which reading stopped.
    """

    code = "unreadable_file"

    def __init__(
        self,
        message: str,
        *,
        line: int | None = None,
        field: str | None = "file",
        hint: str | None = None,
    ) -> None:
        super().__init__(message, field=field, hint=hint)
        self.line = line


class NotACsvError(EngineError):
    """The file is something else than a CSV, whatever its name says."""

    code = "not_a_csv"


class TooLargeError(EngineError):
    """The file is over the upload limit."""

    code = "too_large"


class StorageFullError(EngineError):
    """The disk has no room for what should be stored."""

    code = "storage_full"


class NotFoundError(EngineError):
    """No such thing, or it belongs to somebody else: the answer is the same."""

    code = "not_found"


class InvalidValueError(EngineError):
    """A value that cannot work; the message names the allowed range."""

    code = "invalid_value"


class WrongStateError(EngineError):
    """The request is right but the moment is wrong."""

    code = "wrong_state"


class DoesNotApplyError(EngineError):
    """Asked of a thing that has no such part, for example k-means of its classes."""

    code = "does_not_apply"


class QueueFullError(EngineError):
    """Too many runs are waiting.

    Parameters
    ----------
    retry_after : int
        Seconds after which asking again makes sense.
    """

    code = "queue_full"

    def __init__(self, message: str, *, retry_after: int, hint: str | None = None) -> None:
        super().__init__(message, hint=hint)
        self.retry_after = retry_after


class ComparisonError(EngineError):
    """Models that cannot be ranked together, for example of two task types."""

    code = "not_comparable"


class TrainingError(EngineError):
    """A run that ended without a model."""

    code = "training_failed"
