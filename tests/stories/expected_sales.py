"""The rows of the measures of sales, made by loops over plain baskets."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from tests.stories.journey import DAY, QUARTER, Basket, Plain

Row = tuple[object, ...]
BEFORE = date(2016, 12, 31)
"""the quarter has 91 days, and so has the period before it"""


def parted(baskets: Iterable[Basket], key: Callable[[Basket], Any]) -> dict[Any, list[Basket]]:
    parts: defaultdict[Any, list[Basket]] = defaultdict(list)
    for basket in baskets:
        parts[key(basket)].append(basket)
    return parts


def members(baskets: Iterable[Basket]) -> int:
    return len({basket.member for basket in baskets} - {None})


def net(baskets: Iterable[Basket]) -> int:
    return sum(basket.net for basket in baskets)


def margin(baskets: Iterable[Basket]) -> int:
    return sum(basket.margin for basket in baskets)


def costed(baskets: Iterable[Basket]) -> int:
    return sum(basket.costed for basket in baskets)


def milli(baskets: Iterable[Basket]) -> int:
    return sum(basket.pieces for basket in baskets) * 1000


def store_of(plain: Plain, view: str) -> Callable[[Basket], int]:
    """Whose a basket is, by store."""

    def store(basket: Basket) -> int:
        owner = plain.owner(basket.member)
        return owner[0] if view == "owner" and owner else basket.store

    return store


def guide_of(plain: Plain, view: str) -> Callable[[Basket], int | None]:
    """Whose a basket is, by guide; an owned member without a guide is nobody's."""

    def guide(basket: Basket) -> int | None:
        owner = plain.owner(basket.member)
        return owner[1] if view == "owner" and owner else basket.guide

    return guide


def customer(plain: Plain) -> Callable[[Basket], str]:
    """Old is whoever bought on an earlier day."""

    def kind(basket: Basket) -> str:
        if basket.member is None:
            return "unidentified"
        return "old" if basket.day > plain.days(basket.member)[0] else "new"

    return kind


def month_of(day: date) -> int:
    return day.year * 100 + day.month


def overview(plain: Plain, _: str) -> list[Row]:
    parts = parted(plain.of_quarter(), customer(plain))
    return [(who, members(b), len(b), milli(b), net(b), costed(b), margin(b)) for who, b in parts.items()]


def sales(plain: Plain, view: str) -> list[Row]:
    rows: list[Row] = []
    for store, own in parted(plain.of_quarter(), store_of(plain, view)).items():
        known = [basket for basket in own if basket.member is not None]
        whose = store, str(store), f"store {store}"
        rows.append((*whose, members(own), len(own), milli(own), net(own), net(known), costed(own), margin(own)))
    return rows


def sales_by_guide(plain: Plain, view: str) -> list[Row]:
    parts = parted(plain.of_quarter(), guide_of(plain, view))
    return [(guide, members(b), len(b), milli(b), net(b), costed(b), margin(b)) for guide, b in parts.items()]


