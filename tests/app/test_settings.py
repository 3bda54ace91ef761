import os
from pathlib import Path

import pytest

from app import memory
from app.settings import Settings
from engine.errors import InvalidValueError

VARIABLES = [name.upper() for name in Settings.model_fields]


@pytest.fixture(autouse=True)
def empty_environment(monkeypatch):
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)


def test_without_any_variable_it_is_a_local_run():
    current = Settings.read()
    assert (current.host, current.port) == ("127.0.0.1", 8050)
    assert current.data_dir == Path("data").resolve()
    assert current.max_upload_bytes == 100 * 1024 * 1024
    assert current.max_running >= 1
    assert not current.is_deployed


def test_every_variable_is_read(monkeypatch, tmp_path):
    given = {
        "HOST": "0.0.0.0",
        "PORT": "80",
        "DATA_DIR": str(tmp_path),
        "MAX_UPLOAD_MB": "5",
        "MAX_RUNNING": "3",
        "PROCESSES_PER_RUN": "2",
        "MAX_QUEUED": "4",
        "RUN_MEMORY_MB": "300",
        "SECRET_KEY": "0123456789abcdef",
        "ALLOWED_HOSTS": "One.example, .two.example",
        "DATABASE_URL": "postgresql://db/x",
        "REDIS_URL": "redis://r",
        "STORAGE_URL": "s3://s",
    }
    assert set(given) == set(VARIABLES)
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    current = Settings.read()
    assert current.is_deployed
    assert current.allowed_hosts == ("one.example", ".two.example")
    assert (current.max_running, current.max_queued, current.max_upload_mb) == (3, 4, 5)
    assert current.processes_per_run == 2
    assert current.run_memory_bytes == 300 * 1024 * 1024
    assert current.unused == ("REDIS_URL", "STORAGE_URL")


def test_runs_share_the_cores(monkeypatch):
    monkeypatch.setattr(os, "cpu_count", lambda: 8)
    assert (Settings.read().max_running, Settings.read().processes_per_run) == (4, 2)
    monkeypatch.setenv("MAX_RUNNING", "1")
    assert Settings.read().processes_per_run == 8
    monkeypatch.setenv("MAX_RUNNING", "100")
    assert Settings.read().processes_per_run == 1


def test_runs_share_the_memory_that_a_container_has(monkeypatch, tmp_path):
    limit = tmp_path / "memory.max"
    monkeypatch.setattr(memory, "LIMITS", (limit, tmp_path / "of another version"))
    machine = memory.memory_there_is()
    monkeypatch.setenv("MAX_RUNNING", "4")
    limit.write_text("max\n")
    assert Settings.read().run_memory_bytes == int(machine * 0.8 / 4)
    limit.write_text(f"{1024**3}\n")
    assert Settings.read().run_memory_bytes == int(1024**3 * 0.8 / 4)
    limit.write_text(f"{2**63 - 4096}\n")
    assert Settings.read().run_memory_bytes == int(machine * 0.8 / 4)


def test_an_empty_variable_is_no_variable(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "")
    monkeypatch.setenv("PORT", "")
    assert not Settings.read().is_deployed


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("PORT", "eighty", "whole number"),
        ("PORT", "65536", "65535 or less"),
        ("PORT", "0", "1 or more"),
        ("MAX_UPLOAD_MB", "0", "1 or more"),
        ("MAX_RUNNING", "-1", "1 or more"),
        ("MAX_QUEUED", "1.5", "whole number"),
        ("RUN_MEMORY_MB", "10", "64 or more"),
        ("SECRET_KEY", "short", "16 or more"),
    ],
)
def test_a_wrong_value_is_refused_by_the_variables_name(monkeypatch, name, value, expected):
    monkeypatch.setenv(name, value)
    with pytest.raises(InvalidValueError) as refusal:
        Settings.read()
    assert refusal.value.field == name
    assert name in refusal.value.message
    assert expected in refusal.value.message
    assert name in refusal.value.hint


def test_a_secret_is_not_told(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "hush")
    with pytest.raises(InvalidValueError) as refusal:
        Settings.read()
    assert "hush" not in refusal.value.message
    monkeypatch.setenv("SECRET_KEY", "hush-hush-hush-hush")
    assert "hush" not in repr(Settings.read())
