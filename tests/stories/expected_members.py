"""The rows of the measures of who the members are, made by loops over plain baskets."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from typing import Any

from tests.stories.expected_loyalty import value_of
from tests.stories.expected_sales import Row, costed, margin, members, milli, net, parted
from tests.stories.journey import DAY, QUARTER, Plain, later
from tests.stories.tiers_by_hand import level_on

ONE_DAY = timedelta(days=1)
RECENCY, FREQUENCY, MONEY = (30, 60, 90, 180), (2, 3, 5, 10), (30_000, 60_000, 150_000, 300_000)


def figures(plain: Plain, member: int, since: date = date.min) -> tuple[int, int]:
    """Purchases and fen."""
    own = [basket for basket in plain.by_member.get(member, []) if basket.day >= since]
    return len(own), net(own)


def summed(plain: Plain, key: Callable[[int], Any], since: date = date.min) -> list[Row]:
    """Members, purchases and fen by what the key says of each member."""
    rows: defaultdict[Any, list[int]] = defaultdict(lambda: [0, 0, 0])
    for member in plain.joined:
        row = rows[key(member)]
        for place, figure in enumerate((1, *figures(plain, member, since))):
            row[place] += figure
    return [(*(of if isinstance(of, tuple) else (of,)), *row) for of, row in rows.items()]


# --- RFM


def score(plain: Plain, member: int) -> tuple[str, int, int, int, int | None]:
    """Class, R, F, M and days since the last visit, by the template's fixed cut points."""
    own = plain.by_member.get(member)
    if not own:
        return "never", 0, 0, 0, None
    days, count, minor = (DAY - own[-1].day).days, len(own), net(own)
    r = 5 - sum(days > cut for cut in RECENCY)
    f = 1 + sum(count >= cut for cut in FREQUENCY)
    m = 1 + sum(minor >= cut for cut in MONEY)
    side = {
        (True, True): "value",
        (False, True): "retention",
        (True, False): "growth",
        (False, False): "rescue",
    }[r >= 3, f >= 3]
    return ("high_" if m >= 3 else "") + side, r, f, m, days


def rfm(plain: Plain, _: str) -> list[Row]:
    return summed(plain, lambda member: score(plain, member)[0])


def rfm_matrix(plain: Plain, _: str) -> list[Row]:
    return summed(plain, lambda member: score(plain, member)[1:3])


def rfm_members(plain: Plain, _: str) -> list[Row]:
    rows: list[Row] = [
        (member, plain.first_store.get(member), *score(plain, member), *figures(plain, member))
        for member in plain.joined
    ]
    return largest_first(rows)


