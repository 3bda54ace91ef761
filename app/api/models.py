"""Models: details, scores, comparison, download."""

from __future__ import annotations

import io
from collections.abc import Sequence
from hashlib import sha256

from apiflask import APIBlueprint
from flask import Response, request, send_file

from app import runs
from app.api.body import json_body
from app.api.model_schemas import (
    ComparisonRequest,
    ModelDetails,
    ModelList,
    ModelMetrics,
    details,
    metrics,
    summary,
)
from app.api.results_schemas import (
    AnalysisCosts,
    AnalysisList,
    ModelDiagnosis,
    ModelThresholds,
    NewRows,
)
from app.api.session_schemas import SessionState
from app.api.uploads import uploaded_file
from app.context import workspace
from app.settings import settings
from engine.analyses.analyst import KeptAnalysis
from engine.clusters.report import ClusterReport
from engine.comparison import Comparison
from engine.diagnosis.words import of_thresholds as words_of
from engine.exports import export as exported
from engine.given_files import GivenFile
from engine.predictions.given import JsonRows
from engine.predictions.records import Predictions
from engine.records import Costs

blueprint = APIBlueprint("models", __name__, url_prefix="/api/models")


@blueprint.get("")
@blueprint.output(ModelList)
def list_models() -> ModelList:
    """List all models, newest first."""
    known = workspace().models
    opened = known.openings()
    return ModelList(models=[summary(model, opened) for model in known.list()])


@blueprint.get("/<model_id>")
@blueprint.output(ModelDetails)
def get_model(model_id: str) -> ModelDetails:
    """Show a model with all its scores and what they mean; this opens its held-out rows."""
    known = workspace().models
    known.open(model_id)
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
    """Show all scores of a model; this opens its held-out rows, which `holdout` tells."""
    known = workspace().models
    return metrics(known.get(model_id), known.open(model_id), known.words(model_id))


@blueprint.get("/<model_id>/diagnosis")
@blueprint.output(ModelDiagnosis)
def get_diagnosis(model_id: str) -> ModelDiagnosis:
    """Show where a classifier or regressor is right and where it errs, with words.

    This opens its held-out rows.
    """
    found = workspace().models.diagnosis(model_id)
    workspace().models.open(model_id)
    return ModelDiagnosis.of(found)


@blueprint.get("/<model_id>/thresholds")
@blueprint.input(Costs, location="query")
@blueprint.output(ModelThresholds)
def get_thresholds(model_id: str, query_data: Costs) -> ModelThresholds:
    """Show what every threshold between two classes costs; this opens the held-out rows."""
    found = workspace().models.thresholds(model_id, **query_data.model_dump())
    workspace().models.open(model_id)
    return ModelThresholds(thresholds=found, words=words_of(found))


@blueprint.get("/<model_id>/analyses")
@blueprint.output(AnalysisList)
def list_analyses(model_id: str) -> AnalysisList:
    """List what can be found out about a model, with the answers there are."""
    found = tuple(workspace().models.analyses(model_id))
    _open_if_told(model_id, found)
    return AnalysisList(analyses=found)


@blueprint.get("/<model_id>/analyses/<key>")
@blueprint.output(KeptAnalysis)
def get_analysis(model_id: str, key: str) -> KeptAnalysis:
    """Show an analysis; its answer is null until it was worked out."""
    found = workspace().models.analysis(model_id, key)
    _open_if_told(model_id, [found])
    return found


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
    return _send(exported(workspace().models, model_id, "pickle"))


@blueprint.get("/<model_id>/export/<export_format>")
@blueprint.doc(responses={200: "The file", 409: "The format does not apply to this model"})
def export(model_id: str, export_format: str) -> Response:
    """Download the model in one of the export formats; one with scores opens held-out rows."""
    made = exported(workspace().models, model_id, export_format)
    if made.holds_scores:
        workspace().models.open(model_id)
    return _send(made)


@blueprint.get("/<model_id>/clusters")
@blueprint.output(ClusterReport)
@blueprint.doc(responses={409: "The model is no clustering"})
def get_clusters(model_id: str) -> ClusterReport:
    """Show what the clusters of a model are, in numbers and in words."""
    return workspace().models.clusters(model_id)


@blueprint.post("/<model_id>/predict")
@json_body(NewRows, or_form=True)
@blueprint.output(Predictions)
def predict(model_id: str, json_data: NewRows | None = None) -> Predictions:
    """Say what the model makes of new rows.

    The body holds `rows`, or the id of another dataset; or it is multipart/form-data whose
    field `file` holds a CSV, which is read as the training data were and not kept.
    """
    models = workspace().models
    if json_data is None:
        models.get(model_id)
        limit = settings().max_upload_bytes
        return models.predict_file(model_id, uploaded_file(request).stream, limit_bytes=limit)
    if json_data.dataset_id is not None and json_data.rows is None:
        return models.predict_dataset(model_id, json_data.dataset_id)
    return models.predict(model_id, JsonRows(json_data.required_rows))


@blueprint.get("/<model_id>/predictions/<dataset_id>.csv")
@blueprint.doc(responses={200: "All rows of the dataset with the answers, as a CSV"})
def predicted_csv(model_id: str, dataset_id: str) -> Response:
    """Download a dataset with what the model says of its rows."""
    return _send(workspace().models.predicted_csv(model_id, dataset_id))


@blueprint.post("/compare")
@json_body(ComparisonRequest)
@blueprint.output(Comparison)
def compare(json_data: ComparisonRequest) -> Comparison:
    """Rank models that were scored on the same rows."""
    return workspace().models.compare(json_data.model_ids, metric=json_data.metric)


def _open_if_told(model_id: str, found: Sequence[KeptAnalysis]) -> None:
    """Open the held-out rows where an answer tells of them."""
    if any(one.answer is not None for one in found):
        workspace().models.open(model_id)


def _send(given: GivenFile) -> Response:
    content = given.content or b""
    digest = given.sha256 or sha256(content).hexdigest()
    response = send_file(
        given.path or io.BytesIO(content),
        mimetype=given.media_type,
        as_attachment=True,
        download_name=given.filename,
        etag=digest,
    )
    response.headers["X-Checksum-SHA256"] = digest
    return response
