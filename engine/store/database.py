"""Connections: short transactions, on SQLite in WAL mode unless told otherwise."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import Connection
from sqlalchemy.engine.interfaces import DBAPIConnection, DBAPICursor
from sqlalchemy.orm import Session

from engine.store.tables import AdmissionRow, Base

BUSY_SECONDS = 30.0
_WRITES = "writes"


class Database:
    """Opens transactions.

    Parameters
    ----------
    url : str or None
        SQLAlchemy URL; ``None`` for the SQLite file `path`.
    path : Path
        The SQLite file that is used without a URL.
    """

    def __init__(self, url: str | None, path: Path) -> None:
        self._engine = _engine(url or f"sqlite:///{path}")
        self._create_tables()
        self._add_admission()

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Open a transaction that only reads; it never waits for a writer."""
        with Session(self._engine, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """Open a transaction that writes: all of it, or nothing.

        On SQLite it takes the write lock at its beginning: a transaction that
        reads first and asks for the lock later fails when another was quicker.
        """
        writer = self._engine.execution_options(**{_WRITES: True})
        with Session(writer, expire_on_commit=False) as session, session.begin():
            yield session

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()

    def _create_tables(self) -> None:
        # Within a transaction that writes: of several processes that start at
        # once, one looks and creates while the others wait.
        writer = self._engine.execution_options(**{_WRITES: True})
        with writer.begin() as connection:
            Base.metadata.create_all(connection)

    def _add_admission(self) -> None:
        with self.write() as session:
            if session.get(AdmissionRow, 1) is None:
                session.add(AdmissionRow(id=1, turn=0))


def _engine(url: str) -> Engine:
    engine = create_engine(url, pool_pre_ping=True)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def _set_up_sqlite(connection: DBAPIConnection, _record: object) -> None:
    # The driver must not open transactions by itself, or "begin" below comes too late.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {int(BUSY_SECONDS * 1000)}")
    _use_wal(cursor)
    cursor.execute("PRAGMA synchronous = NORMAL")
    cursor.close()


def _use_wal(cursor: DBAPICursor) -> None:
    """Switch a file to WAL; SQLite does not wait for others who do so just now."""
    deadline = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            cursor.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.01)
        else:
            return


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