def largest_first(rows: Iterable[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: (-row[-1], row[0]))  # type: ignore[operator]


def member_rfm(plain: Plain, member: int) -> list[Row]:
    return [(*score(plain, member), *figures(plain, member), *RECENCY, *FREQUENCY, *MONEY)]


# --- lifecycle: the clothing cycle, silent after one month, dormant after two, lost after three


def state_on(days: list[date], last: date, day: date) -> str:
    """The state on a day whose last purchase before it was on `last`."""
    for months, state in ((3, "lost"), (2, "dormant"), (1, "silent")):
        if day >= later(last, months):
            return state
    return "new" if day < later(days[0], 1) else "active"


@cache
def life(joined: date, days: tuple[date, ...]) -> tuple[tuple[date, str], ...]:
    """The state on every day from the one after joining up to the report's."""
    states = []
    past, day = -1, joined + ONE_DAY
    while day <= DAY:
        while past + 1 < len(days) and days[past + 1] < day:
            past += 1
        states.append((day, "never" if past < 0 else state_on(list(days[:1]), days[past], day)))
        day += ONE_DAY
    return tuple(states)


def life_of(plain: Plain, member: int) -> tuple[tuple[date, str], ...]:
    joined = date(2017, 2, 1) if member >= 900_000 else date(2016, 12, 31)
    return life(joined, tuple(plain.days(member)))


def state_of(plain: Plain, member: int) -> str:
    return life_of(plain, member)[-1][1]


def stretches(plain: Plain, member: int) -> list[tuple[str, date, date | None]]:
    """Each state with its first day and the first of the next."""
    found: list[tuple[str, date, date | None]] = []
    for day, state in life_of(plain, member):
        if not found or found[-1][0] != state:
            if found:
                found[-1] = (*found[-1][:2], day)
            found.append((state, day, None))
    return found


STATES = ("never", "new", "active", "silent", "dormant", "lost")


def lifecycle(plain: Plain, _: str) -> list[Row]:
    counts = Counter(state_of(plain, member) for member in plain.joined)
    return [(state, counts[state]) for state in STATES]


def lifecycle_members(plain: Plain, _: str) -> list[Row]:
    rows: list[tuple[date, int, Row]] = []
    for member in plain.joined:
        state, since, _end = stretches(plain, member)[-1]
        days = plain.days(member)
        ends = (days[0], days[-1]) if days else (None, None)
        rows.append((since, member, (member, plain.first_store.get(member), state, since, *ends, (DAY - since).days)))
    return [row for _since, _member, row in sorted(rows, key=lambda each: each[:2])]


def lifecycle_history(plain: Plain, _: str) -> list[Row]:
    counts: Counter[tuple[str, date]] = Counter()
    for member in plain.joined:
        counts.update((state, day) for day, state in life_of(plain, member))
    quarter = [QUARTER + timedelta(days=n) for n in range((DAY - QUARTER).days)]
    return [(state, day, counts[state, day]) for state in STATES for day in quarter]


def lifecycle_flow(plain: Plain, _: str) -> list[Row]:
    lives = [dict(life_of(plain, member)) for member in plain.joined]
    return [(*ends, count) for ends, count in Counter((states[QUARTER], states[DAY]) for states in lives).items()]


def member_lifecycle(plain: Plain, member: int) -> list[Row]:
    return list(stretches(plain, member))


def member_state(plain: Plain, member: int) -> list[Row]:
    state, since, _ = stretches(plain, member)[-1]
    days = plain.days(member)
    turns = (days[0], days[-1], *(later(days[-1], n) for n in (1, 2, 3))) if days else (None,) * 5
    return [(state, since, "clothing", *turns)]


# --- quadrants and classes of value


def quadrant(plain: Plain, member: int) -> tuple[str, str]:
    count, minor = figures(plain, member, QUARTER)
    if not count:
        return "none", ""
    if minor >= 60_000:
        return ("q1" if count >= 2 else "q2"), ""
    if count >= 2 and minor >= 30_000:
        return "q3", ""
    return "q4", ("watch" if count == 1 and minor > 30_000 else "")


def quadrants(plain: Plain, _: str) -> list[Row]:
    return summed(plain, lambda member: quadrant(plain, member), QUARTER)


def quadrant_members(plain: Plain, _: str) -> list[Row]:
    return largest_first(
        (member, plain.first_store.get(member), *quadrant(plain, member), *figures(plain, member, QUARTER))
        for member in plain.joined
    )


def member_quadrant(plain: Plain, member: int) -> list[Row]:
    return [(*quadrant(plain, member), *figures(plain, member, QUARTER))]


def value(plain: Plain, member: int) -> str:
    return value_of(*figures(plain, member))


def value_classes(plain: Plain, _: str) -> list[Row]:
    return summed(plain, lambda member: value(plain, member))


def high_value(plain: Plain, _: str) -> list[Row]:
    return largest_first(
        (member, plain.first_store.get(member), "high", *figures(plain, member))
        for member in plain.joined
        if value(plain, member) == "high"
    )


def member_value(plain: Plain, member: int) -> list[Row]:
    return [(value(plain, member), *figures(plain, member))]


# --- layers and distributions


def _layers(plain: Plain, layer: Callable[[int], str]) -> list[Row]:
    bought = parted(plain.of_quarter(), lambda basket: basket.member)
    rows: list[Row] = []
    for name, group in parted_members(plain, layer).items():
        own = [basket for member in group for basket in bought.get(member, [])]
        did = len(own), milli(own), net(own), costed(own), margin(own)
        rows.append((name, len(group), members(own), *did))
    return rows


def parted_members(plain: Plain, key: Callable[[int], Any]) -> dict[Any, list[int]]:
    parts: defaultdict[Any, list[int]] = defaultdict(list)
    for member in plain.joined:
        parts[key(member)].append(member)
    return parts


def gender(member: int) -> str:
    return "unknown" if member >= 900_000 else ("female", "male", "unknown")[member % 3]


def tier(plain: Plain) -> Callable[[int], str]:
    return lambda member: str(level_on(plain.tier_moves.get(member, []), DAY) or "none")


def layers(plain: Plain, _: str) -> list[Row]:
    return _layers(plain, lambda member: state_of(plain, member))


def layers_by_tier(plain: Plain) -> list[Row]:
    return _layers(plain, tier(plain))


def portrait(plain: Plain, _: str) -> list[Row]:
    return _layers(plain, gender)


def structure(plain: Plain, _: str) -> list[Row]:
    bought = parted(plain.of_quarter(), lambda basket: basket.member)
    level = tier(plain)
    cells = parted_members(plain, lambda member: (level(member), state_of(plain, member), value(plain, member)))
    rows: list[Row] = [("unidentified",) * 3 + (0, net(bought[None]), margin(bought[None]))]
    for cell, group in cells.items():
        own = [basket for member in group for basket in bought.get(member, [])]
        rows.append((*cell, len(group), net(own), margin(own)))
    return rows


def quadrant_map(plain: Plain, _: str) -> list[Row]:
    edges = [None, 1, 10_000, 30_000, 60_000, 100_000, 200_000, 500_000, 1_000_000, None]
    spots: Counter[Row] = Counter()
    for member in plain.joined:
        purchases, minor = figures(plain, member, QUARTER)
        if purchases:
            low, high = next(
                (low, high)
                for low, high in pairwise(edges)
                if (low is None or minor >= low) and (high is None or minor < high)
            )
            spots[quadrant(plain, member)[0], min(purchases, 12), low, high] += 1
    return [(*spot, count) for spot, count in spots.items()]


def spend_bands(plain: Plain, _: str) -> list[Row]:
    edges = [None, 1, 10_000, 30_000, 60_000, 100_000, 200_000, 500_000, 1_000_000, None]
    rows: list[Row] = []
    spent = [figures(plain, member, QUARTER) for member in plain.joined]
    for low, high in pairwise(edges):
        own = [each for each in spent if (low is None or each[1] >= low) and (high is None or each[1] < high)]
        rows.append((low, high, len(own), sum(count for count, _ in own), sum(minor for _, minor in own)))
    return rows


def preferences(plain: Plain, _: str) -> list[Row]:
    rows: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0])
    for member in plain.joined:
        spent: Counter[str] = Counter()
        for basket in plain.by_member.get(member, []):
            if basket.day >= QUARTER:
                spent.update(basket.categories)
        minor, liked = min([(-minor, category) for category, minor in spent.items() if minor > 0] or [(0, "none")])
        rows[liked][0] += 1
        rows[liked][1] -= minor
    return [(liked, *row) for liked, row in rows.items()]


