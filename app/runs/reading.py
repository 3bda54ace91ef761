"""Reads each file in a process of its own, and says in words what stopped it."""

from __future__ import annotations

import logging
import math
from pathlib import Path

from app.runs.calls import CallEndedError, called_in_child
from engine.errors import EngineError, UnreadableFileError
from engine.reading.file_reading import ReadFile, read_file
from engine.records import DialectChoices

MB = 1024**2
# What reading may take. A file of 100 MB was measured to take 1 to 3 s and 0.5 GB.
SECONDS_PER_PART, PART_BYTES, LEAST_SECONDS = 10, 10 * MB, 30
MEMORY_PER_BYTE, LEAST_MEMORY = 20, 1024 * MB

_log = logging.getLogger(__name__)


def read_in_child(csv_path: Path, table_path: Path, choices: DialectChoices) -> ReadFile:
    """Do what `engine.reading.file_reading.read_file` does, in a process of its own.

    Raises
    ------
    EngineError
        Whatever reading raises, as it is.
    UnreadableFileError
        Also if reading took too long or too much memory, or was ended from outside.
    """
    size = csv_path.stat().st_size
    seconds, memory = _seconds(size), _memory(size)
    try:
        return called_in_child(read_file, seconds, memory, csv_path, table_path, choices)
    except TimeoutError as error:
        raise _too_long(seconds) from error
    except CallEndedError as error:
        raise _ended() from error
    except (EngineError, OSError):
        raise
    except MemoryError as error:
        raise _out_of_memory() from error
    except Exception as error:
        # A file is never a reason for an answer that says the server is broken.
        _log.exception("Reading a file failed in a way that was not expected")
        raise _unexpected() from error


def _seconds(size: int) -> int:
    return max(LEAST_SECONDS, SECONDS_PER_PART * math.ceil(size / PART_BYTES))


def _memory(size: int) -> int:
    return max(LEAST_MEMORY, MEMORY_PER_BYTE * size)


def _too_long(seconds: int) -> UnreadableFileError:
    return UnreadableFileError(
        f"Reading the file took longer than {seconds} seconds and was broken off.",
        hint="Upload fewer rows or columns, or try again when less is going on.",
    )


def _out_of_memory() -> UnreadableFileError:
    return UnreadableFileError(
        "Reading the file took more memory than a file of its size may take, and was broken off.",
        hint="Upload fewer rows or columns.",
    )


def _ended() -> UnreadableFileError:
    return UnreadableFileError(
        "The process that read the file was ended before it had finished.",
        hint="Most often the memory ran out. Try again; if it happens again, upload fewer rows or "
        "columns.",
    )


def _unexpected() -> UnreadableFileError:
    return UnreadableFileError(
        "The file cannot be read: something in it was not foreseen here.",
        hint="Open it in a spreadsheet program, save it as CSV in UTF-8, and upload that.",
    )
