"""Ten thousand random orders, paid by a random mix of means, come back in random parts in random order (A10).

Whatever comes back, in whatever pieces: line by line and means by means the parts sum to the fen to what was sold and
paid, and on the way nobody has ever been paid back more than was paid.
"""

from collections import Counter
from datetime import UTC, date, datetime
from random import Random

import pytest
from tests.rules import pricing_cases as cases

from shuke.foundation import money
from shuke.selling.checkout import backwards, rules
from shuke.selling.checkout.types import (
    STORED,
    Attribution,
    BackLine,
    Completed,
    OrderKind,
    Paid,
    SoldLine,
    TenderKind,
)
from shuke.selling.promotions.rules import pricing

CASES = 10_000
MEANS = (TenderKind.CASH, TenderKind.CARD, TenderKind.POINTS, TenderKind.PRINCIPAL, TenderKind.BONUS)
AMOUNTS = ("quantity_milli", "list_minor", "net_minor", "earnable_minor", "cost_minor")
SOLD_AT = datetime(2026, 3, 10, 4, tzinfo=UTC)


def some_order(chance: Random) -> Completed:
    basket, book = cases.some_basket(chance), cases.some_rules(chance)
    priced = pricing.price(basket, cases.some_standing(chance), book, cases.some_coupons(chance, 3))
    kinds = chance.sample(MEANS, chance.randint(1, len(MEANS)))
    amounts = money.allocate(priced.net_minor, [chance.randint(1, 100) for _ in kinds])
    paid = tuple(
        Paid(number, kind, amount, points=chance.randint(1, 5_000) if kind is TenderKind.POINTS else 0)
        for number, (kind, amount) in enumerate(zip(kinds, amounts, strict=True), 1)
    )
    by_points = sum(each.amount_minor for each in paid if each.kind is TenderKind.POINTS)
    shares = rules.shares_of_lines(by_points, [line.net_minor for line in priced.lines])
    lines = tuple(
        SoldLine(
            line_no=line.line_no,
            sku_id=1,
            category_id=None,
            quantity_milli=line.quantity_milli,
            list_minor=line.list_minor,
            net_minor=line.net_minor,
            earnable_minor=line.net_minor - share,
            cost_minor=chance.randint(0, 10_000),
            deductions=line.deductions,
        )
        for line, share in zip(priced.lines, shares, strict=True)
    )
    to, net = Attribution(1, None, None, None), priced.net_minor
    listed = sum(line.list_minor for line in lines)
    return Completed(
        1, "T1-1", OrderKind.SALE, 1, 7, SOLD_AT, date(2026, 3, 10), lines, paid, to, listed, net, 0, net, 0, 0
    )


def some_part(chance: Random, left: dict[int, int]) -> list[BackLine] | None:
    """A random part of what has not come back yet; sometimes all of it."""
    if chance.random() < 0.2:
        return None
    chosen = chance.sample(sorted(left), chance.randint(1, len(left)))
    return [BackLine(line_no, chance.choice([left[line_no], chance.randint(1, left[line_no])])) for line_no in chosen]


def by_means(paid: tuple[Paid, ...]) -> Counter[str]:
    """Amounts and points by means; principal and bonus come back as one."""
    total: Counter[str] = Counter()
    for each in paid:
        total["stored" if each.kind in STORED else each.kind.value] += each.amount_minor
        total["points themselves"] += each.points
    return total


def bring_all_back(chance: Random, sold: Completed) -> None:
    before: dict[int, int] = {}
    lines: dict[int, Counter[str]] = {line.line_no: Counter() for line in sold.lines}
    paid_back, whole = Counter[str](), by_means(sold.paid)
    while left := {
        line.line_no: line.quantity_milli - before.get(line.line_no, 0)
        for line in sold.lines
        if line.quantity_milli > before.get(line.line_no, 0)
    }:
        coming = backwards.come_back(sold, before, some_part(chance, left))
        for line in coming.lines:
            lines[line.original_line_no or 0].update({name: -getattr(line, name) for name in AMOUNTS})
        parts = by_means(coming.paid)
        assert all(amount <= 0 for amount in parts.values())
        paid_back.subtract(parts)
        assert all(paid_back[means] <= whole[means] for means in paid_back)
        for line_no, quantity in coming.quantities.items():
            before[line_no] = before.get(line_no, 0) + quantity
    assert coming.is_whole
    assert +paid_back == +whole
    for line in sold.lines:
        assert lines[line.line_no] == Counter({name: getattr(line, name) for name in AMOUNTS})
    with pytest.raises(backwards.NothingLeft):
        backwards.come_back(sold, before, None)


@pytest.mark.slow
def test_ten_thousand_orders_come_back_in_any_parts_to_the_fen() -> None:
    for seed in range(CASES):
        chance = Random(seed)
        sold = some_order(chance)
        if not sold.lines:
            continue
        try:
            bring_all_back(chance, sold)
        except AssertionError as broken:
            raise AssertionError(f"seed {seed}: {broken}") from broken


def test_control_parts_that_are_rounded_each_for_itself_do_not_sum_to_the_whole(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Careless(backwards.Portion):
        def of(self, total: int) -> int:
            return round(total * self.now / self.whole)

    monkeypatch.setattr(backwards, "Portion", Careless)
    chances = [Random(seed) for seed in range(200)]
    with pytest.raises(AssertionError):
        any(bring_all_back(chance, some_order(chance)) for chance in chances)
