"""The page is whole before it serves: the first request finds every callback."""

import os
import subprocess
import sys

from tests.live_server import ROOT

BUILD = "from app.factory import dash_app; print(len(dash_app().callback_map))"


def test_all_callbacks_are_there_before_the_first_request(tmp_path):
    environment = os.environ | {"DATA_DIR": str(tmp_path)}
    command = [sys.executable, "-c", BUILD]
    run = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert run.returncode == 0, run.stderr
    assert int(run.stdout) > 20
