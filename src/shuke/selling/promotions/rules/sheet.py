"""The basket while it is priced: what each line still costs, how far it may fall, and what was taken off and why.

Lines stand in an order by content, not in that of the basket, so that the price never depends on who was scanned first.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from shuke.foundation import money
from shuke.foundation.money import Rounding
from shuke.selling.promotions.document import PricePolicy
from shuke.selling.promotions.types import BasketLine, Cause, Deduction, PricedLine

UNIT = 1000
STANDING_CAUSES = frozenset({Cause.MEMBER_PRICE, Cause.TIER_DISCOUNT, Cause.ENTITLEMENT, Cause.MANUAL, Cause.COUPON})


@dataclass(frozen=True, slots=True)
class Because:
    """What takes something off: the cause, its code, and which version, coupon or entitlement it was."""

    cause: Cause
    code: str
    rule_version_id: int | None = None
    coupon_id: int | None = None
    entitlement_id: int | None = None
    funder_id: int | None = None


class Sheet:
    """Lines in canonical order with `net` (what a line still costs) and `floor` (the least it may), both in fen.

    `units` counts whole units and is 0 for weighed goods. `priced` lines have a line price below list; `promoted` ones
    were made cheaper by a promotion, which for coupons a member or tier price is not.
    """

    __slots__ = ("_deductions", "claims", "codes", "floor", "lines", "list_", "net", "priced", "promoted", "units")

    def __init__(self, lines: Iterable[BasketLine], policy: PricePolicy) -> None:
        self.lines = tuple(sorted(lines, key=canonical))
        size = len(self.lines)
        self.list_ = [amount(line.unit_list_minor, line.quantity_milli) for line in self.lines]
        self.floor = [floor_of(line, policy) for line in self.lines]
        self.net = list(self.list_)
        self.units = [0 if line.quantity_milli % UNIT else line.quantity_milli // UNIT for line in self.lines]
        self.priced = [False] * size
        self.promoted = [False] * size
        self.claims: list[set[str]] = [set() for _ in range(size)]
        self.codes: list[set[str]] = [set() for _ in range(size)]
        self._deductions: list[list[Deduction]] = [[] for _ in range(size)]

    def room(self, position: int) -> int:
        """Return what may still be taken off a line."""
        return self.net[position] - self.floor[position]

    def rooms(self, positions: Sequence[int]) -> list[int]:
        """Return what may still be taken off each of the lines."""
        return [self.net[position] - self.floor[position] for position in positions]

    def total(self, positions: Iterable[int]) -> int:
        """Return what the lines cost together at this step."""
        return sum(self.net[position] for position in positions)

    def take(self, positions: Sequence[int], parts: Sequence[int], why: Because) -> None:
        """Take a part off each line and write down why; no part exceeds the line's room."""
        for position, part in zip(positions, parts, strict=True):
            if not part:
                continue
            self.net[position] -= part
            self.promoted[position] |= why.cause not in STANDING_CAUSES
            self._deductions[position].append(
                Deduction(
                    why.cause,
                    why.code,
                    part,
                    why.rule_version_id,
                    why.coupon_id,
                    why.entitlement_id,
                    why.funder_id,
                )
            )

    def priced_lines(self, order: Iterable[BasketLine]) -> tuple[PricedLine, ...]:
        """Return the lines with their prices in the order of the basket."""
        by_number = {line.line_no: position for position, line in enumerate(self.lines)}
        return tuple(self._priced_line(by_number[line.line_no]) for line in order)

    def _priced_line(self, position: int) -> PricedLine:
        line = self.lines[position]
        return PricedLine(
            line.line_no,
            line.sku_id,
            line.quantity_milli,
            self.list_[position],
            self.net[position],
            tuple(self._deductions[position]),
        )


def canonical(line: BasketLine) -> tuple[int | str, ...]:
    """Return the key of the canonical order: the content of a line; its number only tells equal lines apart."""
    return (
        line.sku_id,
        line.unit_list_minor,
        line.quantity_milli,
        -1 if line.floor_minor is None else line.floor_minor,
        -1 if line.unit_cost_minor is None else line.unit_cost_minor,
        line.add_on,
        line.product_id,
        line.category_path,
        line.brand_id or 0,
        line.line_no,
    )


def amount(unit_minor: int, quantity_milli: int) -> int:
    """Return what a quantity costs at a price by unit."""
    if quantity_milli % UNIT == 0:
        return unit_minor * (quantity_milli // UNIT)
    return money.ratio(unit_minor, quantity_milli, UNIT)


def unit_floor(line: BasketLine, policy: PricePolicy) -> int:
    """Return the least that one unit may cost: the greatest of all floors, but never more than its list price."""
    by_list = money.ratio(line.unit_list_minor, policy.floor_percent_of_list, 100, Rounding.UP)
    by_cost = money.ratio(line.unit_cost_minor or 0, policy.floor_percent_of_cost, 100, Rounding.UP)
    return min(max(line.floor_minor or 0, by_list, by_cost), line.unit_list_minor)


def floor_of(line: BasketLine, policy: PricePolicy) -> int:
    """Return the least that the line may cost."""
    return amount(unit_floor(line, policy), line.quantity_milli)


def spread(total: int, rooms: Sequence[int]) -> list[int]:
    """Share `total` out in proportion to the room of each line, by largest remainder; never more than there is room.

    In proportion to room, not to price: where there is no floor the two are the same, and where there is one no part
    can break it, so that nothing has to be shared out twice.
    """
    if total >= sum(rooms):
        return list(rooms)
    return money.allocate(total, rooms)
