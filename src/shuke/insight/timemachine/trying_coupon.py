"""A coupon template over past baskets: on which it could have been used, and what it would have taken off.

Nobody can say which of these sales would not have been made without a coupon: what is told is an upper bound of cost.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from shuke.insight.timemachine import board as boards
from shuke.insight.timemachine import careful, facts
from shuke.insight.timemachine.board import Board, Keep, Tell
from shuke.insight.timemachine.types import Finding, Mover, Note, Outcome, Trial, Unit
from shuke.ledgers.coupons import queries as coupons
from shuke.ledgers.coupons.types import TrialCoupon
from shuke.ledgers.growth import queries as tiers
from shuke.selling.promotions import queries as promotions
from shuke.selling.promotions.types import Standing
from shuke.selling.sales import queries as sales
from shuke.selling.sales.types import PastLine, PastReceipt


@dataclass(frozen=True, slots=True)
class _Use:
    """What one coupon would take off one basket."""

    receipt_id: int
    off_minor: int
    gifts: int


@dataclass(slots=True)
class _Seen:
    """What the baskets of the span show beside the coupon."""

    channels: set[str] = field(default_factory=set)
    turnover: int = 0


class _Tried:
    """One template, judged basket by basket; per member its best uses are kept apart."""

    def __init__(self, coupon: TrialCoupon | None, on: date) -> None:
        self.coupon = coupon
        self._rules, self._present = promotions.nothing(), promotions.rules_on(on)
        self.baskets = self.members = self.gifts = self.upper = 0

    def uses(
        self,
        receipts: Sequence[PastReceipt],
        lines: Mapping[int, list[PastLine]],
        goods: facts.Goods,
        level: Mapping[int, int],
    ) -> dict[int, int]:
        """Return receipt id → what comes off it, of one member's baskets, as many as the template allows a member."""
        if self.coupon is None:
            return {}
        found = [use for each in receipts if (use := self._use(each, lines.get(each.id, []), goods, level))]
        self.baskets += len(found)
        self.members += bool(found)
        self.upper += sum(use.off_minor for use in found)
        found.sort(key=lambda use: (-use.off_minor, use.receipt_id))
        within = found[: self.coupon.per_member]
        self.gifts += sum(use.gifts for use in within)
        return {use.receipt_id: use.off_minor for use in within}

    def _use(
        self, receipt: PastReceipt, lines: Sequence[PastLine], goods: facts.Goods, level: Mapping[int, int]
    ) -> _Use | None:
        assert self.coupon is not None  # noqa: S101 - asked by `uses` alone
        floors = promotions.floors(self._present, facts.at_list_price(receipt, lines, goods))
        undiscounted = not self.coupon.coupon.terms.with_promotions
        basket = facts.as_paid(receipt, lines, goods, floors, undiscounted=undiscounted)
        if not basket.lines:
            return None
        standing = Standing(receipt.member_id, level.get(receipt.id, 0))
        priced = promotions.price_under(self._rules, basket, standing, [self.coupon.coupon])
        if not priced.used.coupon_ids:
            return None
        return _Use(receipt.id, priced.list_minor - priced.net_minor, len(priced.gifts))


def run(trial: Trial, keep: Keep, tell: Tell) -> Outcome:
    """Try both templates on every basket that a member bought in the span."""
    board, goods = Board(trial, Unit.MINOR, keep, tell), facts.Goods()
    present = None if trial.baseline is None else coupons.trial(trial.key, trial.baseline)
    draft = coupons.trial(trial.key, trial.draft)
    tried = (_Tried(present, trial.until), _Tried(draft, trial.until))
    seen = _Seen()
    bought = sales.buyers(trial.since, trial.until)
    board.expect(len(bought))
    for batch in board.batches(bought):
        every = sales.receipts_of_members(batch, trial.since, trial.until)
        receipts = [each for each in every if facts.is_sale(each) and trial.counts(each.store_id)]
        seen.channels.update(each.channel for each in receipts)
        seen.turnover += sum(each.net_minor for each in receipts)
        _try(board, tried, receipts, goods)
    return _outcome(trial, board, tried, seen)


def _try(board: Board, tried: tuple[_Tried, _Tried], receipts: Sequence[PastReceipt], goods: facts.Goods) -> None:
    lines = sales.lines_of_many([each.id for each in receipts])
    goods.learn([line for own in lines.values() for line in own])
    level = facts.levels(receipts)
    of_member: dict[int, list[PastReceipt]] = defaultdict(list)
    for each in receipts:
        of_member[each.member_id or 0].append(each)
    for member_id, own in of_member.items():
        old, new = (one.uses(own, lines, goods, level) for one in tried)
        for each in own:
            board.receipts += 1
            if each.id in old or each.id in new:
                off = (old.get(each.id, 0), new.get(each.id, 0))
                board.add(store_id=each.store_id, of_class=level.get(each.id, 0), old=off[0], new=off[1])
        board.judge(Mover(member_id, sum(old.values()), sum(new.values())))


def _outcome(trial: Trial, board: Board, tried: tuple[_Tried, _Tried], seen: _Seen) -> Outcome:
    programme = tiers.rules_on(trial.until)
    names = {level.number: (level.zh, level.en) for level in programme.rules.levels} if programme else {}
    findings = list(careful.of_coupon(trial.draft, channels=set(seen.channels)))
    if not tried[1].baskets:
        findings.append(Finding("never_usable", trial.key, "期间内没有一单可用", "No basket of the span could use it"))
    old, new = tried
    return board.outcome(
        totals={
            "baskets_usable_old": old.baskets,
            "baskets_usable_new": new.baskets,
            "members_with_a_use_old": old.members,
            "members_with_a_use_new": new.members,
            "off_without_limit_old_minor": old.upper,
            "off_without_limit_new_minor": new.upper,
            "gifts_old": old.gifts,
            "gifts_new": new.gifts,
            "turnover_of_members_minor": seen.turnover,
        },
        tables=(
            boards.store_table(board.by_store, board.unit, boards.RECEIPTS),
            boards.class_table(board.by_class, board.unit, boards.RECEIPTS, names),
        ),
        findings=findings,
        notes=(_BOUND, _BASKETS, *((_DAYS,) if new.coupon and new.coupon.has_own_days else ())),
    )


_BOUND = Note(
    "upper_bound",
    "上限:假设每位会员都持券并用在最省的订单上;不含、也不推算增量销售",
    "An upper bound: as if every member held it and used it where it saves most; no extra sales are claimed or guessed",
)
_BASKETS = Note(
    "as_paid",
    "按当时实付价试用,后来退货的单也计入;小票不含运费,免运费券计为 0",
    "Tried on what was paid, also where goods came back later; receipts hold no delivery fee, so a free one counts 0",
)
_DAYS = Note(
    "days_left_out",
    "模板自带的有效日期不适用于过去,已略去",
    "The template's own days are left out: they do not lie in the past",
)
