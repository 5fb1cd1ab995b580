"""Ask for a proof, run it, and keep what it found.

A proof only reads, but for the accounts that it freezes; cut off, it is simply run again from its beginning.
"""

from datetime import datetime, timedelta
from typing import Any

import structlog
from django.db import transaction

from shuke.foundation import clock
from shuke.foundation.actors import Actor
from shuke.foundation.audit import operations as audit
from shuke.foundation.db.flaws import Told
from shuke.foundation.jobs import operations as jobs
from shuke.foundation.refusals import Refusal
from shuke.ledgers.book import queries as book
from shuke.surfaces.proofs.models import KeptProof
from shuke.surfaces.proofs.types import BOOK, ProofState
from shuke.surfaces.upkeep import heads, proving
from shuke.surfaces.upkeep.proving import HouseProof

log = structlog.get_logger()
_MOST_FINDINGS = 200
_STALE = timedelta(hours=6)


class ProofRuns(Refusal):
    """A proof is waiting or under way already."""

    code = "proofs.runs"
    zh = "已有一次对账证明正在进行"
    en = "A proof is already under way"


@transaction.atomic
def ask(*, task: str, by: Actor, at: datetime) -> int:
    """Ask for a proof to be run by the worker, and return its id; refuse while another is under way."""
    under_way = KeptProof.objects.filter(state__in=[ProofState.WAITING, ProofState.RUNNING], asked_at__gt=at - _STALE)
    if under_way.exists():
        raise ProofRuns
    row = KeptProof.objects.create(asked_by=by.id, asked_at=at)
    jobs.enqueue(task=task, kwargs={"proof_id": row.id}, at=at)
    audit.record(by=by, at=at, action="proofs.ask", subject=f"proof:{row.id}")
    return row.id


def run_nightly(*, at: datetime) -> dict[str, Any]:
    """Run the proof of the night, and return what the job's row shows."""
    row = KeptProof.objects.create(asked_by=None, asked_at=at)
    carry_out(proof_id=row.id, at=at)
    row.refresh_from_db()
    return {"holds": row.holds, **row.counts}


def carry_out(*, proof_id: int, at: datetime) -> None:
    """Run a proof that was asked for; one that came to its end is not run again."""
    row = KeptProof.objects.get(id=proof_id)
    if row.state == ProofState.DONE:
        return
    _note(row, state=ProofState.RUNNING, started_at=at, rooms={}, findings=[])
    try:
        proof = proving.prove(at=at, head=heads.kept(), tell=lambda room, flaws: _room_is_proved(row, room, flaws))
    except Exception:
        _note(row, state=ProofState.FAILED, ended_at=clock.now())
        raise
    _report(proof)
    head = book.seal_head()
    _note(
        row,
        state=ProofState.DONE,
        ended_at=clock.now(),
        holds=proof.holds,
        counts=dict(proof.book.counts),
        findings=_findings(proof)[:_MOST_FINDINGS],
        seal_number=head.number if head else None,
    )


def _room_is_proved(row: KeptProof, room: str, flaws: int) -> None:
    _note(row, rooms={**row.rooms, room: flaws})


def _note(row: KeptProof, **told: Any) -> None:
    for name, value in told.items():
        setattr(row, name, value)
    row.save(update_fields=list(told))


def _findings(proof: HouseProof) -> list[dict[str, Any]]:
    of_book = [{"room": BOOK, "code": found.flaw.value, "subject": _subject(found)} for found in proof.book.findings]
    of_rooms = [{"room": flaw.code.split(".")[0], "code": flaw.code, "subject": flaw.subject} for flaw in proof.flaws]
    found: list[Told] = [*proof.book.findings, *proof.flaws]
    return [
        {**named, "detail": told.text.format(*told.values), "text": told.text, "values": [str(v) for v in told.values]}
        for named, told in zip([*of_book, *of_rooms], found, strict=True)
    ]


def _subject(found: Any) -> str:
    named = (("account", found.account_id), ("set", found.set_id), ("lot", found.lot_id))
    return next((f"{kind}:{key}" for kind, key in named if key is not None), "")


def _report(proof: HouseProof) -> None:
    for finding in proof.book.findings:
        log.error("book.does_not_hold", flaw=finding.flaw, account=finding.account_id, set=finding.set_id)
    for flaw in proof.flaws:
        log.error("house.does_not_hold", flaw=flaw.code, subject=flaw.subject)
