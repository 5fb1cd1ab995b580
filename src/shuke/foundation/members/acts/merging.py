"""Two accounts of one person become one, and can be parted again exactly.

A merge is a mapping: the merged account keeps its rows and points at its survivor, and every reader follows. Rooms
above that keep balances follow through the `Follower` port, in the same transaction.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from shuke.foundation import clock, failpoints, ids
from shuke.foundation.actors import Actor
from shuke.foundation.audit import operations as audit
from shuke.foundation.members.acts import consents
from shuke.foundation.members.acts.holding import hold
from shuke.foundation.members.events import Merged, Unmerged
from shuke.foundation.members.models import Member, Merge, Ownership
from shuke.foundation.members.types import Follower, Status
from shuke.foundation.outbox import operations as outbox
from shuke.foundation.refusals import Refusal


class SameMember(Refusal):
    """A merge takes two accounts."""

    code = "members.same_member"
    status = 422
    zh = "不能与自己合并"
    en = "A member cannot be merged with itself"


class NoSuchMerge(Refusal):
    """No merge has this id, or it was taken back already."""

    code = "members.no_such_merge"
    status = 404
    zh = "没有这次合并,或已撤销"
    en = "There is no such merge, or it was undone already"


class UndoLaterMergeFirst(Refusal):
    """The survivor has itself been merged since: its later merge is undone first."""

    code = "members.undo_later_merge_first"
    zh = "请先撤销之后的合并 {merge}"
    en = "Undo the later merge {merge} first"


@transaction.atomic
def merge(
    *,
    survivor_id: int,
    merged_id: int,
    reason: str = "",
    followers: Sequence[Follower] = (),
    by: Actor,
    at: datetime,
) -> int:
    """Make `merged_id` part of `survivor_id` and return the merge's id; everything follows or nothing does.

    The survivor's own profile, consents and owner stay; the merged account fills what the survivor lacks.
    """
    if survivor_id == merged_id:
        raise SameMember(field="merged_id")
    # In the order of ids, so that two merges of the same pair wait for each other instead of blocking each other.
    pair = sorted((survivor_id, merged_id))
    held = {member_id: hold(member_id, at, Status.ACTIVE, Status.FROZEN) for member_id in pair}
    failpoints.hit("members.merge_held")
    merge_id = ids.new()
    Merge.objects.create(
        id=merge_id,
        survivor_id=survivor_id,
        merged_id=merged_id,
        status_before=held[merged_id].status,
        reason=reason,
        merged_at=at,
    )
    # The followers go first: they still find both accounts as they were.
    for follower in followers:
        follower.follow(merge_id=merge_id, survivor_id=survivor_id, merged_id=merged_id, by=by, at=at)
    Member.everyone.filter(survivor_id=merged_id).update(survivor_id=survivor_id)
    Member.everyone.filter(pk=merged_id).update(status=Status.MERGED.value, survivor_id=survivor_id)
    _inherit_owner(merge_id, survivor_id, merged_id, at)
    consents.reflect_sharing(survivor_id)
    outbox.emit(Merged(merge_id, survivor_id, merged_id), by=by, at=at)
    audit.record(
        by=by,
        at=at,
        action="members.merge",
        subject=f"member:{survivor_id}",
        after={"merged_id": str(merged_id), "merge_id": str(merge_id)},
        reason=reason,
    )
    return merge_id


@transaction.atomic
def unmerge(*, merge_id: int, followers: Sequence[Follower] = (), by: Actor, at: datetime) -> None:
    """Part the two accounts again: the merged one is what it was before, to the last row of this room."""
    record = Merge.objects.filter(pk=merge_id, undone_at__isnull=True).first()
    if record is None:
        raise NoSuchMerge
    later = Merge.objects.filter(merged_id=record.survivor_id, undone_at__isnull=True).first()
    if later:
        raise UndoLaterMergeFirst(merge=later.id)
    hold(record.survivor_id, at, Status.ACTIVE, Status.FROZEN)
    if not Merge.objects.filter(pk=merge_id, undone_at__isnull=True).update(undone_at=at):
        raise NoSuchMerge
    Member.everyone.filter(pk=record.merged_id).update(status=record.status_before, survivor_id=None)
    Member.everyone.filter(pk__in=_absorbed_by(record.merged_id)).update(survivor_id=record.merged_id)
    Ownership.objects.filter(merge_id=merge_id).delete()
    for member_id in (record.survivor_id, record.merged_id):
        consents.reflect_sharing(member_id)
    for follower in followers:
        follower.unfollow(merge_id=merge_id, survivor_id=record.survivor_id, merged_id=record.merged_id, by=by, at=at)
    outbox.emit(Unmerged(merge_id, record.survivor_id, record.merged_id), by=by, at=at)
    audit.record(
        by=by,
        at=at,
        action="members.unmerge",
        subject=f"member:{record.survivor_id}",
        after={"merged_id": str(record.merged_id), "merge_id": str(merge_id)},
    )


def _absorbed_by(member_id: int) -> list[int]:
    """Return the accounts that merges still in force lead to the member, directly or through others."""
    found: list[int] = []
    waiting = [member_id]
    while waiting:
        waiting = list(
            Merge.objects.filter(survivor_id__in=waiting, undone_at__isnull=True).values_list("merged_id", flat=True)
        )
        found.extend(waiting)
    return found


def _inherit_owner(merge_id: int, survivor_id: int, merged_id: int, at: datetime) -> None:
    """Give a survivor that never had an owner the merged account's, from the day of the merge."""
    if Ownership.objects.filter(member_id=survivor_id).exists():
        return
    present = Ownership.objects.filter(member_id=merged_id, to_date__isnull=True).first()
    if present:
        Ownership.objects.create(
            member_id=survivor_id,
            store_id=present.store_id,
            guide_id=present.guide_id,
            from_date=clock.business_date(at),
            basis=present.basis,
            rule_version_id=present.rule_version_id,
            merge_id=merge_id,
        )
