"""What an act does to a handful of members; whoever cannot have it is passed over with the refusal's own words."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.db import transaction

from shuke.engaging.roll.models import BulkItem
from shuke.engaging.roll.types import Act, ItemState, Terms
from shuke.foundation.actors import Actor
from shuke.foundation.members import operations as members
from shuke.foundation.members import queries
from shuke.foundation.members.types import Owner
from shuke.foundation.refusals import Refusal
from shuke.foundation.tags import operations as tags
from shuke.foundation.tags.types import NewTagging
from shuke.ledgers.book.types import Source
from shuke.ledgers.coupons import operations as coupons


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one member, why not, and the owner before where the act changes it."""

    state: ItemState
    code: str = ""
    zh: str = ""
    en: str = ""
    before: dict[str, str] | None = None


DONE = Outcome(ItemState.DONE)
Outcomes = dict[int, Outcome]


class Doing(Protocol):
    """One step of an act."""

    def __call__(self, batch: Sequence[BulkItem], /, *, by: Actor, at: datetime) -> Mapping[int, Outcome]:
        """Do it to each member of the batch and return what came of each."""
        ...


class OwnerChangedSince(Refusal):
    """Somebody gave the member to another since; that stands."""

    code = "roll.owner_changed_since"
    zh = "归属此后又有变更,不予恢复"
    en = "The owner has been changed since; that stands"


class NoOwnerBefore(Refusal):
    """Before the act nobody owned the member, and nobody can be given back to nobody."""

    code = "roll.no_owner_before"
    zh = "变更前没有归属,无法恢复"
    en = "Nobody owned the member before"


class AlreadyTheirs(Refusal):
    """The member belongs there already."""

    code = "roll.already_theirs"
    zh = "已归属该门店与导购"
    en = "The member belongs there already"


def of(act: Act, terms: Terms, *, run_id: int) -> Doing:
    """Return the step of an act by its terms."""
    if act is Act.OWNER:
        return lambda batch, *, by, at: _one_by_one(batch, lambda item: _give(item, terms, by, at))
    if act is Act.TAG:
        return lambda batch, *, by, at: _tag(batch, terms, by, at)
    return lambda batch, *, by, at: _coupons(batch, terms, run_id, by, at)


def give_back(batch: Sequence[BulkItem], terms: Terms, *, by: Actor, at: datetime) -> Mapping[int, Outcome]:
    """Give each member back to whom she belonged before."""
    return _one_by_one(batch, lambda item: _give_back(item, terms, by, at))


def _give(item: BulkItem, terms: Terms, by: Actor, at: datetime) -> Outcome:
    store_id, guide_id, from_date = terms.owner()
    before = queries.owner_at(item.member_id, None)
    if before is not None and (before.store_id, before.guide_id) == (store_id, guide_id):
        raise AlreadyTheirs
    members.reassign(
        member_id=item.member_id,
        store_id=store_id,
        guide_id=guide_id,
        from_date=from_date,
        reason=terms.reason,
        by=by,
        at=at,
    )
    return Outcome(ItemState.DONE, before=_kept(before))


def _give_back(item: BulkItem, terms: Terms, by: Actor, at: datetime) -> Outcome:
    given = terms.owner()
    now = queries.owner_at(item.member_id, None)
    if now is None or (now.store_id, now.guide_id, now.from_date) != given:
        raise OwnerChangedSince
    if not item.before:
        raise NoOwnerBefore
    guide_id = item.before.get("guide_id")
    members.reassign(
        member_id=item.member_id,
        store_id=int(item.before["store_id"]),
        guide_id=int(guide_id) if guide_id else None,
        from_date=now.from_date,
        reason=terms.reason,
        by=by,
        at=at,
    )
    return Outcome(ItemState.UNDONE)


def _tag(batch: Sequence[BulkItem], terms: Terms, by: Actor, at: datetime) -> Outcomes:
    new = NewTagging(terms.tag(), tuple(item.member_id for item in batch))
    try:
        with transaction.atomic():
            tags.put(new=new, by=by, at=at)
    except Refusal as refusal:
        return {item.member_id: refused(refusal) for item in batch}
    return {item.member_id: DONE for item in batch}


def _coupons(batch: Sequence[BulkItem], terms: Terms, run_id: int, by: Actor, at: datetime) -> Outcomes:
    """Issue to all at once; where the stock is too short for all, one by one as far as it goes."""
    try:
        return _issue([item.member_id for item in batch], terms, run_id, by, at)
    except Refusal:
        return _one_by_one(batch, lambda item: _issue([item.member_id], terms, run_id, by, at)[item.member_id])


def _issue(member_ids: Sequence[int], terms: Terms, run_id: int, by: Actor, at: datetime) -> Outcomes:
    told = coupons.issue_many(
        template=terms.template,
        member_ids=member_ids,
        source=Source("staff", by.id),
        store_id=by.store_id,
        occasion=f"bulk:{run_id}",
        by=by,
        at=at,
    )
    enough = refused(coupons.HadEnough(template=terms.template))
    return {one: DONE if one in told.issued or one in told.repeated else enough for one in member_ids}


def _one_by_one(batch: Sequence[BulkItem], act: Callable[[BulkItem], Outcome]) -> Outcomes:
    outcomes: Outcomes = {}
    for item in batch:
        try:
            with transaction.atomic():
                outcomes[item.member_id] = act(item)
        except Refusal as refusal:
            outcomes[item.member_id] = refused(refusal)
    return outcomes


def refused(refusal: Refusal) -> Outcome:
    """Return the outcome of a member who was passed over."""
    return Outcome(ItemState.REFUSED, refusal.code, refusal.message_zh, refusal.message_en)


def _kept(owner: Owner | None) -> dict[str, str] | None:
    if owner is None:
        return None
    guide = {"guide_id": str(owner.guide_id)} if owner.guide_id else {}
    return {"store_id": str(owner.store_id), **guide}
