"""Two histories become one, and are parted again."""

from collections.abc import Sequence
from datetime import date, datetime

from shuke.foundation import clock
from shuke.foundation.actors import Actor
from shuke.foundation.refusals import Refusal
from shuke.ledgers.growth import counting, models, records, rules
from shuke.ledgers.growth.history import History
from shuke.ledgers.growth.models import Absorption, GrowthStanding
from shuke.ledgers.growth.types import (
    OUTSIDE,
    Grant,
    GrantKind,
    MoveKind,
    Spend,
    Standing,
    TierMove,
)


class NotAbsorbed(Refusal):
    """There is no such merge to undo, or it was undone."""

    code = "growth.not_absorbed"
    status = 404
    zh = "没有可撤销的等级合并"
    en = "There is no such merging of tiers to undo"


def absorb(survivor_id: int, absorbed_id: int, merge_id: int, by: Actor, at: datetime) -> None:
    """Join the histories and write the survivor's move, if it makes one."""
    if Absorption.objects.filter(merge_id=merge_id).exists():
        return
    today = clock.business_date(at)
    standings = records.lock_standings({survivor_id: today, absorbed_id: today})
    Absorption.objects.create(
        merge_id=merge_id,
        survivor_id=survivor_id,
        absorbed_id=absorbed_id,
        survivor_before=records.packed(standings[survivor_id]),
        absorbed_before=records.packed(standings[absorbed_id]),
        absorbed_at=at,
    )
    # The absorbed one stands nowhere from now on, so that no nightly run moves somebody who is gone. The survivor's row
    # is written anew: a till that waits for its lock then finds none, and asks for the family again.
    GrowthStanding.objects.filter(member_id__in=(survivor_id, absorbed_id)).delete()
    joint = _joint(survivor_id, absorbed_id, today)
    target = _best([joint, standings[survivor_id], standings[absorbed_id]], today)
    decided = _bring(survivor_id, standings[survivor_id], target, "merge", today)
    decided.write(by, at)


def part(survivor_id: int, absorbed_id: int, merge_id: int, by: Actor, at: datetime) -> None:
    """Part the histories; both go on from where they stood before the merge."""
    merge = Absorption.objects.select_for_update().filter(merge_id=merge_id, parted_at__isnull=True).first()
    if merge is None or (merge.survivor_id, merge.absorbed_id) != (survivor_id, absorbed_id):
        raise NotAbsorbed
    today = clock.business_date(at)
    standings = records.lock_standings({survivor_id: today, absorbed_id: today})
    Absorption.objects.filter(merge_id=merge_id).update(parted_at=at)
    for member_id, before in ((survivor_id, merge.survivor_before), (absorbed_id, merge.absorbed_before)):
        target = _since(member_id, records.unpacked(before), merge.absorbed_at, today)
        _bring(member_id, standings[member_id], target, "unmerge", today).write(by, at)


def _joint(survivor_id: int, absorbed_id: int, today: date) -> Standing | None:
    """Return where the joint history leads when it is replayed from its first day."""
    spends = records.spends_of([survivor_id]).get(survivor_id, [])
    events: list[Spend | Grant] = [*spends, *_grants([survivor_id, absorbed_id])]
    return rules.final_standing(rules.replay(events, records.programme(), today))


def _since(member_id: int, before: Standing | None, absorbed_at: datetime, today: date) -> Standing | None:
    """Return where a member stands who had stood so at the merge, after what was counted since."""
    rows = models.CountedSpend.objects.filter(member_id=member_id).order_by("business_date", "id")
    known = History(counting.spend_of(row) for row in rows if row.recorded_at <= absorbed_at)
    later: list[Spend | Grant] = [counting.spend_of(row) for row in rows if row.recorded_at > absorbed_at]
    later += _grants([member_id], absorbed_at)
    moves = rules.replay(later, records.programme(), today, history=known, standing=before)
    return rules.final_standing(moves, before)


def _grants(member_ids: Sequence[int], after: datetime | None = None) -> list[Grant]:
    rows = models.TierMove.objects.filter(member_id__in=member_ids, kind=MoveKind.GRANT).order_by("id")
    if after is not None:
        rows = rows.filter(decided_at__gt=after)
    return [Grant(GrantKind(row.reason["why"]), row.effective_on, row.to_level, row.valid_until) for row in rows]


def _best(standings: Sequence[Standing | None], today: date) -> Standing | None:
    """Return the highest standing that has not ended, and among equals the one that lasts longest."""
    known = [standing for standing in standings if standing and (standing.valid_until or date.max) >= today]
    return max(known, key=lambda standing: (standing.level, standing.valid_until or date.max), default=None)


def _bring(
    member_id: int, present: Standing | None, target: Standing | None, why: str, today: date
) -> counting.Decided:
    """Return the move from the present standing to the target, and the target as the standing."""
    if target is None:
        _stand_outside(member_id)
        return counting.Decided([(member_id, _out(present, why, today))] if present else [])
    moves = [(member_id, _move(present, target, why, today))] if present != target else []
    return counting.Decided(moves, {member_id: target})


def _stand_outside(member_id: int) -> None:
    row = GrowthStanding.objects.filter(member_id=member_id)
    row.update(level=OUTSIDE, valid_until=None, rule_version_id=None)


def _out(present: Standing, why: str, today: date) -> TierMove:
    """Return the move of somebody who stands nowhere again, so that the moves go on adding up to the standing."""
    since = {"period_from": today.isoformat(), "since": today.isoformat()}
    return TierMove(
        present.level, OUTSIDE, MoveKind.DOWNGRADE, today, None, present.rule_version_id, {"why": why, **since}
    )


def _move(present: Standing | None, target: Standing, why: str, today: date) -> TierMove:
    before = present.level if present else OUTSIDE
    kinds = {before < target.level: MoveKind.UPGRADE, before > target.level: MoveKind.DOWNGRADE}
    kind = MoveKind.JOIN if present is None else kinds.get(True, MoveKind.KEEP)
    return TierMove(
        before,
        target.level,
        kind,
        today,
        target.valid_until,
        target.rule_version_id,
        {"why": why, "period_from": target.period_from.isoformat(), "since": target.since.isoformat()},
    )
