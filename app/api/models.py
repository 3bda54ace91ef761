"""Models: details, scores, comparison, download."""

from __future__ import annotations

import io
from hashlib import sha256

from apiflask import APIBlueprint
from flask import Response, send_file

from app import runs
from app.api.body import json_body
from app.api.results_schemas import (
    AnalysisCosts,
    AnalysisList,
    ModelDetails,
    ModelDiagnosis,
    ModelMetrics,
    ModelThresholds,
    details,
    metrics,
)
from app.api.schemas import ComparisonRequest, ModelList, summary
from app.api.session_schemas import SessionState
from app.context import workspace
from engine.analyses.analyst import KeptAnalysis
from engine.clusters.report import ClusterReport
from engine.comparison import Comparison
from engine.diagnosis.words import of_thresholds as words_of
from engine.exports import Export
from engine.records import Costs

blueprint = APIBlueprint("models", __name__, url_prefix="/api/models")


@blueprint.get("")
@blueprint.output(ModelList)
def list_models() -> ModelList:
    """List all models, newest first."""
    return ModelList(models=[summary(model) for model in workspace().models.list()])


@blueprint.get("/<model_id>")
@blueprint.output(ModelDetails)
def get_model(model_id: str) -> ModelDetails:
    """Show a model with all its scores, what they mean, and where it came from."""
    known = workspace().models
    return details(known.get(model_id), known.words(model_id))


@blueprint.delete("/<model_id>")
@blueprint.doc(responses={204: "Deleted"})
def delete_model(model_id: str) -> tuple[str, int]:
    """Delete a model."""
    workspace().models.delete(model_id)
    return "", 204


@blueprint.get("/<model_id>/metrics")
@blueprint.output(ModelMetrics)
def get_metrics(model_id: str) -> ModelMetrics:
    """Show all scores of a model, and what they mean."""
    known = workspace().models
    return metrics(known.get(model_id), known.words(model_id))


@blueprint.get("/<model_id>/diagnosis")
@blueprint.output(ModelDiagnosis)
def get_diagnosis(model_id: str) -> ModelDiagnosis:
    """Show where a classifier or regressor is right and where it errs, with words."""
    return ModelDiagnosis.of(workspace().models.diagnosis(model_id))


@blueprint.get("/<model_id>/thresholds")
@blueprint.input(Costs, location="query")
@blueprint.output(ModelThresholds)
def get_thresholds(model_id: str, query_data: Costs) -> ModelThresholds:
    """Show what every threshold between two classes costs."""
    found = workspace().models.thresholds(model_id, **query_data.model_dump())
    return ModelThresholds(thresholds=found, words=words_of(found))


@blueprint.get("/<model_id>/analyses")
@blueprint.output(AnalysisList)
def list_analyses(model_id: str) -> AnalysisList:
    """List what can be found out about a model, with the answers there are."""
    return AnalysisList(analyses=tuple(workspace().models.analyses(model_id)))


@blueprint.get("/<model_id>/analyses/<key>")
@blueprint.output(KeptAnalysis)
def get_analysis(model_id: str, key: str) -> KeptAnalysis:
    """Show an analysis; its answer is null until it was worked out."""
    return workspace().models.analysis(model_id, key)


@blueprint.post("/<model_id>/analyses/<key>")
@blueprint.input(AnalysisCosts, location="query")
@blueprint.output(SessionState, status_code=202)
def start_analysis(model_id: str, key: str, query_data: AnalysisCosts) -> SessionState:
    """Start to work an analysis out; the same one twice at once is one run."""
    session = workspace().sessions.analyse(model_id, key, costs=query_data.given())
    runs.launch(session.id)
    return SessionState(session_id=session.id, status=session.status)


@blueprint.get("/<model_id>/download")
@blueprint.doc(responses={200: "The model as a pickle of scikit-learn's own objects"})
def download(model_id: str) -> Response:
    """Download the model as a pickle."""
    return _send(workspace().models.export(model_id, "pickle"))


@blueprint.get("/<model_id>/export/<export_format>")
@blueprint.doc(responses={200: "The file", 409: "The format does not apply to this model"})
def export(model_id: str, export_format: str) -> Response:
    """Download the model in one of the export formats."""
    return _send(workspace().models.export(model_id, export_format))


@blueprint.get("/<model_id>/clusters")
@blueprint.output(ClusterReport)
@blueprint.doc(responses={409: "The model is no clustering"})
def get_clusters(model_id: str) -> ClusterReport:
    """Show what the clusters of a model are, in numbers and in words."""
    return workspace().models.clusters(model_id)


@blueprint.post("/compare")
@json_body(ComparisonRequest)
@blueprint.output(Comparison)
def compare(json_data: ComparisonRequest) -> Comparison:
    """Rank models that were scored on the same rows."""
    return workspace().models.compare(json_data.model_ids, metric=json_data.metric)


def _send(export: Export) -> Response:
    content = export.content or b""
    digest = export.sha256 or sha256(content).hexdigest()
    response = send_file(
        export.path or io.BytesIO(content),
        mimetype=export.media_type,
        as_attachment=True,
        download_name=export.filename,
        etag=digest,
    )
    response.headers["X-Checksum-SHA256"] = digest
    return response
