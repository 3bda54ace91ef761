"""Takes the file out of a form while it arrives; nothing is kept in memory or twice.

The form parser of the web framework first writes the whole file to a temporary
place. Here the multipart decoder is fed piece by piece, and the dataset manager
reads from it as from any other file.
"""

from __future__ import annotations

import io
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from socket import socket
from typing import IO, BinaryIO, NamedTuple

from flask import Request, Response, after_this_request
from werkzeug.exceptions import ClientDisconnected, HTTPException
from werkzeug.sansio.multipart import Data, Epilogue, Event, Field, File, MultipartDecoder, NeedData

from app.refusal import RefusedError
from app.settings import settings
from engine.errors import InvalidValueError, TooLargeError, UnreadableFileError
from engine.records import Problem

FIELD = "file"
HEAD_LIMIT = 1024**2

_PIECE = 256 * 1024
_FORM_ALLOWANCE = 1024**2  # boundaries, part headers and small fields beside the file
_PATIENCE = 60.0  # seconds without a single byte after which a sender is given up
_DRAIN_BYTES = 512 * 1024**2
_DRAIN_SECONDS = 10.0
_DRAIN_PATIENCE = 2.0
_FILE_TYPES = frozenset({"text/csv", "application/octet-stream"})

Part = Field | File


class UploadedFile(NamedTuple):
    """A file that is still arriving, with the name its owner gave it."""

    name: str
    stream: BinaryIO


def uploaded_file(request: Request) -> UploadedFile:
    """Find the form's file and stop before its first byte.

    The stream ends only after the whole form has arrived, so a reader that got
    to the end knows that nothing was cut off.

    Raises
    ------
    RefusedError
        The body is not a form (415).
    InvalidValueError
        The form has no field ``file``, or more than one.
    TooLargeError
        The body is far over the upload limit by its own account.
    UnreadableFileError
        The form ends before it is complete; also raised while reading.
    """
    request.max_content_length = sys.maxsize  # the limit here is on the file: see _Body
    body = _Body(request)
    after_this_request(body.drain_if_refused)
    _refuse_by_headers(request)
    pieces = (piece for piece in _pieces(body, _boundary(request)) if piece[0].name == FIELD)
    part, data = next(pieces, (None, b""))
    if not isinstance(part, File) or not part.filename:
        raise InvalidValueError(
            f"The form has no file in its field {FIELD!r}.",
            field=FIELD,
            hint=f"Send the CSV as multipart/form-data in the field {FIELD!r}.",
        )
    stream = io.BufferedReader(_Pieces(_one_file(part, data, pieces)), _PIECE)
    return UploadedFile(_base_name(part.filename), stream)


def uploaded_head(request: Request) -> bytes:
    """Read a body that is the beginning of a file.

    Raises
    ------
    RefusedError
        The body is not a file (415).
    TooLargeError
        It is larger than `HEAD_LIMIT`.
    """
    if request.mimetype not in _FILE_TYPES:
        raise _wrong_type(
            f"The body must be of type text/csv, not {request.mimetype!r}.",
            "Send the first bytes of the file as they are, with Content-Type: text/csv.",
        )
    head = request.stream.read(HEAD_LIMIT + 1)
    if len(head) > HEAD_LIMIT:
        raise TooLargeError(
            "The beginning of a file was expected, but the body is larger than 1 MiB.",
            field="body",
            hint="Send the first 256 KiB; more is not looked at.",
        )
    return bytes(head)


class _Body:
    """The body of a request, read no further than the limit allows."""

    def __init__(self, request: Request) -> None:
        self._stream: IO[bytes] = request.stream
        self._connection: socket | None = request.environ.get("gunicorn.socket")

    def __iter__(self) -> Iterator[bytes]:
        self._set_patience(_PATIENCE)
        allowed = settings().max_upload_bytes + _FORM_ALLOWANCE
        while data := self._stream.read(_PIECE):
            allowed -= len(data)
            if allowed < 0:
                raise _too_large()
            yield data

    def drain_if_refused(self, response: Response) -> Response:
        """Read on after an early answer has been sent.

        A browser reads the answer only when it has sent all. If the connection
        were closed before, it would tell of a broken connection instead.
        """
        if response.status_code >= 400:
            response.call_on_close(self._drain)
        return response

    def _drain(self) -> None:
        deadline = time.monotonic() + _DRAIN_SECONDS
        left = _DRAIN_BYTES
        self._set_patience(_DRAIN_PATIENCE)
        with suppress(OSError, HTTPException):
            while left > 0 and time.monotonic() < deadline and (data := self._stream.read(_PIECE)):
                left -= len(data)

    def _set_patience(self, seconds: float) -> None:
        # Without it, a sender that falls silent would keep a thread of the server for ever.
        if self._connection is not None:
            self._connection.settimeout(seconds)


class _Pieces(io.RawIOBase):
    """A readable file over pieces of bytes."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._rest = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # typeshed: any buffer
        while not self._rest:
            piece = next(self._pieces, None)
            if piece is None:
                return 0
            self._rest = memoryview(piece)
        count = min(len(buffer), len(self._rest))
        buffer[:count] = self._rest[:count]
        self._rest = self._rest[count:]
        return count


def _refuse_by_headers(request: Request) -> None:
    if request.mimetype != "multipart/form-data" or not _boundary(request):
        raise _wrong_type(
            f"The body must be of type multipart/form-data, not {request.mimetype!r}.",
            f"Send the CSV as multipart/form-data in the field {FIELD!r}.",
        )
    if (request.content_length or 0) > settings().max_upload_bytes + _FORM_ALLOWANCE:
        raise _too_large()


def _wrong_type(message: str, hint: str) -> RefusedError:
    problem = Problem(
        code="unsupported_media_type", message=message, field="Content-Type", hint=hint
    )
    return RefusedError(415, problem)


def _too_large() -> TooLargeError:
    limit = settings().max_upload_mb
    return TooLargeError(
        f"The file is over the limit of {limit} MB.",
        field=FIELD,
        hint=f"Upload a part of the rows, or raise MAX_UPLOAD_MB above {limit}.",
    )


def _boundary(request: Request) -> str:
    return request.mimetype_params.get("boundary", "")


def _one_file(part: Part, data: bytes, pieces: Iterator[tuple[Part, bytes]]) -> Iterator[bytes]:
    yield data
    for other, piece in pieces:
        if other is not part:
            raise InvalidValueError(
                f"The form has more than one field {FIELD!r}.",
                field=FIELD,
                hint="Upload one file at a time.",
            )
        yield piece


def _pieces(body: _Body, boundary: str) -> Iterator[tuple[Part, bytes]]:
    part: Part | None = None
    for event in _events(body, boundary):
        if isinstance(event, Field | File):
            part = event
        elif isinstance(event, Data) and part is not None:
            yield part, event.data


def _events(body: _Body, boundary: str) -> Iterator[Event]:
    decoder = MultipartDecoder(boundary.encode(), max_form_memory_size=8 * _PIECE, max_parts=100)
    source = iter(body)
    try:
        while not isinstance(event := decoder.next_event(), Epilogue):
            if isinstance(event, NeedData):
                decoder.receive_data(next(source, None))
            else:
                yield event
    except (ValueError, OSError, ClientDisconnected) as error:
        raise UnreadableFileError(
            "The upload broke off before the file was complete.",
            hint="Upload the file again.",
        ) from error


def _base_name(name: str) -> str:
    return name.replace("\\", "/").rpartition("/")[2]
