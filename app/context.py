"""What the current request works with: the store of this process and its workspace."""

from functools import cache

from app.runs import ask_in_child, audit_in_child, read_in_child
from app.security import workspace_name
from app.settings import settings
from engine.store import Store
from engine.workspace import Limits, Work, Workspace


@cache
def store() -> Store:
    """Give the store of this process."""
    current = settings()
    return Store(current.data_dir, current.database_url)


def workspace() -> Workspace:
    """Give the workspace of the current request; in a local run there is only one."""
    current = settings()
    limits = Limits(
        upload_bytes=current.max_upload_bytes,
        max_queued=current.max_queued,
        run_memory_bytes=current.run_memory_bytes,
    )
    work = Work(read=read_in_child, audit_table=audit_in_child, ask=ask_in_child)
    return Workspace(store(), workspace_name(), limits=limits, work=work)