def member_portrait(plain: Plain, member: int) -> list[Row]:
    """What she bought in the quarter: altogether, and the five categories, brands and products she spent most on."""
    own = [basket for basket in plain.by_member.get(member, []) if basket.day >= QUARTER]
    if not own:
        return []
    rows: list[Row] = [("all", 1, "all", len(own), milli(own), net(own))]
    for aspect in ("category", "brand", "product"):
        sums: defaultdict[str, list[Any]] = defaultdict(lambda: [set(), 0, 0])
        for basket in own:
            for line in plain.lines[basket.number]:
                if thing := line[aspect]:
                    sums[thing][0].add(basket.number)
                    sums[thing][1] += line["pieces"] * 1000
                    sums[thing][2] += line["net"]
        ranked = sorted(sums.items(), key=lambda each: (-each[1][2], each[0]))[:5]
        rows += [(aspect, place, thing, len(b), q, n) for place, (thing, (b, q, n)) in enumerate(ranked, start=1)]
    return rows


ROWS: dict[str, Callable[[Plain, str], list[Row]]] = {
    "rfm": rfm,
    "rfm-matrix": rfm_matrix,
    "rfm-members": rfm_members,
    "lifecycle": lifecycle,
    "lifecycle-members": lifecycle_members,
    "lifecycle-history": lifecycle_history,
    "lifecycle-flow": lifecycle_flow,
    "quadrants": quadrants,
    "quadrant-map": quadrant_map,
    "quadrant-members": quadrant_members,
    "value-classes": value_classes,
    "high-value": high_value,
    "layers": layers,
    "portrait": portrait,
    "structure": structure,
    "spend-bands": spend_bands,
    "preferences": preferences,
}

ROWS_OF_ONE: dict[str, Callable[[Plain, int], list[Row]]] = {
    "member-lifecycle": member_lifecycle,
    "member-portrait": member_portrait,
    "member-rfm": member_rfm,
    "member-state": member_state,
    "member-quadrant": member_quadrant,
    "member-value": member_value,
}