def _bridge(plain: Plain, of: Callable[[Plain, str], Callable[[Basket], int | None]]) -> list[Row]:
    seller, owner = of(plain, "seller"), of(plain, "owner")
    sums: defaultdict[int | None, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for basket in plain.of_quarter():
        sold, owned = seller(basket), owner(basket)
        sums[sold][0] += basket.net
        sums[owned][3] += basket.net
        if sold != owned:
            sums[sold][1] += basket.net
            sums[owned][2] += basket.net
    return [(whose, *four) for whose, four in sums.items()]


def bridge(plain: Plain, _: str) -> list[Row]:
    return _bridge(plain, store_of)


def bridge_guides(plain: Plain, _: str) -> list[Row]:
    return _bridge(plain, guide_of)


def member_share(plain: Plain, _: str) -> list[Row]:
    rows: list[Row] = []
    for year, own in parted(plain.baskets, lambda basket: basket.day.year).items():
        known = net(basket for basket in own if basket.member is not None)
        rows.append((year, known, net(own) - known, net(own)))
    return rows


def days(plain: Plain, _: str) -> list[Row]:
    rows: list[Row] = []
    for day, own in parted(plain.of_quarter(), lambda basket: basket.day).items():
        known = [basket for basket in own if basket.member is not None]
        rows.append((day, len(own), milli(own), net(own), net(known), 0, costed(own), margin(own)))
    return rows


def goods(plain: Plain, _: str) -> list[Row]:
    return [(product, pieces * 1000, minor, 0, 0) for product, (pieces, minor) in plain.goods.items()]


def new_old(plain: Plain, _: str) -> list[Row]:
    kind = customer(plain)
    parts = parted(plain.of_quarter(), lambda basket: (month_of(basket.day), kind(basket)))
    return [(*place, members(b), len(b), net(b), margin(b)) for place, b in parts.items()]


def _best(brought: Iterable[int], percent: int) -> tuple[int, int, int]:
    """How many the best so many percent are, rounded up, what they brought, and what all did."""
    ranked = sorted(brought, reverse=True)
    count = -(-len(ranked) * percent // 100)
    return count, sum(ranked[:count]), sum(ranked)


def pareto(plain: Plain, _: str) -> list[Row]:
    brought = [net(b) for who, b in parted(plain.of_quarter(), lambda basket: basket.member).items() if who]
    return [(percent, *_best(brought, percent)) for percent in (1, 5, *range(10, 101, 10))]


def pareto_stores(plain: Plain, view: str) -> list[Row]:
    def store(basket: Basket) -> int | None:
        return plain.first_store.get(basket.member or 0) if view == "owner" else basket.store

    parts: defaultdict[int | None, list[int]] = defaultdict(list)
    known = (basket for basket in plain.of_quarter() if basket.member is not None)
    for (place, _), own in parted(known, lambda basket: (store(basket), basket.member)).items():
        parts[place].append(net(own))
    return [(place, len(brought), *_best(brought, 20)) for place, brought in parts.items()]


def tenure(plain: Plain, _: str) -> list[Row]:
    groups: defaultdict[str, list[int]] = defaultdict(list)
    for member in plain.joined:
        days = plain.days(member)
        length = (DAY - days[0]).days if days else 0
        groups["never" if not days else "0-3 months" if length <= 90 else "3-12 months"].append(member)
    brought = parted(plain.of_quarter(), lambda basket: basket.member)
    rows: list[Row] = [("1-2 years", 0, 0, 0, 0, 0), ("2+ years", 0, 0, 0, 0, 0)]
    for name, group in groups.items():
        own = [basket for member in group for basket in brought.get(member, [])]
        rows.append((name, len(group), members(own), net(own), costed(own), margin(own)))
    return rows


def stability(plain: Plain, _: str) -> list[Row]:
    """Six months back from the report's day is the first of January: all that is known but its eve."""
    active = {member: len({day.month for day in plain.days(member)}) for member in plain.by_member}

    def base(basket: Basket) -> str:
        if basket.member is None:
            return "unidentified"
        return "steady" if active[basket.member] >= 3 else "occasional"

    lately = [basket for basket in plain.baskets if basket.day >= date(2017, 1, 1)]
    return [(name, members(b), len(b), net(b)) for name, b in parted(lately, base).items()]


def top_customers(plain: Plain, _: str) -> list[Row]:
    def ranking(first: date, end: date) -> dict[int, tuple[int, list[Basket]]]:
        bought = parted((b for b in plain.baskets if b.member is not None and first <= b.day < end), lambda b: b.member)
        best = sorted(bought, key=lambda member: (-margin(bought[member]), -net(bought[member]), member))
        return {member: (place, bought[member]) for place, member in enumerate(best, start=1)}

    past = ranking(BEFORE, QUARTER)
    rows: list[Row] = []
    for member, (place, own) in list(ranking(QUARTER, DAY).items())[:100]:
        before, then = past.get(member, (None, []))
        held = int(before is not None and before <= 100)
        did = margin(own), costed(own), net(own), len(own)
        rows.append((place, member, *did, before, margin(then) if before else None, held))
    return rows


def contribution(plain: Plain, _: str) -> list[Row]:
    """Each score is how many of a hundred members are outdone, of two sides together."""
    quarter = parted(plain.of_quarter(), lambda basket: basket.member)
    never = 10**6
    did = {}
    for member in plain.joined:
        own, days = quarter.get(member, []), plain.days(member)
        did[member] = (net(own), margin(own), len(own), -((DAY - days[-1]).days if days else never))
    sides = [sorted(figures[side] for figures in did.values()) for side in range(4)]
    rows: list[Row] = []
    for member, figures in did.items():
        outdone = [bisect_left(side, figure) for side, figure in zip(sides, figures, strict=True)]
        scores = [(outdone[at] + outdone[at + 1]) * 100 // (2 * len(did)) for at in (0, 2)]
        days = None if figures[3] == -never else -figures[3]
        rows.append((member, plain.first_store.get(member), *figures[:3], days, *scores))
    return rows


ROWS: dict[str, Callable[[Plain, str], list[Row]]] = {
    "overview": overview,
    "sales": sales,
    "sales-by-guide": sales_by_guide,
    "bridge": bridge,
    "bridge-guides": bridge_guides,
    "days": days,
    "goods": goods,
    "member-share": member_share,
    "new-old": new_old,
    "pareto": pareto,
    "pareto-stores": pareto_stores,
    "tenure": tenure,
    "stability": stability,
    "top-customers": top_customers,
    "contribution": contribution,
}
