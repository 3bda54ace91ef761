"""Where the profile of a model's clusters is kept: a small file of JSON beside the model."""

from __future__ import annotations

from engine.clusters.records import ClusterProfile
from engine.errors import NotFoundError
from engine.store import Store


def keep_profile(store: Store, model_id: str, profile: ClusterProfile) -> None:
    """Keep a profile; it is deleted with its model."""
    with store.new_blob("models", _name(model_id)) as path:
        path.write_text(profile.model_dump_json(), encoding="utf-8")


def stored_profile(store: Store, model_id: str) -> ClusterProfile | None:
    """Give the profile of a model, ``None`` for one without."""
    try:
        path = store.blob("models", _name(model_id))
    except NotFoundError:
        return None
    return ClusterProfile.model_validate_json(path.read_text(encoding="utf-8"))


def _name(model_id: str) -> str:
    return f"{model_id}.clusters.json"
