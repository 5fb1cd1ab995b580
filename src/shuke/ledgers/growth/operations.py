"""Everything that moves a tier: purchases counted, levels granted, validities ended, histories merged."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from shuke.foundation import clock, ids
from shuke.foundation.actors import Actor
from shuke.foundation.audit import operations as audit
from shuke.foundation.db import acts, bulk
from shuke.foundation.refusals import Refusal
from shuke.ledgers.growth import counting, merging, posting, records, retracting, rules, single
from shuke.ledgers.growth.document import ForPoints, Invitation, Level, Paid
from shuke.ledgers.growth.history import History
from shuke.ledgers.growth.merging import NotAbsorbed
from shuke.ledgers.growth.models import CountedSpend, GrowthStanding
from shuke.ledgers.growth.types import (
    OUTSIDE,
    Counted,
    CountedOne,
    CountedSale,
    Grant,
    GrantKind,
    HeldStanding,
    SpendKind,
    Standing,
    TierMove,
)

__all__ = [
    "AlreadyAtLevel",
    "NoProgramme",
    "NoSuchLevel",
    "NotABonus",
    "NotAbsorbed",
    "NotOffered",
    "ReasonMissing",
    "absorb",
    "award",
    "count",
    "count_many",
    "grant",
    "hold",
    "part",
    "retract_many",
    "run_daily",
]

_BATCH = 5_000
_TURN = 2_000
_OFFER = {GrantKind.PAID: Paid, GrantKind.POINTS: ForPoints, GrantKind.INVITATION: Invitation}


class NoProgramme(Refusal):
    """No tier rules are in force."""

    code = "growth.no_programme"
    zh = "没有生效的等级规则"
    en = "No tier rules are in force"


class NoSuchLevel(Refusal):
    """The programme in force has no such level."""

    code = "growth.no_such_level"
    status = 422
    zh = "没有这个等级:{level}"
    en = "There is no level {level}"


class NotOffered(Refusal):
    """The level cannot be had in this way."""

    code = "growth.not_offered"
    zh = "“{level}”不能以此方式获得"
    en = "{level} cannot be had in this way"


class AlreadyAtLevel(Refusal):
    """Nobody pays for a level below the present one."""

    code = "growth.already_higher"
    zh = "会员已是更高等级"
    en = "The member stands higher already"


class ReasonMissing(Refusal):
    """Nobody changes a tier or a growth value by hand without saying why."""

    code = "growth.reason_missing"
    status = 422
    zh = "请填写原因"
    en = "Say why"


class NotABonus(Refusal):
    """A bonus is above zero."""

    code = "growth.not_a_bonus"
    status = 422
    zh = "成长值须为正数"
    en = "A bonus is above zero"


@transaction.atomic
def count_many(*, sales: Sequence[CountedSale], by: Actor, at: datetime) -> Counted:
    """Count members' receipts towards their tiers, post growth, and move whoever rises; known receipts are passed over.

    Give them in the order of time: a receipt that comes late counts on its own day, but what is decided stays. The
    result tells the level held before each receipt, by which that receipt is rewarded.
    """
    parts = [counting.count(batch, by, at) for batch in bulk.batches(sales, _BATCH)]
    return Counted(
        {receipt_id: level for part in parts for receipt_id, level in part.levels_before.items()},
        duplicates=sum(part.duplicates for part in parts),
        moves=sum(part.moves for part in parts),
    )


@acts.part
def hold(*, member_id: int, on: date) -> HeldStanding:
    """Return where the member stands on the day, locked until the transaction ends.

    A till takes this lock before it opens the book, in the order in which everybody else takes the two.
    """
    return single.hold(member_id, on)


@acts.part
def count(*, sale: CountedSale, held: HeldStanding, by: Actor, at: datetime) -> CountedOne:
    """Count one new receipt of a held standing, as `count_many` does, in as few statements as can be.

    A receipt may be counted once; the second time is an error of the caller.
    """
    return single.count(sale, held, by, at)


@transaction.atomic
def retract_many(*, receipt_ids: Sequence[int], by: Actor, at: datetime) -> int:
    """Take receipts out of the histories, with their growth; return how many were in.

    Standings stay as decided until the validity ends, as after a return.
    """
    return retracting.retract(receipt_ids, by, at)


@transaction.atomic
def grant(
    *,
    member_id: int,
    level: int,
    kind: GrantKind,
    by: Actor,
    at: datetime,
    reason: str = "",
    valid_until: date | None = None,
) -> TierMove:
    """Give a member a level: paid, for points, by invitation, or by hand with a reason; it begins today.

    The same level again begins a new validity. Refuses NoProgramme, NoSuchLevel, NotOffered, AlreadyAtLevel,
    ReasonMissing.
    """
    today = clock.business_date(at)
    if kind is GrantKind.MANUAL and not reason.strip():
        raise ReasonMissing(field="reason")
    programme = records.programme()
    _must_be_offered(programme, level, kind, today)
    heir, standing = _hold(member_id, today)
    history = History(records.spends_of([heir]).get(heir, []))
    given = Grant(kind, today, level, valid_until)
    decided = counting.Decided()
    decided.replay(heir, [given], programme, history=history, standing=standing)
    if not decided.moves or decided.moves[-1][1].to_level != level:
        raise AlreadyAtLevel
    decided.write(by, at)
    move = decided.moves[-1][1]
    audit.record(
        by=by,
        at=at,
        action="growth.grant",
        subject=f"member:{heir}",
        before={"level": standing.level if standing else OUTSIDE},
        after={"level": move.to_level, "kind": kind.value},
        reason=reason,
    )
    return move


@transaction.atomic
def award(*, member_id: int, value: int, reason: str, by: Actor, at: datetime) -> int:
    """Add growth value without money, e.g. for a check-in; return how many moves it made. Refuses NotABonus."""
    if value <= 0:
        raise NotABonus(field="value")
    if not reason.strip():
        raise ReasonMissing(field="reason")
    today = clock.business_date(at)
    heir, standing = _hold(member_id, today)
    history = History(records.spends_of([heir]).get(heir, []))
    row = CountedSpend(
        id=ids.new(),
        member_id=heir,
        kind=SpendKind.BONUS,
        business_date=today,
        net_minor=0,
        growth=value,
        recorded_at=at,
    )
    decided = counting.Decided()
    decided.replay(heir, [counting.spend_of(row)], records.programme(), history=history, standing=standing)
    records.insert_spends([row])
    posting.post([row], by, at)
    decided.write(by, at)
    audit.record(by=by, at=at, action="growth.award", subject=f"member:{heir}", after={"value": value}, reason=reason)
    return len(decided.moves)


def run_daily(*, on: date, by: Actor, at: datetime) -> int:
    """Let every validity that ended before the day go over; return how many moves it made.

    Works in batches, each in a transaction of its own: killed, it goes on where it was; run twice, it does nothing.
    """
    moves, last = 0, 0
    while True:
        ended = GrowthStanding.objects.filter(valid_until__lt=on, member_id__gt=last).order_by("member_id")
        member_ids = list(ended.values_list("member_id", flat=True)[:_TURN])
        if not member_ids:
            return moves
        with transaction.atomic():
            moves += counting.turn(member_ids, on, by, at)
        last = member_ids[-1]


@transaction.atomic
def absorb(*, survivor_id: int, absorbed_id: int, merge_id: int, by: Actor, at: datetime) -> None:
    """Let the absorbed member's history count for the survivor, and decide the survivor's tier from both.

    Nobody loses by it: the better of the two former standings stays where the joint history makes less.
    """
    merging.absorb(survivor_id, absorbed_id, merge_id, by, at)


@transaction.atomic
def part(*, survivor_id: int, absorbed_id: int, merge_id: int, by: Actor, at: datetime) -> None:
    """Undo `absorb`: both stand where they stood, and what was counted since counts for the survivor alone.

    Refuses NotAbsorbed.
    """
    merging.part(survivor_id, absorbed_id, merge_id, by, at)


def _hold(member_id: int, today: date) -> tuple[int, Standing | None]:
    heirs, standings = records.lock_heirs({member_id: today})
    return heirs[member_id], standings[heirs[member_id]]


def _must_be_offered(programme: rules.Programme, level: int, kind: GrantKind, today: date) -> None:
    version = programme.on(today)
    if version is None:
        raise NoProgramme
    found = next((each for each in version.rules.levels if each.number == level), None)
    if found is None:
        raise NoSuchLevel(field="level", level=level)
    if kind is not GrantKind.MANUAL and not _offers(found, kind):
        raise NotOffered(field="kind", level=found.code)


def _offers(level: Level, kind: GrantKind) -> bool:
    return any(isinstance(rule, _OFFER[kind]) for rule in level.qualifications)
