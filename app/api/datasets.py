"""Datasets: upload, samples, how they are read, preview, columns, audit, preparation."""

from __future__ import annotations

from apiflask import APIBlueprint
from flask import request

from app.api.body import json_body
from app.api.dataset_schemas import (
    AuditQuery,
    ColumnChanges,
    ColumnList,
    DatasetList,
    FindingList,
    HeadQuery,
    Look,
    PreviewQuery,
)
from app.api.schemas import PreparationRequest
from app.api.uploads import uploaded_file, uploaded_head
from app.context import workspace
from engine.planning import PreparationPlan
from engine.reading.first_look import FirstLook
from engine.records import Dataset, Dialect, DialectChoices
from engine.row_pages import RowPage

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


@blueprint.post("/first-look")
@blueprint.input(HeadQuery, location="query")
@blueprint.output(FirstLook)
def look_at_head(query_data: HeadQuery) -> FirstLook:
    """Show how a file would be read, by its first bytes; nothing is stored.

    The body is the beginning of the file, up to 1 MiB; 256 KiB of it are looked at.
    """
    return workspace().datasets.look_at_bytes(uploaded_head(request), query_data.choices)


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


@blueprint.post("/<dataset_id>/first-look")
@json_body(Look)
@blueprint.output(FirstLook)
def look(dataset_id: str, json_data: Look) -> FirstLook:
    """Show how a dataset's file would be read otherwise; nothing is stored."""
    return workspace().datasets.look(dataset_id, json_data.choices)


@blueprint.get("/<dataset_id>/dialect")
@blueprint.output(Dialect)
def get_dialect(dataset_id: str) -> Dialect:
    """Show how the file was read, and why so."""
    return workspace().datasets.get(dataset_id).dialect


@blueprint.patch("/<dataset_id>/dialect")
@json_body(DialectChoices)
@blueprint.output(Dataset)
def read_again(dataset_id: str, json_data: DialectChoices) -> Dataset:
    """Read the file again as these choices say; what is left out is found out."""
    return workspace().datasets.read_again(dataset_id, json_data)


@blueprint.get("/<dataset_id>/preview")
@blueprint.input(PreviewQuery, location="query")
@blueprint.output(RowPage)
def preview(dataset_id: str, query_data: PreviewQuery) -> RowPage:
    """Show some rows, by default the first ones."""
    return workspace().datasets.preview(dataset_id, **dict(query_data))


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
    found = workspace().findings(dataset_id, target=query_data.target)
    return FindingList(findings=tuple(found))


@blueprint.post("/<dataset_id>/preprocess")
@json_body(PreparationRequest)
@blueprint.output(PreparationPlan)
def plan_preparation(dataset_id: str, json_data: PreparationRequest) -> PreparationPlan:
    """Show the preparation a dataset would get: rows, steps, resulting features."""
    mine = workspace()
    return mine.plan(json_data.request(mine.datasets.get(dataset_id)))
