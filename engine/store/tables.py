"""The tables, in types that SQLite and PostgreSQL share.

A record lives whole in `body`; a column of its own has only what is searched
or what two processes write: `status`, the owner of a run, its heartbeat and the
wish to stop it.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, Float, Integer, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

Json = dict[str, Any]


class Base(DeclarativeBase):
    """Base of all tables."""

    type_annotation_map = {Json: JSON}  # noqa: RUF012 - SQLAlchemy reads a plain dict here


class Row(Base):
    """What every table has."""

    __abstract__ = True

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    workspace: Mapped[str] = mapped_column(String(64), index=True)
    created_at: Mapped[str] = mapped_column(String(40), index=True)
    body: Mapped[Json]


class DatasetRow(Row):
    """One `engine.records.Dataset`."""

    __tablename__ = "datasets"


class ModelRow(Row):
    """One `engine.records.TrainedModel`."""

    __tablename__ = "models"


class SessionRow(Row):
    """One `engine.records.TrainingSession`.

    `active_key` is the digest of the spec while the session is queued or
    running and NULL afterwards: being unique, it makes a double click one run
    in any database.
    """

    __tablename__ = "sessions"

    dataset_id: Mapped[str] = mapped_column(String(36), index=True)
    status: Mapped[str] = mapped_column(String(16), index=True)
    active_key: Mapped[str | None] = mapped_column(String(64), unique=True)
    host: Mapped[str | None] = mapped_column(String(255))
    pid: Mapped[int | None] = mapped_column(Integer)
    pid_created: Mapped[float | None] = mapped_column(Float)
    heartbeat: Mapped[float | None] = mapped_column(Float)
    stop_requested: Mapped[float | None] = mapped_column(Float)


class OpeningRow(Base):
    """The first time that somebody looked at the held-out score of a model.

    It stays when the model is deleted: what was seen was seen. `rows` is a digest
    of the rows that were held out.
    """

    __tablename__ = "openings"

    model_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    workspace: Mapped[str] = mapped_column(String(64), index=True)
    rows: Mapped[str] = mapped_column(String(64))
    opened_at: Mapped[str] = mapped_column(String(40))


class AdmissionRow(Base):
    """One row that whoever admits a run updates first.

    The update locks it until the transaction ends, so that two processes
    cannot both count one free place. It works the same in every database.
    """

    __tablename__ = "admission"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    turn: Mapped[int] = mapped_column(Integer, default=0)


class JoinedRow(Base):
    """A process that works on a session beside its owner, in one of the places for such.

    The id is that of the session and the place: two cannot take the same one.
    """

    __tablename__ = "joined"

    id: Mapped[str] = mapped_column(String(48), primary_key=True)
    session_id: Mapped[str] = mapped_column(String(36), index=True)
    place: Mapped[int] = mapped_column(Integer)
    host: Mapped[str] = mapped_column(String(255))
    pid: Mapped[int] = mapped_column(Integer)
    pid_created: Mapped[float] = mapped_column(Float)


class ClaimRow(Base):
    """An algorithm of a session that one process works on: the owner, at place 0, or a joined one.

    The id is that of the session and the algorithm: it is worked on once. The
    body is an `engine.records.Contribution`.
    """

    __tablename__ = "claims"

    id: Mapped[str] = mapped_column(String(120), primary_key=True)
    session_id: Mapped[str] = mapped_column(String(36), index=True)
    place: Mapped[int] = mapped_column(Integer)
    body: Mapped[Json]
