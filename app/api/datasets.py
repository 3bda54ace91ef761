"""Datasets: upload, samples, preview, columns, audit, preparation."""

from __future__ import annotations

from apiflask import APIBlueprint
from flask import request

from app.api.body import json_body
from app.api.schemas import (
    AuditQuery,
    ColumnChanges,
    ColumnList,
    DatasetList,
    FindingList,
    PreparationRequest,
    PreviewQuery,
)
from app.api.uploads import uploaded_file
from app.context import workspace
from engine.audit import audit
from engine.datasets import Preview
from engine.planning import PreparationPlan
from engine.records import Dataset

blueprint = APIBlueprint("datasets", __name__, url_prefix="/api/datasets")


@blueprint.post("/upload")
@blueprint.output(Dataset, status_code=201)
def upload() -> Dataset:
    """Upload a CSV.

    The body is multipart/form-data; its field `file` holds the CSV.
    """
    file = uploaded_file(request)
    return workspace().datasets.add(file.stream, name=file.name)


@blueprint.post("/sample/<name>")
@blueprint.output(Dataset, status_code=201)
def add_sample(name: str) -> Dataset:
    """Load a bundled sample."""
    return workspace().datasets.add_sample(name)


@blueprint.get("")
@blueprint.output(DatasetList)
def list_datasets() -> DatasetList:
    """List all datasets, newest first."""
    return DatasetList(datasets=workspace().datasets.list())


@blueprint.get("/<dataset_id>")
@blueprint.output(Dataset)
def get_dataset(dataset_id: str) -> Dataset:
    """Show one dataset."""
    return workspace().datasets.get(dataset_id)


@blueprint.delete("/<dataset_id>")
@blueprint.doc(responses={204: "Deleted"})
def delete_dataset(dataset_id: str) -> tuple[str, int]:
    """Delete a dataset; models trained on it stay."""
    workspace().datasets.delete(dataset_id)
    return "", 204


@blueprint.get("/<dataset_id>/preview")
@blueprint.input(PreviewQuery, location="query")
@blueprint.output(Preview)
def preview(dataset_id: str, query_data: PreviewQuery) -> Preview:
    """Show the first rows."""
    return workspace().datasets.preview(dataset_id, rows=query_data.rows)


@blueprint.get("/<dataset_id>/columns")
@blueprint.output(ColumnList)
def get_columns(dataset_id: str) -> ColumnList:
    """Show types, roles and statistics of the columns."""
    return ColumnList(columns=workspace().datasets.get(dataset_id).columns)


@blueprint.patch("/<dataset_id>/columns")
@json_body(ColumnChanges)
@blueprint.output(ColumnList)
def change_columns(dataset_id: str, json_data: ColumnChanges) -> ColumnList:
    """Change types or roles of some columns."""
    dataset = workspace().datasets.change_columns(dataset_id, json_data.columns)
    return ColumnList(columns=dataset.columns)


@blueprint.get("/<dataset_id>/audit")
@blueprint.input(AuditQuery, location="query")
@blueprint.output(FindingList)
def get_findings(dataset_id: str, query_data: AuditQuery) -> FindingList:
    """Show what to know before training."""
    dataset = workspace().datasets.get(dataset_id)
    found = audit(dataset, target=query_data.target)
    return FindingList(findings=(*dataset.findings, *found))


@blueprint.post("/<dataset_id>/preprocess")
@json_body(PreparationRequest)
@blueprint.output(PreparationPlan)
def plan_preparation(dataset_id: str, json_data: PreparationRequest) -> PreparationPlan:
    """Show the preparation a dataset would get: rows, steps, resulting features."""
    mine = workspace()
    return mine.plan(json_data.request(mine.datasets.get(dataset_id)))
