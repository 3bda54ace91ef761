"""Training: start a run, watch it, stop it."""

from __future__ import annotations

from apiflask import APIBlueprint

from app import runs
from app.api.body import json_body
from app.api.schemas import TrainingStart
from app.api.session_schemas import (
    SessionList,
    SessionProgress,
    SessionStarted,
    SessionState,
    SessionStatus,
    progress,
    status,
)
from app.context import workspace
from engine.records import Estimate

blueprint = APIBlueprint("training", __name__, url_prefix="/api/training")


@blueprint.post("/start")
@json_body(TrainingStart)
@blueprint.output(SessionStarted, status_code=202)
def start(json_data: TrainingStart) -> SessionStarted:
    """Start a run; the same run twice at once is one run."""
    session = workspace().sessions.start(json_data.request())
    runs.launch(session.id)
    cautions = workspace().cautions(session)
    return SessionStarted(session_id=session.id, status=session.status, cautions=cautions)


@blueprint.post("/estimate")
@json_body(TrainingStart)
@blueprint.output(Estimate)
def estimate(json_data: TrainingStart) -> Estimate:
    """Say what a run would take, in time and memory, without starting it."""
    return workspace().estimate(json_data.request())


@blueprint.get("")
@blueprint.output(SessionList)
def list_sessions() -> SessionList:
    """List all runs, newest first."""
    return SessionList(sessions=workspace().sessions.list())


@blueprint.get("/<session_id>/status")
@blueprint.output(SessionStatus)
def get_status(session_id: str) -> SessionStatus:
    """Show how far a run is."""
    return status(workspace().sessions.get(session_id))


@blueprint.get("/<session_id>/progress")
@blueprint.output(SessionProgress)
def get_progress(session_id: str) -> SessionProgress:
    """Show the finished units of a run, the current one, and their times."""
    return progress(workspace().sessions.get(session_id))


@blueprint.post("/<session_id>/stop")
@blueprint.output(SessionState, status_code=202)
def stop(session_id: str) -> SessionState:
    """Ask a run to stop; finished models are kept."""
    session = workspace().sessions.stop(session_id)
    return SessionState(session_id=session.id, status=session.status)
