"""Work that the interface starts and does not wait for."""

from pathlib import Path

from django_tasks.base import task

from shuke.engaging.roll import operations as roll
from shuke.foundation import clock, scopes
from shuke.foundation.actors import Actor, ActorKind
from shuke.insight.timemachine import operations as timemachine
from shuke.selling.intake import operations as intake
from shuke.selling.intake import queries
from shuke.selling.intake.types import State
from shuke.surfaces.proofs import operations as proofs
from shuke.surfaces.staff import rehearsals, report_mail, uploads


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


@task
def carry_out_rehearsal(rehearsal_id: int, staff_id: int, role: str) -> None:
    """Try an import dry in the name of whoever asked."""
    by = Actor(kind=ActorKind.STAFF, id=staff_id, role=role)
    rehearsals.carry_out(rehearsal_id=rehearsal_id, by=by, at=clock.now())


@task
def run_simulation(simulation_id: int) -> None:
    """Try a rule on the past; what is read is the whole chain's, and the answer says for which stores it counts."""
    with scopes.everywhere(reason="a rule is tried on every store's receipts"):
        timemachine.carry_out(simulation_id=simulation_id, at=clock.now())


@task
def run_proof(proof_id: int) -> None:
    """Prove the house because somebody asked for it."""
    with scopes.everywhere(reason="a proof holds every store's books against each other"):
        proofs.carry_out(proof_id=proof_id, at=clock.now())


@task
def carry_out_run(run_id: int) -> None:
    """Do to many members what somebody asked for, in that person's name and reach."""
    roll.carry_out(run_id=run_id, at=clock.now())


@task
def undo_run(run_id: int) -> None:
    """Take a change of owners back."""
    roll.undo(run_id=run_id, at=clock.now())


@task
def mail_report(sending_id: int) -> str:
    """Mail a report that is due, with the rights that its owner has now; return how it ended."""
    return report_mail.carry_out(sending_id=sending_id, at=clock.now())
