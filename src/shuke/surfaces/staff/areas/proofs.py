"""What finance and auditors rest on: the proofs of the house, and the seals that chain each day's postings."""

from datetime import date, datetime
from typing import Any

from ninja import Schema

from shuke.foundation import clock
from shuke.foundation.jobs import operations as jobs
from shuke.foundation.org import queries as org
from shuke.ledgers.book import queries as book
from shuke.surfaces.proofs import operations as proofs
from shuke.surfaces.proofs import queries
from shuke.surfaces.proofs.types import ROOM_WORDS, ProofState
from shuke.surfaces.staff import limits, permissions, tasks
from shuke.surfaces.staff.areas.trail import WordsOut
from shuke.surfaces.staff.declared import Reach
from shuke.surfaces.staff.gate import StaffRequest
from shuke.surfaces.staff.problems import NotFound
from shuke.surfaces.staff.routes import Routes
from shuke.surfaces.staff.shapes import Cursor, Id, Limit, Made, Page, page, seek_id
from shuke.surfaces.upkeep import heads

routes = Routes("对账证明 Proofs")


class ProofOut(Schema):
    """A proof; `holds` is empty until it came to its end, `asked_by` for the nightly one."""

    id: Id
    state: ProofState
    asked_by: str
    asked_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    holds: bool | None
    rooms_proved: int
    rooms_total: int
    flaws: int
    seal_number: int | None


class ProvedRoomOut(Schema):
    """What a room was held against, and how much disagrees there; empty while it was not looked at."""

    room: str
    name: WordsOut
    flaws: int | None


class ProofCountsOut(Schema):
    """How much of the book was derived again."""

    accounts: int
    lots: int
    sets: int
    postings: int
    holds: int
    seals: int


class ProofFindingOut(Schema):
    """Two places that disagree: which check says so, what row it is about, and what is wrong there."""

    room: str
    code: str
    subject: str
    subject_name: WordsOut
    detail: WordsOut


class ProofReportOut(ProofOut):
    rooms: list[ProvedRoomOut]
    counts: ProofCountsOut | None
    findings: list[ProofFindingOut]


class SealOut(Schema):
    """A seal: the postings from one position to another, chained by hash to all before."""

    number: int
    day: date
    sealed_at: datetime
    first_position: int
    last_position: int
    digest: str


class ChainHeadOut(Schema):
    """The end of the chain of seals, as the database and the copy kept beside it know it."""

    number: int | None
    digest: str | None
    kept_number: int | None
    kept_agrees: bool | None


@routes.get("/proofs", rule=permissions.PROOFS_SEE, scope=Reach.CHAIN, rate=limits.FREE, answers=Page[ProofOut])
def list_proofs(request: StaffRequest, limit: Limit, cursor: Cursor) -> Page[ProofOut]:
    """Return the proofs that were asked for or run by night, the latest first."""
    before = seek_id(cursor)
    rows = queries.latest()
    found = list((rows.filter(id__lt=before) if before else rows)[: limit + 1])
    people = org.people(row.asked_by for row in found if row.asked_by)
    return page(found, limit, lambda row: row.id, lambda row: ProofOut(**_head(row, people)))


@routes.post(
    "/proofs",
    rule=permissions.PROOFS_ASK,
    scope=Reach.CHAIN,
    rate=limits.EXPORT,
    answers=Made,
    idempotent=True,
    audited=True,
)
def ask_for_proof(request: StaffRequest) -> Made:
    """Ask for every balance to be derived again; the worker runs it, and its page shows how far it has come."""
    return Made(id=proofs.ask(task=jobs.name_of(tasks.run_proof), by=request.by, at=request.at))


@routes.get(
    "/proofs/{proof_id}", rule=permissions.PROOFS_SEE, scope=Reach.CHAIN, rate=limits.FREE, answers=ProofReportOut
)
def see_proof(request: StaffRequest, proof_id: Id) -> ProofReportOut:
    """Return a proof with each room that was held against the book, and the first 200 things that disagree."""
    row = queries.proof(proof_id)
    if row is None:
        raise NotFound
    people = org.people([row.asked_by] if row.asked_by else [])
    rooms = [
        ProvedRoomOut(room=room, name=WordsOut(zh=words.zh, en=words.en), flaws=row.rooms.get(room))
        for room, words in ROOM_WORDS.items()
    ]
    findings = [_finding(found) for found in row.findings]
    return ProofReportOut(**_head(row, people), rooms=rooms, counts=_counts(row.counts), findings=findings)


@routes.get("/seals", rule=permissions.PROOFS_SEE, scope=Reach.CHAIN, rate=limits.FREE, answers=Page[SealOut])
def list_seals(request: StaffRequest, limit: Limit, cursor: Cursor) -> Page[SealOut]:
    """Return the seals, the latest first; each closes the chain up to its last position."""
    before = seek_id(cursor)
    rows = book.seals()
    found = list((rows.filter(number__lt=before) if before else rows)[: limit + 1])
    return page(found, limit, lambda row: row.number, _seal)


@routes.get("/seals/head", rule=permissions.PROOFS_SEE, scope=Reach.CHAIN, rate=limits.FREE, answers=ChainHeadOut)
def see_chain_head(request: StaffRequest) -> ChainHeadOut:
    """Return the end of the chain, and whether the copy kept beside the database is in it."""
    head, kept = book.seal_head(), heads.kept()
    agrees = None if kept is None else book.seals().filter(number=kept.number, digest=kept.digest).exists()
    return ChainHeadOut(
        number=head.number if head else None,
        digest=head.digest if head else None,
        kept_number=kept.number if kept else None,
        kept_agrees=agrees,
    )


def _finding(found: dict[str, Any]) -> ProofFindingOut:
    words = queries.detail(found.get("text", found["detail"]), found.get("values", ()))
    return ProofFindingOut(
        room=found["room"],
        code=found["code"],
        subject=found["subject"],
        subject_name=WordsOut.model_validate(queries.subject(found["subject"])),
        detail=WordsOut.model_validate(words),
    )


def _head(row: queries.KeptProof, people: dict[int, Any]) -> dict[str, Any]:
    asker = people.get(row.asked_by or 0)
    return {
        "id": row.id,
        "state": ProofState(row.state),
        "asked_by": f"{asker.name} ({asker.code})" if asker else "",
        "asked_at": row.asked_at,
        "started_at": row.started_at,
        "ended_at": row.ended_at,
        "holds": row.holds,
        "rooms_proved": len(row.rooms),
        "rooms_total": len(ROOM_WORDS),
        "flaws": sum(row.rooms.values()),
        "seal_number": row.seal_number,
    }


def _counts(counts: dict[str, int]) -> ProofCountsOut | None:
    if not counts:
        return None
    return ProofCountsOut(
        accounts=counts["book_account"],
        lots=counts["book_lot"],
        sets=counts["book_posting_set"],
        postings=counts["book_posting"],
        holds=counts["book_hold"],
        seals=counts["book_seal"],
    )


def _seal(row: Any) -> SealOut:
    return SealOut(
        number=row.number,
        day=clock.business_date(row.sealed_at),
        sealed_at=row.sealed_at,
        first_position=row.first_position,
        last_position=row.last_position,
        digest=row.digest,
    )
