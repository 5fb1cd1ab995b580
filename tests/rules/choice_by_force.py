"""The best combination of coupons as a child would find it: try every subset and look.

Written from docs/algorithms/pricing.md and from nothing else; it shares no line with the kernel it judges.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import chain, combinations
from math import floor

from shuke.ledgers.coupons.types import Benefit, Coupon
from shuke.selling.promotions.types import Basket, BasketLine, Cause, Entitlement, Priced

Nets = dict[int, int]
USE = ["entitlement", "exchange", "nth_item", "percent_off", "amount_off", "gift", "free_delivery"]
OF_STANDING = {Cause.MEMBER_PRICE, Cause.TIER_DISCOUNT, Cause.MANUAL}


def half_up(value: Fraction) -> int:
    return floor(value + Fraction(1, 2))


class ByForce:
    """All subsets of what a member holds, on a basket that promotions have been through."""

    def __init__(
        self, basket: Basket, plain: Priced, floors: Nets, coupons: Sequence[Coupon], rights: Sequence[Entitlement]
    ) -> None:
        self.basket = basket
        self.lines = sorted(basket.lines, key=lambda line: line.sku_id)
        self.before = {line.line_no: line.net_minor for line in plain.lines}
        self.promoted = {
            line.line_no for line in plain.lines if any(off.cause not in OF_STANDING for off in line.deductions)
        }
        self.floors = floors
        self.held: list[Coupon | Entitlement] = [*coupons, *rights]

    def outcomes(self) -> Iterator[tuple[tuple[int, int, int], frozenset[int]]]:
        """Each subset in which everything gives something: (due, -gifts, how many) and the ids."""
        sizes = range(len(self.held) + 1)
        for subset in chain.from_iterable(combinations(self.held, size) for size in sizes):
            outcome = self.outcome(sorted(subset, key=self.turn))
            if outcome is not None:
                yield outcome, frozenset(one.id for one in subset)

    def turn(self, one: Coupon | Entitlement) -> tuple[int, int, str]:
        if isinstance(one, Entitlement):
            return (0, one.percent_off, one.code)
        return (USE.index(one.terms.benefit.value), -one.terms.percent_off, one.template)

    def outcome(self, subset: Sequence[Coupon | Entitlement]) -> tuple[int, int, int] | None:
        groups = [self.group(one) for one in subset if self.group(one)]
        if len(set(groups)) < len(groups):
            return None
        nets, delivery, gifts = dict(self.before), self.basket.delivery_minor, 0
        for one in subset:
            lines = self.lines_for(one)
            if not lines:
                return None
            if isinstance(one, Coupon) and one.terms.benefit is Benefit.GIFT:
                gifts += 1
            elif isinstance(one, Coupon) and one.terms.benefit is Benefit.FREE_DELIVERY:
                if not delivery:
                    return None
                delivery = 0
            else:
                after = self.take(one, lines, nets)
                if after == nets:
                    return None
                nets = after
        return (sum(nets.values()) + delivery, -gifts, len(subset))

    def group(self, one: Coupon | Entitlement) -> str:
        if isinstance(one, Entitlement):
            return "the one entitlement"
        return f"group {one.terms.group}" if one.terms.group else ""

    def lines_for(self, one: Coupon | Entitlement) -> list[BasketLine]:
        if isinstance(one, Entitlement):
            return self.lines
        terms = one.terms
        lines = [line for line in self.lines if self.is_in(line, one)]
        if not terms.with_promotions:
            lines = [line for line in lines if line.line_no not in self.promoted]
        enough = sum(self.before[line.line_no] for line in lines) >= terms.threshold_minor
        return lines if enough else []

    def is_in(self, line: BasketLine, one: Coupon) -> bool:
        goods = one.terms.goods
        if line.sku_id in goods.excluded_sku_ids:
            return False
        named = [*goods.category_paths, *goods.brand_ids, *goods.product_ids, *goods.sku_ids]
        return (
            not named
            or line.sku_id in goods.sku_ids
            or line.product_id in goods.product_ids
            or line.brand_id in goods.brand_ids
            or any(line.category_path.startswith(path) for path in goods.category_paths)
        )

    def take(self, one: Coupon | Entitlement, lines: list[BasketLine], nets: Nets) -> Nets:
        total = sum(nets[line.line_no] for line in lines)
        if isinstance(one, Entitlement):
            return self.shared(half_up(Fraction(total * one.percent_off, 100)), lines, nets)
        terms = one.terms
        if terms.benefit is Benefit.EXCHANGE:
            return self.exchanged(terms.exchange_minor, lines, nets)
        if terms.benefit is Benefit.PERCENT_OFF:
            off = half_up(Fraction(total * terms.percent_off, 100))
            off = min(off, off if terms.max_off_minor is None else terms.max_off_minor)
        elif terms.benefit is Benefit.NTH_ITEM:
            off = self.nth(terms.nth, terms.percent_off, lines, nets)
        else:
            off = terms.amount_minor
        return self.shared(off, lines, nets)

    def shared(self, off: int, lines: list[BasketLine], nets: Nets) -> Nets:
        """In proportion to the room above the floor, the largest remainders first."""
        room = {line.line_no: nets[line.line_no] - self.floors[line.line_no] for line in lines}
        whole = sum(room.values())
        off = min(off, whole)
        if not off:
            return nets
        exact = {number: Fraction(off * own, whole) for number, own in room.items()}
        parts = {number: floor(share) for number, share in exact.items()}
        spare = off - sum(parts.values())
        for number in sorted(exact, key=lambda number: parts[number] - exact[number])[:spare]:
            parts[number] += 1
        return {number: net - parts.get(number, 0) for number, net in nets.items()}

    def exchanged(self, price_minor: int, lines: list[BasketLine], nets: Nets) -> Nets:
        savings = {}
        for line in lines:
            if line.quantity_milli % 1000 == 0:
                unit = half_up(Fraction(nets[line.line_no] * 1000, line.quantity_milli))
                room = nets[line.line_no] - self.floors[line.line_no]
                savings[line.line_no] = max(min(unit - price_minor, room), 0)
        if not savings:
            return nets
        best = max(savings, key=savings.__getitem__)
        return {number: net - (savings[best] if number == best else 0) for number, net in nets.items()}

    def nth(self, nth: int, percent: int, lines: list[BasketLine], nets: Nets) -> int:
        by_piece = [line for line in lines if line.quantity_milli % 1000 == 0]
        counts = {line.line_no: line.quantity_milli // 1000 for line in by_piece}
        cheap = sum(counts.values()) // nth
        off = 0
        for number in sorted(counts, key=lambda number: Fraction(nets[number], counts[number])):
            some = min(cheap, counts[number])
            off += half_up(Fraction(nets[number] * some, counts[number]))
            cheap -= some
        return half_up(Fraction(off * percent, 100))
