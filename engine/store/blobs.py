"""Files too large for a database: uploads, tables and pickles, in a directory."""

from __future__ import annotations

import errno
import os
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from engine.errors import NotFoundError, StorageFullError

PART = ".part"
_FULL = {errno.ENOSPC, errno.EDQUOT}


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
            yield part
            _flush(part)
            part.replace(folder / name)
        except OSError as error:
            raise _full(error) from error
        finally:
            part.unlink(missing_ok=True)

    def delete(self, kind: str, name: str) -> None:
        """Delete a blob; one that is not there is no error."""
        (self._directory / kind / name).unlink(missing_ok=True)

    def sweep(self, *, older_than: float = 3600.0) -> int:
        """Delete what interrupted writes left behind, and return how many files.

        Parameters
        ----------
        older_than : float
            Seconds since the last write, so that a write under way is left alone.
        """
        limit = time.time() - older_than
        parts = [path for path in self._directory.rglob(f"*{PART}") if path.stat().st_mtime < limit]
        for path in parts:
            path.unlink(missing_ok=True)
        return len(parts)


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
