"""Short words for what the REST tests do all the time."""

from __future__ import annotations

import io
import time
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

# Two groups that any classifier tells apart, and a number that follows from another.
PLANTS = "\n".join(
    ["width,height,colour,kind,mass"]
    + [
        f"{1 + n % 7 / 10 + (n % 2) * 3},{5 + n % 5 / 10},{('red', 'green', 'blue')[n % 3]},"
        f"{('oak', 'elm')[n % 2]},{10 + 2 * (n % 7)}"
        for n in range(60)
    ]
).encode()

# The parts of an upload around its file, as they go over the wire.
HEAD = b'--XX\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n'
TAIL = b"\r\n--XX--\r\n"
FORM = "multipart/form-data; boundary=XX"


def upload(client: FlaskClient, content: bytes, name: str = "plants.csv") -> TestResponse:
    """Upload a file."""
    return client.post("/api/datasets/upload", data={"file": (io.BytesIO(content), name)})


def uploaded(client: FlaskClient, content: bytes = PLANTS) -> str:
    """Id of a freshly uploaded dataset."""
    response = upload(client, content)
    assert response.status_code == 201, response.text
    return str(response.json["id"])


def trained(client: FlaskClient, **changes: Any) -> dict[str, Any]:
    """Status of a run after it has ended; by default one quick algorithm on `PLANTS`."""
    body = {
        "task_type": "classification",
        "target": "kind",
        "algorithm": "decision_tree_classifier",
        "cv_folds": 0,
    } | changes
    body.setdefault("dataset_id", None)
    body["dataset_id"] = body["dataset_id"] or uploaded(client)
    response = client.post("/api/training/start", json=body)
    assert response.status_code == 202, response.text
    return ended(client, response.json["session_id"])


def ended(client: FlaskClient, session_id: str, *, seconds: float = 60) -> dict[str, Any]:
    """Status of a run after it has ended."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        status = client.get(f"/api/training/{session_id}/status").json
        if status["status"] not in {"queued", "running"}:
            return dict(status)
        time.sleep(0.05)
    raise AssertionError(f"the run has not ended: {status}")


def problem(response: TestResponse, status: int, code: str, field: str | None = None) -> str:
    """Check that an answer is a problem of exactly this shape; its message."""
    assert response.status_code == status, response.text
    assert response.content_type == "application/json"
    body = response.json
    assert set(body) == {"code", "message", "field", "hint"}
    assert (body["code"], body["field"]) == (code, field), body
    assert body["message"].endswith((".", "?")), body
    assert "Traceback" not in response.text
    return str(body["message"])
