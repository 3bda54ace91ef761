"""Calls a function in a process of its own, with limits of time and memory.

Whatever the work does to the process that does it (uses up its memory, never
comes to an end, crashes it), the server goes on; and the memory that it takes
goes back to the system with the process. Starting one from the warm fork server
and asking it takes about 40 ms.
"""

from __future__ import annotations

import os
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, ParamSpec, TypeVar

import multiprocess
from multiprocess.connection import wait

from app.memory import limit_memory

P = ParamSpec("P")
T = TypeVar("T")
Connection = Any  # multiprocess.connection.Connection, which has no types

# As many at once as there are cores; the others wait in the order they came.
_PLACES = threading.BoundedSemaphore(os.cpu_count() or 1)


class CallEndedError(Exception):
    """The process was ended from outside before it had answered."""


def called_in_child(
    function: Callable[P, T], seconds: float, memory: int, *args: P.args, **kwargs: P.kwargs
) -> T:
    """Call a function of a module in a process of its own.

    Parameters
    ----------
    seconds : float
        How long it may take.
    memory : int
        How many bytes it may take, besides those that the process begins with.

    Raises
    ------
    Exception
        Whatever the function raises, as it is; `MemoryError` over the limit.
    TimeoutError
        If it took longer.
    CallEndedError
        If the process was ended.
    """
    with _PLACES, _child(memory, function, args, kwargs) as answer:
        if not answer.poll(seconds):
            raise TimeoutError
        try:
            is_raised, outcome = answer.recv()
        except (EOFError, OSError) as error:
            raise CallEndedError from error
    if is_raised:
        raise outcome
    result: T = outcome
    return result


@contextmanager
def _child(*arguments: object) -> Iterator[Connection]:
    """Start the process, and give the end of a pipe at which its answer comes."""
    # Named, because a process that is forked from a server with threads may hang.
    context = multiprocess.get_context("forkserver")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_call, args=(theirs, *arguments), daemon=True)
    process.start()
    theirs.close()
    try:
        yield ours
    finally:
        ours.close()
        process.kill()
        process.join()
        process.close()


def _call(
    answer: Connection,
    memory: int,
    function: Callable[..., object],
    args: tuple[object, ...],
    kwargs: dict[str, object],
) -> None:
    """What the process does."""
    threading.Thread(target=_end_with_server, daemon=True).start()
    limit_memory(memory)
    try:
        answer.send((False, function(*args, **kwargs)))
    except Exception as error:
        # A traceback does not travel; for the log it goes along as text.
        error.add_note(traceback.format_exc())
        answer.send((True, error))


def _end_with_server() -> None:
    """Wait for the end of the server, which is not the parent in the system's sense."""
    wait([multiprocess.parent_process().sentinel])
    os._exit(1)
