"""Files too large for a database: uploads, tables and pickles, in a directory."""

from __future__ import annotations

import errno
import fcntl
import os
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from engine.errors import NotFoundError, StorageFullError

PART = ".part"
# No room on the disk, within the quota, or within what one process may write.
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class Blobs:
    """A directory of files that are either whole or not there.

    Parameters
    ----------
    directory : Path
        Where the files live, one folder for each kind.
    """

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    def path(self, kind: str, name: str) -> Path:
        """Where a blob is.

        Raises
        ------
        NotFoundError
            If there is no such blob.
        """
        path = self._directory / kind / name
        if not path.is_file():
            raise NotFoundError(
                "The stored file was expected but is not there.",
                hint="It was deleted. Upload the data or train the model again.",
            )
        return path

    @contextmanager
    def new(self, kind: str, name: str) -> Iterator[Path]:
        """Yield a path to write to; the blob appears whole when the block ends well."""
        folder = self._directory / kind
        folder.mkdir(parents=True, exist_ok=True)
        part = folder / f"{name}.{uuid.uuid4().hex}{PART}"
        try:
            with _held(part):
                yield part
                _flush(part)
                part.replace(folder / name)
        except OSError as error:
            raise _full(error) from error
        finally:
            part.unlink(missing_ok=True)

    @contextmanager
    def scratch(self, kind: str) -> Iterator[Path]:
        """Yield a path to write to and to read from; nothing is left when the block ends."""
        folder = self._directory / kind
        folder.mkdir(parents=True, exist_ok=True)
        part = folder / f"{uuid.uuid4().hex}{PART}"
        try:
            with _held(part):
                yield part
        except OSError as error:
            raise _full(error) from error
        finally:
            part.unlink(missing_ok=True)

    def delete(self, kind: str, name: str) -> None:
        """Delete a blob; one that is not there is no error."""
        (self._directory / kind / name).unlink(missing_ok=True)

    def delete_all(self, kind: str, record_id: str) -> None:
        """Delete all blobs of a record: those whose names begin with its id and a dot."""
        for path in (self._directory / kind).glob(f"{record_id}.*"):
            # A write under way clears up after itself.
            if path.suffix != PART:
                path.unlink(missing_ok=True)

    def record_ids(self, kind: str, *, older_than: float) -> set[str]:
        """Ids of the records whose blobs were last written so many seconds ago, or more."""
        limit = time.time() - older_than
        paths = [path for path in (self._directory / kind).glob("*.*") if path.suffix != PART]
        return {path.name.partition(".")[0] for path in paths if path.stat().st_mtime <= limit}

    def sweep(self) -> int:
        """Delete what interrupted writes left behind, and return how many files."""
        parts = list(self._directory.rglob(f"*{PART}"))
        return sum(_delete_if_abandoned(part) for part in parts)


@contextmanager
def _held(part: Path) -> Iterator[None]:
    """Lock a file that is being written; the system frees it when this process ends, however."""
    with part.open("wb") as file:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield


def _delete_if_abandoned(part: Path) -> bool:
    """Delete an unfinished file unless a process, of this or another server, still writes it."""
    try:
        with part.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            part.unlink(missing_ok=True)
    except (BlockingIOError, FileNotFoundError):
        return False
    return True


def _flush(path: Path) -> None:
    """Force a file to the disk, so that a rename never outlives its content."""
    with path.open("rb") as file:
        os.fsync(file.fileno())


def _full(error: OSError) -> Exception:
    if error.errno not in _FULL:
        return error
    return StorageFullError(
        "The disk is full, so the file could not be stored. Nothing that was there is lost.",
        hint="Delete datasets or models you no longer need, then try again.",
    )
