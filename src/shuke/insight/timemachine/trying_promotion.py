"""A promotion over past baskets: each priced anew from its list prices, by the rules of its day and with the draft."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from shuke.insight.timemachine import board as boards
from shuke.insight.timemachine import careful, facts
from shuke.insight.timemachine.board import Board, Keep, Tell
from shuke.insight.timemachine.types import Mover, Note, Outcome, Trial, Unit
from shuke.ledgers.growth import queries as tiers
from shuke.selling.promotions import queries as promotions
from shuke.selling.promotions.types import Basket, Priced, Standing
from shuke.selling.sales import queries as sales
from shuke.selling.sales.types import PastLine, PastReceipt


def run(trial: Trial, keep: Keep, tell: Tell) -> Outcome:
    """Price every basket of the span twice, members' first."""
    board, pricing = Board(trial, Unit.MINOR, keep, tell), _Pricing(trial)
    nobodys = sales.count_of_nobody(trial.since, trial.until)
    bought = sales.buyers(trial.since, trial.until)
    board.expect(len(bought) + nobodys)
    for batch in board.batches(bought):
        pricing.price(board, sales.receipts_of_members(batch, trial.since, trial.until))
    after, rest = 0, nobodys
    while rest > 0 and (
        page := sales.receipts_of_nobody(trial.since, trial.until, after=after, limit=boards.RECEIPTS_AT_ONCE)
    ):
        pricing.price(board, page)
        board.step(len(page))
        after, rest = page[-1].id, rest - len(page)
    return _outcome(trial, board, pricing)


class _Pricing:
    """Both sets of rules by the day, and what was seen beside the sums of a board."""

    def __init__(self, trial: Trial) -> None:
        self._trial = trial
        self._goods = facts.Goods()
        self._changes = promotions.days_of_change()
        self._rules: dict[int, tuple[promotions.RuleSet, promotions.RuleSet]] = {}
        self.paid_off = 0
        self.held = [0, 0]
        self.below_cost = [0, 0]
        self.gifts = [0, 0]
        self.blocked = [0, 0]
        self.touched = [0, 0]

    def price(self, board: Board, receipts: Sequence[PastReceipt]) -> None:
        """Price a batch of receipts; what came back is left out."""
        own = [each for each in receipts if facts.is_sale(each) and self._trial.counts(each.store_id)]
        lines = sales.lines_of_many([each.id for each in own])
        self._goods.learn([line for lot in lines.values() for line in lot])
        levels = facts.levels(own)
        first = sales.first_bought_at({each.member_id for each in own if each.member_id is not None})
        sums: dict[int, list[int]] = defaultdict(lambda: [0, 0])
        for each in own:
            member_id = each.member_id
            is_new = member_id is not None and first.get(member_id) == each.sold_at
            standing = Standing(member_id, levels.get(each.id, 0), is_new=is_new)
            off = self._off(each, lines.get(each.id, []), standing)
            board.receipts += 1
            self.paid_off += each.discount_minor
            of_class = boards.NOBODY if member_id is None else standing.tier_level
            board.add(store_id=each.store_id, of_class=of_class, old=off[0], new=off[1])
            if member_id is not None:
                sums[member_id][0] += off[0]
                sums[member_id][1] += off[1]
        for member_id, (old, new) in sums.items():
            board.judge(Mover(member_id, old, new))

    def _off(self, receipt: PastReceipt, lines: Sequence[PastLine], standing: Standing) -> tuple[int, int]:
        basket = facts.at_list_price(receipt, lines, self._goods)
        old, new = (
            promotions.price_under(rules, basket, standing) if promotions.touches(rules, basket, standing) else None
            for rules in self._on(receipt.business_date)
        )
        for place, priced in enumerate((old, new)):
            if priced is not None:
                self._note(place, priced, basket, self._on(receipt.business_date)[place])
        return _deducted(old), _deducted(new)

    def _note(self, place: int, priced: Priced, basket: Basket, rules: promotions.RuleSet) -> None:
        floors = promotions.floors(rules, basket)
        cost = {line.line_no: (line.unit_cost_minor or 0) * line.quantity_milli for line in basket.lines}
        self.touched[place] += priced.net_minor < priced.list_minor
        self.gifts[place] += len(priced.gifts)
        self.blocked[place] += bool(priced.blocked)
        for line in priced.lines:
            if line.deductions:
                self.held[place] += line.net_minor == floors.get(line.line_no, 0) > 0
                self.below_cost[place] += line.net_minor * 1000 < cost[line.line_no]

    def _on(self, day: date) -> tuple[promotions.RuleSet, promotions.RuleSet]:
        """Return the rules of the day as they were and with the draft; they change on few days."""
        era = bisect_right(self._changes, day)
        if era not in self._rules:
            trial = self._trial
            old = (
                promotions.rules_on(day)
                if trial.baseline is None
                else promotions.trying(trial.key, trial.baseline, day=day)
            )
            self._rules[era] = (old, promotions.trying(trial.key, trial.draft, day=day))
        return self._rules[era]


def _deducted(priced: Priced | None) -> int:
    return 0 if priced is None else priced.list_minor - priced.net_minor


def _outcome(trial: Trial, board: Board, pricing: _Pricing) -> Outcome:
    programme = tiers.rules_on(trial.until)
    names = {level.number: (level.zh, level.en) for level in programme.rules.levels} if programme else {}
    pairs = {
        "baskets_touched": pricing.touched,
        "lines_held_at_floor": pricing.held,
        "lines_below_cost": pricing.below_cost,
        "gifts": pricing.gifts,
        "baskets_not_yet_on_sale": pricing.blocked,
    }
    return board.outcome(
        totals={
            "really_taken_off_minor": pricing.paid_off,
            **{
                f"{name}_{when}": both[place]
                for name, both in pairs.items()
                for place, when in enumerate(("old", "new"))
            },
        },
        tables=(
            boards.store_table(board.by_store, board.unit, boards.RECEIPTS),
            boards.class_table(board.by_class, board.unit, boards.RECEIPTS, names),
        ),
        findings=careful.read(trial.kind, trial.draft, key=trial.key, on=trial.until),
        notes=(_REPRICED, _DAYS),
    )


_REPRICED = Note(
    "repriced",
    "按标价重新计价,不含券、权益与手工优惠;购买量不因价格而变",
    "Priced anew from list prices, without coupons, entitlements or discounts by hand; the same goods are bought",
)
_DAYS = Note(
    "days_left_out",
    "草案自带的起止日已略去,以试算期间代替",
    "The draft's own days are left out: the span takes their place",
)
