"""A member freezes the account, asks for a copy, or leaves for good; the books stay, the person goes."""

import json
import os
from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction

from shuke.foundation import clock
from shuke.foundation.actors import Actor
from shuke.foundation.audit import operations as audit
from shuke.foundation.datamap import operations as datamap
from shuke.foundation.datamap import queries as datamap_queries
from shuke.foundation.db import bulk
from shuke.foundation.members.acts.holding import NoSuchMember, family, hold
from shuke.foundation.members.events import Erased, Frozen, Unfrozen
from shuke.foundation.members.models import Clash, Member, Merge, Ownership, RightsRequest, Tombstone
from shuke.foundation.members.types import RequestKind, Status
from shuke.foundation.outbox import operations as outbox

ANSWER_WITHIN_WORKING_DAYS = 15
_SATURDAY = 5
_AT_ONCE = 1_000


@transaction.atomic
def freeze(*, member_id: int, reason: str, by: Actor, at: datetime) -> None:
    """Stop an account: nothing is earned, spent or sent until it is unfrozen, and nothing is lost."""
    hold(member_id, at, Status.ACTIVE)
    Member.everyone.filter(pk=member_id).update(status=Status.FROZEN.value)
    outbox.emit(Frozen(member_id), by=by, at=at)
    audit.record(by=by, at=at, action="members.freeze", subject=f"member:{member_id}", reason=reason)


@transaction.atomic
def unfreeze(*, member_id: int, reason: str, by: Actor, at: datetime) -> None:
    """Put a frozen account to use again."""
    hold(member_id, at, Status.FROZEN)
    Member.everyone.filter(pk=member_id).update(status=Status.ACTIVE.value)
    outbox.emit(Unfrozen(member_id), by=by, at=at)
    audit.record(by=by, at=at, action="members.unfreeze", subject=f"member:{member_id}", reason=reason)


@transaction.atomic
def receive_request(*, member_id: int, kind: RequestKind, by: Actor, at: datetime) -> int:
    """Note that a member asks for a copy, a correction or erasure, with the day by which it is answered."""
    hold(member_id, at, Status.ACTIVE, Status.FROZEN)
    due = _working_days_after(clock.business_date(at), ANSWER_WITHIN_WORKING_DAYS)
    return RightsRequest.objects.create(member_id=member_id, kind=kind.value, received_at=at, due_on=due).id


@transaction.atomic
def copy(*, member_id: int, by: Actor, at: datetime) -> Mapping[str, list[dict[str, object]]]:
    """Return all that is kept about the member, by table and ready for JSON, and note that it was given out."""
    if not Member.everyone.filter(pk=member_id).exists():
        raise NoSuchMember
    audit.record(by=by, at=at, action="members.copy", subject=f"member:{member_id}")
    _answer(member_id, RequestKind.COPY, at)
    return datamap_queries.copy_of(family(member_id))


@transaction.atomic
def erase(*, member_id: int, reason: str, by: Actor, at: datetime) -> Mapping[str, int]:
    """Destroy who the member is, in every room, and return the rows touched by table.

    What was bought, earned and spent stays under the bare id. The same phone may join again as somebody new. The
    tombstone is written beside the database too, so that a restored backup can be made to forget again.
    """
    hold(member_id, at, Status.ACTIVE, Status.FROZEN)
    touched = _erase(member_id, at)
    outbox.emit(Erased(member_id), by=by, at=at)
    audit.record(by=by, at=at, action="members.erase", subject=f"member:{member_id}", after=touched, reason=reason)
    _answer(member_id, RequestKind.ERASURE, at)
    transaction.on_commit(write_tombstones)
    return touched


@transaction.atomic
def reapply_tombstones(*, by: Actor, at: datetime) -> int:
    """After a restore: erase again whoever had left before, and return how many. Run before anybody is served.

    The event is told again too, because the rooms that listen were set back with the rest.
    """
    left = _tombstones_on_file()
    again = [member for member in _standing(left) if member.survivor_id not in left]
    for member in again:
        if member.survivor_id is not None:
            _part_again(member.id, at)
        _erase(member.id, at)
        outbox.emit(Erased(member.id), by=by, at=at)
    if again:
        audit.record(by=by, at=at, action="members.reapply_tombstones", subject=f"members:{len(again)}")
    transaction.on_commit(write_tombstones)
    return len(again)


def write_tombstones() -> None:
    """Bring the list beside the database up to date: ids only, the union of the file's and the database's."""
    known = _tombstones_on_file() | set(Tombstone.objects.values_list("member_id", flat=True))
    path = _tombstone_file()
    beside = path.with_suffix(".new")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w") as file:
        json.dump(sorted(known), file)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)


def _erase(member_id: int, at: datetime) -> dict[str, int]:
    everybody = family(member_id)
    touched = datamap.erase(member_ids=everybody)
    Clash.objects.filter(other__in=everybody).delete()
    Ownership.objects.filter(member__in=everybody, to_date__isnull=True, from_date__lt=clock.business_date(at)).update(
        to_date=clock.business_date(at)
    )
    Member.everyone.filter(pk=member_id).update(status=Status.ERASED.value, is_shared=False)
    for one in everybody:
        Member.everyone.filter(pk=one).update(number=f"X{one}", changed_at=at)
    Tombstone.objects.bulk_create([Tombstone(member_id=one, erased_at=at) for one in everybody], ignore_conflicts=True)
    return touched


def _standing(member_ids: Collection[int]) -> list[Member]:
    """Return those who have an account and have not been erased."""
    return [
        member
        for some in bulk.batches(sorted(member_ids), _AT_ONCE)
        for member in Member.everyone.filter(pk__in=some).exclude(status=Status.ERASED.value).order_by("id")
    ]


def _part_again(member_id: int, at: datetime) -> None:
    """Take a member out of a merge that had been undone before it left: its survivor never asked to be erased."""
    Merge.objects.filter(merged_id=member_id, undone_at__isnull=True).update(undone_at=at)
    Member.everyone.filter(pk=member_id).update(status=Status.ACTIVE.value, survivor=None)


def _answer(member_id: int, kind: RequestKind, at: datetime) -> None:
    open_ones = RightsRequest.objects.filter(member_id=member_id, kind=kind.value, done_at__isnull=True)
    open_ones.update(done_at=at)


def _tombstone_file() -> Path:
    return Path(settings.SHUKE_HOME) / "tombstones.json"


def _tombstones_on_file() -> set[int]:
    path = _tombstone_file()
    return set(json.loads(path.read_text())) if path.exists() else set()


def _working_days_after(day: date, count: int) -> date:
    """Count Monday to Friday; public holidays only make the answer come sooner than it must."""
    for _ in range(count):
        day += timedelta(days=3 if day.weekday() == _SATURDAY - 1 else 2 if day.weekday() == _SATURDAY else 1)
    return day
