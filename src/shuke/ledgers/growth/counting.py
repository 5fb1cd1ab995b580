"""Count spends and decide standings for many members at once: read all, replay in memory, write all."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from shuke.foundation import failpoints, ids
from shuke.foundation.actors import Actor
from shuke.ledgers.growth import posting, records, rules
from shuke.ledgers.growth.history import History
from shuke.ledgers.growth.models import CountedSpend
from shuke.ledgers.growth.types import (
    OUTSIDE,
    Counted,
    CountedSale,
    Grant,
    Spend,
    SpendKind,
    Standing,
    TierMove,
)


@dataclass(slots=True)
class Decided:
    """What a batch came to, before it is written."""

    moves: list[tuple[int, TierMove]] = field(default_factory=list)
    standings: dict[int, Standing] = field(default_factory=dict)
    levels_before: dict[int, int] = field(default_factory=dict)

    def replay(
        self,
        member_id: int,
        events: Iterable[Spend | Grant],
        programme: rules.Programme,
        *,
        history: History,
        standing: Standing | None,
    ) -> None:
        """Let one member's new events decide, and note the outcome."""
        changed = False
        for step in rules.steps(events, programme, history, standing):
            self.moves += [(member_id, move) for move in step.moves]
            changed = changed or bool(step.moves)
            standing = step.after
            if isinstance(step.event, Spend) and step.event.receipt_id is not None:
                self.levels_before[step.event.receipt_id] = step.before.level if step.before else OUTSIDE
        if changed and standing is not None:
            self.standings[member_id] = standing

    def write(self, by: Actor, at: datetime) -> None:
        """Write the moves and where members stand after them."""
        records.write_moves(self.moves, by, at)
        records.write_standings(self.standings)


def count(sales: Sequence[CountedSale], by: Actor, at: datetime) -> Counted:
    """Count receipts that are new, post their growth, and move whoever rises or whose validity has ended."""
    fresh = _fresh(sales)
    in_order = sorted(fresh, key=lambda sale: sale.business_date)
    first_days = {sale.member_id: sale.business_date for sale in reversed(in_order)}
    heirs, standings = records.lock_heirs(first_days)
    by_member: dict[int, list[CountedSale]] = defaultdict(list)
    for sale in in_order:
        by_member[heirs[sale.member_id]].append(sale)
    before = records.spends_of(list(by_member))
    failpoints.hit("growth.read")
    programme = records.programme()
    rows: list[CountedSpend] = []
    decided = Decided()
    for member_id, own in by_member.items():
        purse = posting.Purse.of(before.get(member_id, []))
        counted = [row_of(member_id, sale, purse.growth_of(sale, programme), at) for sale in own]
        rows.extend(counted)
        history = History(before.get(member_id, []))
        events = map(spend_of, counted)
        decided.replay(member_id, events, programme, history=history, standing=standings[member_id])
    records.insert_spends(rows)
    posting.post(rows, by, at)
    decided.write(by, at)
    return Counted(decided.levels_before, duplicates=len(sales) - len(fresh), moves=len(decided.moves))


def turn(member_ids: Sequence[int], on: date, by: Actor, at: datetime) -> int:
    """Let the validities of these members that ended before the day go over; return how many moves it made."""
    standings = records.lock_standings(dict.fromkeys(member_ids, on))
    spends = records.spends_of(member_ids)
    programme = records.programme()
    decided = Decided()
    for member_id in member_ids:
        moves, standing = rules.settle(History(spends.get(member_id, [])), standings[member_id], programme, on)
        if moves and standing is not None:
            decided.moves += [(member_id, move) for move in moves]
            decided.standings[member_id] = standing
    decided.write(by, at)
    return len(decided.moves)


def spend_of(row: CountedSpend) -> Spend:
    """Return the spend that a row holds."""
    return Spend(SpendKind(row.kind), row.business_date, row.net_minor, row.growth, row.receipt_id, row.original_id)


def _fresh(sales: Sequence[CountedSale]) -> list[CountedSale]:
    rows = CountedSpend.objects.filter(receipt_id__in=[sale.receipt_id for sale in sales])
    known = set(rows.values_list("receipt_id", flat=True))
    return list({sale.receipt_id: sale for sale in sales if sale.receipt_id not in known}.values())


def row_of(member_id: int, sale: CountedSale, growth: int, at: datetime) -> CountedSpend:
    """Return the row of a receipt that brings so much growth."""
    return CountedSpend(
        id=ids.new(),
        member_id=member_id,
        store_id=sale.store_id,
        kind=SpendKind(sale.kind),
        business_date=sale.business_date,
        net_minor=sale.net_minor,
        growth=growth,
        receipt_id=sale.receipt_id,
        original_id=sale.original_id,
        recorded_at=at,
    )
