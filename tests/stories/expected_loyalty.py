"""The rows of the measures of coming, coming back and going, made by loops over plain baskets."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise

from tests.stories.expected_sales import Row, margin, month_of, net, parted
from tests.stories.journey import DAY, QUARTER, Plain, later
from tests.stories.tiers_by_hand import level_on

NINETY = timedelta(days=90)
YEAR = 365


def lower_median(values: list[int]) -> int | None:
    return sorted(values)[(len(values) - 1) // 2] if values else None


def days_of_quarter(plain: Plain, member: int) -> list[date]:
    return [day for day in plain.days(member) if day >= QUARTER]


def _repeats(plain: Plain) -> tuple[int, int]:
    """Buyers of the quarter, and those who came on a second day of it (a quarter is shorter than the year allowed)."""
    days = [len(days_of_quarter(plain, member)) for member in plain.by_member]
    return sum(count > 0 for count in days), sum(count > 1 for count in days)


def health(plain: Plain, _: str) -> list[Row]:
    everybody = len(plain.joined)
    lives = [plain.days(member) for member in plain.by_member]
    visits = sum(basket.member is not None for basket in plain.of_quarter())
    buyers, repeaters = _repeats(plain)
    gaps = [(b - a).days for member in plain.by_member for a, b in pairwise(days_of_quarter(plain, member))]
    return [
        (1, "joins", "joined", 0, everybody, None),
        (2, "joins", "first_bought", sum(days[0] >= QUARTER for days in lives), everybody, None),
        (3, "stickiness", "active", sum(days[-1] >= date(2017, 6, 1) for days in lives), everybody, 100),
        (4, "stickiness", "repurchase", repeaters, buyers, 1_500),
        (5, "stickiness", "visits_per_buyer", visits, buyers, None),
        (6, "stickiness", "visits_per_member", visits, everybody, None),
        (7, "stickiness", "interval_days", lower_median(gaps), 1, None),
        (8, "stickiness", "tenure_days", sum((DAY - days[0]).days for days in lives), len(lives), None),
    ]


def repurchase(plain: Plain, _: str) -> list[Row]:
    buyers, repeaters = _repeats(plain)
    return [("all", buyers, repeaters, buyers - repeaters, 0, 0)]


def ladder(plain: Plain, view: str) -> list[Row]:
    days: defaultdict[tuple[int | None, int], set[date]] = defaultdict(set)
    for basket in plain.of_quarter():
        if basket.member is not None:
            store = plain.first_store[basket.member] if view == "owner" else basket.store
            days[store, basket.member].add(basket.day)
    counts: defaultdict[int | None, list[int]] = defaultdict(list)
    for (store, _), visited in days.items():
        counts[store].append(len(visited))
    return [
        (store, rung, sum(n >= rung for n in visits), sum(n >= rung - 1 for n in visits))
        for store, visits in counts.items()
        for rung in range(1, 11)
    ]


def cohorts(plain: Plain, _: str) -> list[Row]:
    sizes: Counter[int] = Counter()
    cells: Counter[tuple[int, int]] = Counter()
    for member in plain.by_member:
        days = plain.days(member)
        if days[0] >= QUARTER:
            sizes[month_of(days[0])] += 1
            cells.update((month_of(days[0]), later) for later in {day.month - days[0].month for day in days})
    return [(cohort, later, sizes[cohort], count) for (cohort, later), count in cells.items()]


def interval(plain: Plain, _: str) -> list[Row]:
    lives: defaultdict[int, list[list[date]]] = defaultdict(list)
    for member in plain.by_member:
        if plain.days(member)[0] >= QUARTER:
            lives[month_of(plain.days(member)[0])].append(plain.days(member))
    rows: list[Row] = []
    for cohort, all_days in lives.items():
        seconds = [(days[1] - days[0]).days for days in all_days if len(days) > 1]
        gaps = [(b - a).days for days in all_days for a, b in pairwise(days)]
        rows.append((cohort, len(all_days), len(seconds), lower_median(seconds), len(gaps), lower_median(gaps)))
    return rows


def visits(plain: Plain, _: str) -> list[Row]:
    bought = parted(plain.of_quarter(), lambda basket: basket.member)
    rows: defaultdict[int, list[int]] = defaultdict(lambda: [0, 0, 0])
    for member in plain.joined:
        own = bought.get(member, [])
        row = rows[min(len(own), 20)]
        row[0] += 1
        row[1] += len(own)
        row[2] += net(own)
    return [(count, *row) for count, row in rows.items()]


def tiers(plain: Plain, _: str) -> list[Row]:
    moves = plain.tier_moves
    rows: defaultdict[int | None, Counter[str]] = defaultdict(Counter)
    for member in plain.joined:
        rows[level_on(moves.get(member, []), DAY)]["members"] += 1
    for move in (move for own in moves.values() for move in own if move.on >= QUARTER):
        rows[move.to_level][move.kind] += 1
    for basket in plain.of_quarter():
        if basket.member is not None:
            row = rows[level_on(moves[basket.member], basket.day)]
            row.update(purchases=1, net=basket.net, margin=basket.margin)
    names = ("members", "join", "upgrade", "keep", "downgrade", "grant", "purchases", "net", "margin")
    return [(level, *(row[name] for name in names)) for level, row in rows.items()]


def flow(plain: Plain, _: str) -> list[Row]:
    """Who was won is worth the margin of her next ninety days, who was lost that of her last ninety."""
    turns: list[tuple[date, str, int, date]] = []
    for member in plain.by_member:
        days = plain.days(member)
        turns.append((days[0], "gained", member, days[0]))
        for bought, again in pairwise([*days, date.max]):
            lost_on = later(bought, 3)
            if again >= lost_on:
                turns.append((lost_on, "lost", member, bought + timedelta(days=1) - NINETY))
                turns.append((again, "reactivated", member, again))
    rows: defaultdict[int, Counter[str]] = defaultdict(Counter)
    for day, turn, member, since in turns:
        if QUARTER <= day < DAY:
            worth = margin(basket for basket in plain.by_member[member] if since <= basket.day < since + NINETY)
            row = rows[month_of(day)]
            row[turn] += 1
            row["lost minor" if turn == "lost" else "won minor"] += worth
            row["open"] += turn != "lost" and day + NINETY > DAY
    return [
        (
            month,
            row["gained"],
            row["reactivated"],
            row["lost"],
            row["gained"] + row["reactivated"] - row["lost"],
            row["won minor"],
            row["lost minor"],
            row["won minor"] - row["lost minor"],
            int(not row["open"]),
        )
        for month, row in rows.items()
    ]


def value_of(count: int, minor: int) -> str:
    return {0: "ordinary", 1: "potential", 2: "high"}[(count >= 4) + (minor >= 200_000)]


def value_conversion(plain: Plain, _: str) -> list[Row]:
    rows: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for member in plain.joined:
        own = plain.by_member.get(member, [])
        then = [basket for basket in own if basket.day < QUARTER]
        rows[value_of(len(then), net(then))][value_of(len(own), net(own))] += 1
    return [(name, row.total(), row["high"], row["potential"], row["ordinary"]) for name, row in rows.items()]


ROWS: dict[str, Callable[[Plain, str], list[Row]]] = {
    "health": health,
    "repurchase": repurchase,
    "ladder": ladder,
    "cohorts": cohorts,
    "interval": interval,
    "visits": visits,
    "tiers": tiers,
    "flow": flow,
    "value-conversion": value_conversion,
}
