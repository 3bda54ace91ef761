"""Every environment variable this program reads, typed, with its default."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from app.memory import memory_there_is
from app.validation import sentence
from engine.errors import InvalidValueError

# What all runs together may use of the memory; the rest is the server's and the system's.
RUNS_SHARE = 0.8


def _half_the_cores() -> int:
    return max(1, (os.cpu_count() or 1) // 2)


def _share_of_the_cores(given: dict[str, Any]) -> int:
    # What could not be read is told of before anything is made of this.
    return max(1, (os.cpu_count() or 1) // int(given.get("max_running", 1)))


class Settings(BaseSettings):
    """The environment variables; each field is read from its name in capitals.

    Parameters
    ----------
    host : str
        Address the local run listens on.
    port : int
        Port the local run listens on.
    data_dir : Path
        Directory for everything that is kept: database, files, models.
    max_upload_mb : int
        Largest upload in MiB (1,048,576 bytes); exactly this much passes.
    max_running : int
        Training runs at the same time; half the cores unless given.
    processes_per_run : int
        Processes that may work on one run with several algorithms: its share of the
        cores unless given.
    max_queued : int
        Runs that may wait in one workspace.
    run_memory_mb : int, optional
        Memory in MiB that one training run may use; its share of the machine
        unless given.
    secret_key : SecretStr, optional
        Signs cookies and tokens. Its presence means: deployed for several people.
    allowed_hosts : tuple of str
        Host names that are answered, separated by commas; a leading dot takes
        all subdomains with it, ``*`` answers to any name.
    database_url : str, optional
        SQLAlchemy URL of another database than the SQLite file in `data_dir`.
    redis_url : str, optional
        Reserved for running the training elsewhere; this version does not use it.
    storage_url : str, optional
        Reserved for keeping files elsewhere; this version does not use it.
    """

    model_config = SettingsConfigDict(env_ignore_empty=True, frozen=True)

    host: str = "127.0.0.1"
    port: int = Field(default=8050, ge=1, le=65535)
    data_dir: Path = Field(default=Path("data"), validate_default=True)
    max_upload_mb: int = Field(default=100, ge=1)
    max_running: int = Field(default_factory=_half_the_cores, ge=1)
    processes_per_run: int = Field(default_factory=_share_of_the_cores, ge=1)
    max_queued: int = Field(default=20, ge=1)
    run_memory_mb: int | None = Field(default=None, ge=64)
    secret_key: SecretStr | None = Field(default=None, min_length=16)
    allowed_hosts: Annotated[tuple[str, ...], NoDecode] = ()
    database_url: str | None = None
    redis_url: str | None = None
    storage_url: str | None = None

    @field_validator("data_dir")
    @classmethod
    def _absolute(cls, value: Path) -> Path:
        # Training processes may have another working directory.
        return value.expanduser().resolve()

    @field_validator("allowed_hosts", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(name.strip().lower() for name in value.split(",") if name.strip())
        return value

    @classmethod
    def read(cls) -> Self:
        """Read the environment.

        Raises
        ------
        InvalidValueError
            Names the variable that cannot be used, and what it may hold.
        """
        try:
            return cls()
        except ValidationError as error:
            raise _refusal(error.errors()[0]) from error

    @property
    def is_deployed(self) -> bool:
        """Whether visitors are told apart, each in a workspace of their own."""
        return self.secret_key is not None

    @property
    def max_upload_bytes(self) -> int:
        """The upload limit in bytes."""
        return self.max_upload_mb * 1024**2

    @property
    def run_memory_bytes(self) -> int:
        """Memory that one training run may use, in bytes."""
        if self.run_memory_mb is not None:
            return self.run_memory_mb * 1024**2
        return int(memory_there_is() * RUNS_SHARE / self.max_running)

    @property
    def unused(self) -> tuple[str, ...]:
        """Names of variables that are set although this version does not use them."""
        reserved = {"REDIS_URL": self.redis_url, "STORAGE_URL": self.storage_url}
        return tuple(name for name, value in reserved.items() if value)


def _refusal(error: ErrorDetails) -> InvalidValueError:
    variable = str(error["loc"][0]).upper()
    return InvalidValueError(
        sentence(error, name=f"The environment variable {variable}"),
        field=variable,
        hint=f"Correct {variable} or remove it to get its default, then start again.",
    )


@cache
def settings() -> Settings:
    """Give the settings of this process; the environment is read once."""
    return Settings.read()
