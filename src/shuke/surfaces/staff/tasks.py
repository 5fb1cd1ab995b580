"""Work that the interface starts and does not wait for."""

from pathlib import Path

from django_tasks.base import task

from shuke.foundation import clock
from shuke.foundation.actors import Actor, ActorKind
from shuke.selling.intake import operations as intake
from shuke.selling.intake import queries
from shuke.selling.intake.types import State
from shuke.surfaces.staff import uploads


@task
def carry_out_import(import_id: int, staff_id: int, role: str) -> dict[str, int]:
    """Do what is left of an import in the name of whoever began it, and delete the uploaded table once it is in."""
    by = Actor(kind=ActorKind.STAFF, id=staff_id, role=role)
    summary = intake.carry_out(import_id=import_id, by=by, at=clock.now())
    run = queries.run(import_id)
    if run is not None and run.state == State.DONE:
        for file in run.files:
            uploads.drop(Path(file["path"]))
    return {"rows": summary.rows, "accepted": summary.accepted, "rejected": summary.rejected}
