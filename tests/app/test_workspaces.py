"""Nobody reaches another's things: every route is tried with another workspace's ids."""

from __future__ import annotations

import re
import uuid

import pytest

from app.security import sign
from tests.api_client import trained

BODIES = {
    "/api/datasets/<dataset_id>/columns": {"columns": [{"name": "kind", "role": "target"}]},
    "/api/datasets/<dataset_id>/preprocess": {},
    "/api/datasets/<dataset_id>/first-look": {},
    "/api/datasets/<dataset_id>/dialect": {},
    "/api/models/<model_id>/predict": {"rows": [{"width": 1}]},
}


@pytest.fixture(scope="module")
def owner(server):
    """Ids of one workspace's things, by the name they have in a route."""
    client = visitor(server)
    status = trained(client)
    return {
        "dataset_id": client.get("/api/datasets").json["datasets"][0]["id"],
        "session_id": status["session_id"],
        "model_id": status["model_ids"][0],
    }


def visitor(server):
    """A client in a fresh workspace."""
    client = server.test_client()
    client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {sign(str(uuid.uuid4()))}"
    return client


def routes(server):
    """Every route with an id in it, and its methods."""
    for rule in server.url_map.iter_rules():
        if rule.rule.startswith("/api/") and re.search(r"<\w+_id>", rule.rule):
            for method in sorted(rule.methods - {"HEAD", "OPTIONS"}):
                yield method, rule.rule


def ask(client, method, rule, ids):
    """Ask a route for these ids."""
    path = re.sub(r"<(\w+_id)>", lambda match: ids[match[1]], rule)
    path = path.replace("<export_format>", "pickle")
    body = BODIES.get(rule) if method in {"POST", "PATCH"} else None
    return client.open(path, method=method, json=body)


def test_every_route_answers_as_if_it_did_not_exist(server, owner):
    stranger = visitor(server)
    unknown = {name: str(uuid.uuid4()) for name in owner}
    tried = 0
    for method, rule in routes(server):
        foreign = ask(stranger, method, rule, owner)
        nothing = ask(stranger, method, rule, unknown)
        assert foreign.status_code == nothing.status_code == 404, (method, rule)
        told = foreign.text
        for name, value in owner.items():
            told = told.replace(value, unknown[name])
        assert told == nothing.text, (method, rule)
        tried += 1
    assert tried >= 15


def test_ids_in_a_body_are_no_way_in(server, owner):
    stranger = visitor(server)
    body = {"dataset_id": owner["dataset_id"], "task_type": "clustering", "algorithm": "k_means"}
    assert stranger.post("/api/training/start", json=body).status_code == 404
    body = {"model_ids": [owner["model_id"]]}
    assert stranger.post("/api/models/compare", json=body).status_code == 404
    own = trained(stranger)["model_ids"][0]
    body = {"dataset_id": owner["dataset_id"]}
    assert stranger.post(f"/api/models/{own}/predict", json=body).status_code == 404
    path = f"/api/models/{own}/predictions/{owner['dataset_id']}.csv"
    assert stranger.get(path).status_code == 404


def test_lists_hold_only_ones_own(server, owner):
    stranger = visitor(server)
    assert stranger.get("/api/datasets").json == {"datasets": []}
    assert stranger.get("/api/training").json == {"sessions": []}
    assert stranger.get("/api/models").json == {"models": []}
