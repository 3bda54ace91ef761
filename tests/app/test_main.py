"""The program starts as the README and the Procfile say, and says why if it cannot."""

import os
import shlex
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import requests

from tests.live_server import LOCAL, ROOT, clean_environment, free_port

pytestmark = pytest.mark.server


def procfile():
    """The command that a platform runs."""
    name, _, command = (ROOT / "Procfile").read_text().strip().partition(": ")
    assert name == "web"
    # gunicorn of the Python that runs the tests
    return command.replace(
        "gunicorn ", f"{shlex.quote(str(Path(sys.executable).parent))}/gunicorn "
    )


def failed_start(**settings):
    result = subprocess.run(
        LOCAL,
        cwd=ROOT,
        env=clean_environment(**settings),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert result.returncode == 1
    assert "Traceback" not in result.stderr
    return result.stderr


def test_the_local_run_tells_its_address_when_it_answers(live_server):
    server = live_server()
    assert f"ready: {server.url}\n" in server.log
    assert "Ctrl+C" in server.log
    assert "[INFO]" not in server.log
    assert server.get("/").status_code == 200
    assert server.stop() == 0
    assert "Traceback" not in server.log


def test_ctrl_c_ends_it_without_noise(live_server):
    server = live_server()
    # A terminal sends it to every process of the group.
    os.killpg(server.process.pid, signal.SIGINT)
    assert server.process.wait(20) == 0
    assert server.log.splitlines()[-1] == "Stop it with Ctrl+C."


def test_the_local_run_is_for_this_computer(live_server):
    server = live_server()
    refused = server.get("/api/datasets", headers={"Host": "evil.example"})
    assert refused.status_code == 421
    assert "Set-Cookie" not in server.get("/").headers


def test_the_procfile_starts_the_deployed_program(live_server):
    server = live_server(
        command=("bash", "-c", f"exec {procfile()}"), SECRET_KEY="only-for-this-one-test"
    )
    visitor = requests.Session()
    assert "workspace" in visitor.get(server.url).cookies
    created = visitor.post(f"{server.url}/api/datasets/sample/iris")
    assert created.status_code == 201
    assert len(visitor.get(f"{server.url}/api/datasets").json()["datasets"]) == 1
    assert server.get("/api/datasets").json()["datasets"] == []
    assert server.stop() == 0


def test_two_processes_know_each_others_visitors(live_server):
    server = live_server(
        command=("bash", "-c", f"exec {procfile()}"),
        SECRET_KEY="only-for-this-one-test",
        WEB_CONCURRENCY="2",
    )
    visitor = requests.Session()
    visitor.get(server.url)
    created = visitor.post(f"{server.url}/api/datasets/sample/iris").json()
    for _ in range(10):
        answer = requests.get(
            f"{server.url}/api/datasets/{created['id']}", cookies=visitor.cookies, timeout=60
        )
        assert answer.status_code == 200


def test_what_was_stored_is_there_after_a_restart(live_server):
    server = live_server()
    created = server.post("/api/datasets/sample/iris").json()
    server.stop()
    server.start()
    assert server.get(f"/api/datasets/{created['id']}").json() == created


def test_nothing_is_written_to_the_home_directory(live_server, tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    server = live_server(HOME=str(home))
    assert server.get("/").status_code == 200
    assert [path for path in home.rglob("*") if path.is_file() or path.is_socket()] == []


def test_a_taken_port_is_told_in_words(live_server):
    server = live_server()
    told = failed_start(PORT=str(server.port), DATA_DIR=str(server.data_dir))
    assert f"Port {server.port} is taken" in told
    assert f"PORT={server.port + 1}" in told


@pytest.mark.parametrize(
    ("name", "value"), [("PORT", "web"), ("MAX_UPLOAD_MB", "-5"), ("HOST", "256.1.1.1")]
)
def test_a_wrong_variable_is_told_by_its_name(tmp_path, name, value):
    settings = {"PORT": str(free_port()), "DATA_DIR": str(tmp_path)}
    assert name in failed_start(**settings | {name: value})


def test_a_directory_that_cannot_be_used_is_told(tmp_path):
    file = tmp_path / "file"
    file.touch()
    told = failed_start(PORT=str(free_port()), DATA_DIR=str(file / "data"))
    assert "DATA_DIR" in told
    assert str(file) in told


def test_importing_the_package_builds_nothing():
    code = "import sys, app, app.runs; sys.exit('app.factory' in sys.modules)"
    result = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False, timeout=60)
    assert result.returncode == 0
