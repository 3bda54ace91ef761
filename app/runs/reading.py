"""Reads each file in a process of its own.

Whatever a file does to the process that reads it (uses up its memory, never
comes to an end, crashes it), the server goes on and answers in words; and the
memory that reading takes goes back to the system with the process. Starting one
from the warm fork server and asking it takes about 40 ms.
"""

from __future__ import annotations

import logging
import math
import os
import resource
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import multiprocess
import psutil
from multiprocess.connection import wait

from engine.errors import EngineError, UnreadableFileError
from engine.reading.file_reading import ReadFile, read_file
from engine.records import DialectChoices

Connection = Any  # multiprocess.connection.Connection, which has no types

MB = 1024**2
# What reading may take. A file of 100 MB was measured to take 1 to 3 s and 0.5 GB.
SECONDS_PER_PART, PART_BYTES, LEAST_SECONDS = 10, 10 * MB, 30
MEMORY_PER_BYTE, LEAST_MEMORY = 20, 1024 * MB

# As many at once as there are cores; the others wait in the order they came.
_PLACES = threading.BoundedSemaphore(os.cpu_count() or 1)
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
    with _PLACES, _child(csv_path, table_path, choices, _memory(size)) as answer:
        if not answer.poll(_seconds(size)):
            raise _too_long(_seconds(size))
        try:
            read: ReadFile | Exception = answer.recv()
        except (EOFError, OSError) as error:
            raise _ended() from error
    if isinstance(read, Exception):
        raise read
    return read


def _seconds(size: int) -> int:
    return max(LEAST_SECONDS, SECONDS_PER_PART * math.ceil(size / PART_BYTES))


def _memory(size: int) -> int:
    return max(LEAST_MEMORY, MEMORY_PER_BYTE * size)


@contextmanager
def _child(*arguments: object) -> Iterator[Connection]:
    """Start a process that reads, and give the end of a pipe at which its answer comes."""
    # Named, because a process that is forked from a server with threads may hang.
    context = multiprocess.get_context("forkserver")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_read, args=(theirs, *arguments), daemon=True)
    process.start()
    theirs.close()
    try:
        yield ours
    finally:
        ours.close()
        process.kill()
        process.join()
        process.close()


def _read(
    answer: Connection, csv_path: Path, table_path: Path, choices: DialectChoices, memory: int
) -> None:
    """What the process does."""
    threading.Thread(target=_end_with_server, daemon=True).start()
    limit = psutil.Process().memory_info().data + memory
    resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))
    answer.send(_outcome(csv_path, table_path, choices))


def _outcome(csv_path: Path, table_path: Path, choices: DialectChoices) -> ReadFile | Exception:
    try:
        return read_file(csv_path, table_path, choices)
    except (EngineError, OSError) as error:
        return error
    except MemoryError:
        return _out_of_memory()
    except Exception:
        # A file is never a reason for an answer that says the server is broken.
        _log.exception("Reading a file failed in a way that was not expected")
        return _unexpected()


def _end_with_server() -> None:
    """Wait for the end of the server, which is not the parent in the system's sense."""
    wait([multiprocess.parent_process().sentinel])
    os._exit(1)


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
