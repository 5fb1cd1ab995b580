"""Seeing and changing what a member is known by: never without a reason, never without a trace."""

from datetime import datetime

from django.db import transaction

from shuke.foundation import ids
from shuke.foundation.actors import Actor
from shuke.foundation.audit import operations as audit
from shuke.foundation.datamap.rules import masked_phone
from shuke.foundation.members import rules, sealed, sql
from shuke.foundation.members.acts.holding import NoSuchMember, family, hold
from shuke.foundation.members.events import Updated
from shuke.foundation.members.models import Identity, Member
from shuke.foundation.members.types import IdentityKind, Status
from shuke.foundation.outbox import operations as outbox
from shuke.foundation.refusals import Refusal


class ReasonNeeded(Refusal):
    """Whoever reads a phone in clear says why."""

    code = "members.reason_needed"
    status = 422
    zh = "请填写查看原因"
    en = "Give a reason"


class NothingToReveal(Refusal):
    """The member has no such identity."""

    code = "members.nothing_to_reveal"
    status = 404
    zh = "该会员没有此项信息"
    en = "The member has no such identity"


class IdentityTaken(Refusal):
    """The identity belongs to another member; the two may be one person and could be merged."""

    code = "members.identity_taken"
    zh = "该标识已属于另一位会员,可考虑合并"
    en = "This identity belongs to another member; consider merging the two"


@transaction.atomic
def reveal(*, member_id: int, kind: IdentityKind = IdentityKind.PHONE, reason: str, by: Actor, at: datetime) -> str:
    """Return an identity in clear, after writing down who looked and why."""
    if not reason.strip():
        raise ReasonNeeded(field="reason")
    if not Member.everyone.filter(pk=member_id).exists():
        raise NoSuchMember
    found = _identities(member_id, kind)
    if not found:
        raise NothingToReveal(field="kind")
    audit.record(
        by=by, at=at, action="members.reveal", subject=f"member:{member_id}", after={"kind": kind.value}, reason=reason
    )
    return sealed.IDENTITY.open(found[0].id, found[0].ciphertext)


@transaction.atomic
def add_identity(*, member_id: int, kind: IdentityKind, value: str, by: Actor, at: datetime) -> None:
    """Let the member also be known by something more; refuse what another member is known by."""
    hold(member_id, at, Status.ACTIVE, Status.FROZEN)
    _add(member_id, kind, rules.identity(kind, value))
    outbox.emit(Updated(member_id, kind.value), by=by, at=at)
    audit.record(by=by, at=at, action="members.add_identity", subject=f"member:{member_id}", after={"kind": kind.value})


@transaction.atomic
def change_phone(*, member_id: int, phone: str, by: Actor, at: datetime) -> None:
    """Put a new phone in the place of the old; the old number is forgotten, since it will belong to somebody else."""
    hold(member_id, at, Status.ACTIVE, Status.FROZEN)
    old = [one for one in _identities(member_id, IdentityKind.PHONE) if one.member_id == member_id]
    before = {"phone": masked_phone(sealed.IDENTITY.open(old[0].id, old[0].ciphertext))} if old else None
    Identity.objects.filter(pk__in=[one.pk for one in old]).delete()
    plain = rules.phone(phone)
    _add(member_id, IdentityKind.PHONE, plain)
    outbox.emit(Updated(member_id, IdentityKind.PHONE.value), by=by, at=at)
    audit.record(
        by=by,
        at=at,
        action="members.change_phone",
        subject=f"member:{member_id}",
        before=before,
        after={"phone": masked_phone(plain)},
    )


def _add(member_id: int, kind: IdentityKind, value: str) -> None:
    index = sealed.index(kind, value)
    owner = sql.ids_of_indexes([index]).get(index)
    if owner == member_id:
        return
    if owner is not None:
        raise IdentityTaken(field=kind.value)
    identity_id = ids.new()
    Identity.objects.create(
        id=identity_id,
        member_id=member_id,
        kind=kind.value,
        index_hex=index,
        tail_hex=sealed.tail(kind, value),
        ciphertext=sealed.IDENTITY.seal(identity_id, value),
    )


def _identities(member_id: int, kind: IdentityKind) -> list[Identity]:
    """Return the identities of a kind, the member's own before those of merged accounts."""
    rows = Identity.objects.filter(member__in=family(member_id), kind=kind.value).order_by("id")
    return sorted(rows, key=lambda row: row.member_id != member_id)
