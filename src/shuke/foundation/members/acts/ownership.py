"""To which store and guide a member belongs: opened by rule, changed by rule or by hand, never rewritten."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from shuke.foundation import clock, failpoints, ids
from shuke.foundation.actors import SYSTEM, Actor
from shuke.foundation.audit import operations as audit
from shuke.foundation.db import acts, bulk
from shuke.foundation.members import documents, sql
from shuke.foundation.members.acts.holding import hold
from shuke.foundation.members.events import Reassigned
from shuke.foundation.members.models import Ownership
from shuke.foundation.members.types import OwnershipBasis, Served, Status
from shuke.foundation.outbox import operations as outbox
from shuke.foundation.refusals import Refusal
from shuke.foundation.rulebook import queries as rulebook

COLUMNS = ("id", "member_id", "store_id", "guide_id", "from_date", "to_date", "basis", "rule_version_id")


class BehindPresentOwner(Refusal):
    """A new owner cannot reach back before the present one: reports already made would change."""

    code = "members.behind_present_owner"
    status = 422
    zh = "生效日不能早于现归属的起始日 {since}"
    en = "The date lies before the present owner's first day, {since}"


@dataclass(frozen=True, slots=True)
class RuleInForce:
    """The ownership rule that holds; without a document a member belongs to the store where the account was opened."""

    basis: OwnershipBasis
    version_id: int | None


def rule_in_force(on: date) -> RuleInForce:
    """Return the ownership rule of the day."""
    version = rulebook.find_in_force(documents.OWNERSHIP, on)
    if version is None:
        return RuleInForce(OwnershipBasis.OPENING_STORE, None)
    return RuleInForce(OwnershipBasis(version.body["basis"]), version.id)


def opening_rows(
    rule: RuleInForce, member_id: int, store_id: int, guide_id: int | None, enrolled_on: date
) -> list[tuple[object, ...]]:
    """Return the row with which a membership opens, in the order of `COLUMNS`; some rules open with none."""
    if rule.basis in {OwnershipBasis.FIRST_PURCHASE, OwnershipBasis.MANUAL}:
        return []
    opening = OwnershipBasis.OPENING_STORE.value
    return [(ids.new(), member_id, store_id, guide_id, enrolled_on, None, opening, rule.version_id)]


@transaction.atomic
def reassign(
    *, member_id: int, store_id: int, guide_id: int | None = None, from_date: date, reason: str, by: Actor, at: datetime
) -> None:
    """Give the member to a store and guide from a day on; what was before that day stays as it was.

    Two changes for the same day leave the later one; the audit trail keeps both.
    """
    hold(member_id, at, Status.ACTIVE, Status.FROZEN)
    before = Ownership.objects.filter(member_id=member_id, to_date__isnull=True).first()
    _change_owner(member_id, store_id, guide_id, from_date, RuleInForce(OwnershipBasis.MANUAL, None))
    outbox.emit(Reassigned(member_id, store_id, guide_id or 0, from_date.isoformat()), by=by, at=at)
    audit.record(
        by=by,
        at=at,
        action="members.reassign",
        subject=f"member:{member_id}",
        before={"store_id": before.store_id, "guide_id": before.guide_id} if before else None,
        after={"store_id": store_id, "guide_id": guide_id, "from_date": from_date.isoformat()},
        reason=reason,
    )


@transaction.atomic
def reassign_many(
    *, from_guide_id: int, to_guide_id: int | None, from_date: date, reason: str, by: Actor, at: datetime
) -> int:
    """Hand all members of a guide who leaves to another, or to the store alone; return how many were handed over."""
    owned = Ownership.objects.filter(guide_id=from_guide_id, to_date__isnull=True).order_by("member_id")
    handed = list(owned.values_list("member_id", "store_id"))
    for member_id, store_id in handed:
        reassign(
            member_id=member_id,
            store_id=store_id,
            guide_id=to_guide_id,
            from_date=from_date,
            reason=reason,
            by=by,
            at=at,
        )
    return len(handed)


@acts.part
def note_purchases(*, purchases: Sequence[Served], by: Actor, at: datetime) -> int:
    """Let the ownership rule see purchases, and return how many members it gave to somebody.

    First purchase: a member without any owner belongs to the store and guide of the earliest of the purchases. Last
    served: the member goes to the guide of the latest, from the day after. Other rules look away.
    """
    rule = rule_in_force(clock.business_date(at))
    if rule.basis not in {OwnershipBasis.FIRST_PURCHASE, OwnershipBasis.LAST_SERVED}:
        return 0
    # A sale may name an account that was merged or erased meanwhile; it must not fail for that.
    standing = sql.ids_standing([purchase.member_id for purchase in purchases])
    seen = [purchase for purchase in purchases if purchase.member_id in standing]
    if rule.basis == OwnershipBasis.FIRST_PURCHASE:
        return _own_by_first_purchase(rule, seen)
    return _own_by_last_served(rule, seen, at)


def _own_by_first_purchase(rule: RuleInForce, purchases: Sequence[Served]) -> int:
    first: dict[int, Served] = {}
    for purchase in sorted(purchases, key=lambda bought: bought.business_date, reverse=True):
        first[purchase.member_id] = purchase
    for member_id in sql.ids_with_owner(list(first)):
        del first[member_id]
    basis, version = rule.basis.value, rule.version_id
    rows = [
        (ids.new(), one.member_id, one.store_id, one.guide_id, one.business_date, None, basis, version)
        for one in first.values()
    ]
    return bulk.insert(Ownership, COLUMNS, rows, ignore_conflicts=True)


def _own_by_last_served(rule: RuleInForce, purchases: Sequence[Served], at: datetime) -> int:
    last = {one.member_id: one for one in sorted(purchases, key=lambda bought: bought.business_date) if one.guide_id}
    present = {row.member_id: row for row in Ownership.objects.filter(member__in=last.keys(), to_date__isnull=True)}
    changed = 0
    for member_id in sorted(last):
        purchase, row = last[member_id], present.get(member_id)
        if row and ((row.store_id, row.guide_id) == (purchase.store_id, purchase.guide_id)):
            continue
        day = date.fromordinal(purchase.business_date.toordinal() + 1)
        if row and day < row.from_date:
            continue
        hold(member_id, at, Status.ACTIVE, Status.FROZEN)
        _change_owner(member_id, purchase.store_id, purchase.guide_id, day, rule)
        outbox.emit(Reassigned(member_id, purchase.store_id, purchase.guide_id or 0, day.isoformat()), by=SYSTEM, at=at)
        changed += 1
    return changed


def _change_owner(member_id: int, store_id: int, guide_id: int | None, day: date, rule: RuleInForce) -> None:
    present = Ownership.objects.filter(member_id=member_id, to_date__isnull=True).first()
    failpoints.hit("members.owner_looked")
    if present and day < present.from_date:
        raise BehindPresentOwner(field="from_date", since=present.from_date.isoformat())
    owner = {
        "store_id": store_id,
        "guide_id": guide_id,
        "basis": rule.basis.value,
        "rule_version_id": rule.version_id,
    }
    if present and present.from_date == day:
        Ownership.objects.filter(pk=present.pk).update(**owner)
        return
    if present:
        Ownership.objects.filter(pk=present.pk).update(to_date=day)
    Ownership.objects.create(member_id=member_id, from_date=day, **owner)
