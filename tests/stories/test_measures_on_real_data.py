"""The measures on the receipts of a real grocery chain, against sums made another way: loops over the raw file."""

from __future__ import annotations

from calendar import monthrange
from collections import Counter, defaultdict
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from tests.stories.journey import DAY, QUARTER, Plain

from shuke.insight.measures import queries
from shuke.insight.measures.types import Report
from shuke.insight.warehouse.types import Engine

pytestmark = [
    pytest.mark.xdist_group("real_measures"),
    pytest.mark.any_database,
    pytest.mark.django_db,
    pytest.mark.real_data,
]

BOTH = ("owner", "seller")


def take(chain: Engine, name: str, **more: Any) -> Report:
    return queries.report(name, engine=chain, **{"as_of": DAY, "from_": QUARTER, **more})


@pytest.mark.parametrize("view", BOTH)
def test_the_overview_to_the_last_cent(chain: Engine, plain: Plain, view: str) -> None:
    net: Counter[str] = Counter()
    baskets: Counter[str] = Counter()
    for basket in plain.of_quarter():
        who = "unidentified"
        if basket.member is not None:
            who = "old" if basket.day > plain.days(basket.member)[0] else "new"
        net[who] += basket.net
        baskets[who] += 1

    report = take(chain, "overview", view=view)

    assert {row["customer"]: row["net_minor"] for row in report.records()} == dict(net)
    # a basket that came to nothing at all is still a visit, unless nothing was in it
    assert report.totals["net_minor"] == sum(basket.net for basket in plain.of_quarter())
    assert {row["customer"]: row["purchases"] for row in report.records()} == dict(baskets)


def scores(plain: Plain) -> dict[int, tuple[str, int, int, int, int]]:
    """Class, R, F, M and money of every member, by the template's fixed cut points."""
    expected = {}
    for member in plain.joined:
        own = plain.by_member.get(member, [])
        if not own:
            expected[member] = ("never", 0, 0, 0, 0)
            continue
        days, visits, minor = (DAY - own[-1].day).days, len(own), sum(basket.net for basket in own)
        r = 5 - sum(days > cut for cut in (30, 60, 90, 180))
        f = 1 + sum(visits >= cut for cut in (2, 3, 5, 10))
        m = 1 + sum(minor >= cut for cut in (30_000, 60_000, 150_000, 300_000))
        side = ("high_" if m >= 3 else "") + {
            (True, True): "value",
            (False, True): "retention",
            (True, False): "growth",
            (False, False): "rescue",
        }[r >= 3, f >= 3]
        expected[member] = (side, r, f, m, minor)
    return expected


def test_rfm_to_the_last_member_and_cent(chain: Engine, plain: Plain) -> None:
    expected = scores(plain)

    report = take(chain, "rfm-members", params={"limit": 100_000})

    found = {r["member_id"]: (r["rfm_class"], r["r"], r["f"], r["m"], r["net_minor"]) for r in report.records()}
    assert found == expected
    assert take(chain, "rfm").totals["members"] == len(expected)


@pytest.mark.parametrize(("other", "place"), [("f", 2), ("m", 3)])
def test_both_matrices_to_the_last_member_and_cent(chain: Engine, plain: Plain, other: str, place: int) -> None:
    members: Counter[tuple[int, int]] = Counter()
    minor: Counter[tuple[int, int]] = Counter()
    for score in scores(plain).values():
        if score[0] != "never":
            members[score[1], score[place]] += 1
            minor[score[1], score[place]] += score[4]

    rows = list(take(chain, "rfm-matrix", params={"by": other}).records())

    bought = [row for row in rows if row["r"]]
    assert {(row["r"], row["other"]): row["members"] for row in bought} == dict(members)
    assert {(row["r"], row["other"]): row["net_minor"] for row in bought} == dict(minor)


@pytest.mark.parametrize("view", BOTH)
def test_new_and_old_month_by_month(chain: Engine, plain: Plain, view: str) -> None:
    net: Counter[tuple[int, str]] = Counter()
    baskets: Counter[tuple[int, str]] = Counter()
    for basket in plain.of_quarter():
        who = "unidentified"
        if basket.member is not None:
            who = "old" if basket.day > plain.days(basket.member)[0] else "new"
        place = basket.day.year * 100 + basket.day.month, who
        net[place] += basket.net
        baskets[place] += 1

    rows = list(take(chain, "new-old", view=view).records())

    assert {(row["month"], row["customer"]): row["net_minor"] for row in rows} == dict(net)
    assert {(row["month"], row["customer"]): row["purchases"] for row in rows} == dict(baskets)


def test_members_gained_lost_and_won_back_month_by_month(chain: Engine, plain: Plain) -> None:
    turns: Counter[tuple[int, str]] = Counter()

    def note(day: date, turn: str) -> None:
        if QUARTER <= day < DAY:
            turns[day.year * 100 + day.month, turn] += 1

    for member in plain.by_member:
        days = plain.days(member)
        note(days[0], "gained")
        for bought, again in pairwise([*days, date.max]):
            lost_on = three_months_after(bought)
            if again >= lost_on:
                note(lost_on, "lost")
                note(again, "reactivated")

    rows = list(take(chain, "flow").records())

    found = {(row["month"], turn): row[turn] for row in rows for turn in ("gained", "reactivated", "lost") if row[turn]}
    assert found == dict(turns)
    assert all(row["net"] == row["gained"] + row["reactivated"] - row["lost"] for row in rows)


def three_months_after(day: date) -> date:
    month = day.month + 3
    year, month = day.year + (month - 1) // 12, (month - 1) % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def state_on(days: list[date], day: date) -> str:
    """The clothing cycle, said with months of the calendar only."""
    past = [bought for bought in days if bought < day]
    if not past:
        return "never"
    months = (day.year - past[-1].year) * 12 + day.month - past[-1].month - (not _reached(past[-1], day))
    if months >= 1:
        return {1: "silent", 2: "dormant"}.get(months, "lost")
    since_first = (day.year - past[0].year) * 12 + day.month - past[0].month - (not _reached(past[0], day))
    return "new" if since_first < 1 else "active"


def _reached(bought: date, day: date) -> bool:
    last_of_month = (day + timedelta(days=1)).month != day.month
    return day.day >= bought.day or last_of_month


@pytest.mark.parametrize("view", BOTH)
def test_lifecycle_and_its_moves_to_the_last_member(chain: Engine, plain: Plain, view: str) -> None:
    days = {member: plain.days(member) for member in plain.joined}
    states = Counter(state_on(own, DAY) for own in days.values())
    moves = Counter((state_on(own, QUARTER), state_on(own, DAY)) for own in days.values())

    report = take(chain, "lifecycle", view=view)
    flow = take(chain, "lifecycle-flow", view=view)

    assert {row["state"]: row["members"] for row in report.records() if row["members"]} == dict(states)
    assert {(row["from_state"], row["to_state"]): row["members"] for row in flow.records()} == dict(moves)


def test_the_daily_history_is_what_each_day_would_have_said(chain: Engine, plain: Plain) -> None:
    history = take(chain, "lifecycle-history")
    days = [plain.days(member) for member in plain.joined]

    for day in (QUARTER, date(2017, 5, 31), date(2017, 6, 30)):
        expected = Counter(state_on(own, day) for own in days)
        found = {row["state"]: row["members"] for row in history.records() if row["day_on"] == day and row["members"]}
        assert found == dict(expected)


def test_quadrants_to_the_last_member(chain: Engine, plain: Plain) -> None:
    expected: Counter[tuple[str, str]] = Counter()
    for member in plain.joined:
        own = [basket for basket in plain.by_member.get(member, []) if basket.day >= QUARTER]
        visits, minor = len(own), sum(basket.net for basket in own)
        if not visits:
            expected["none", ""] += 1
        elif minor >= 60_000:
            expected["q1" if visits >= 2 else "q2", ""] += 1
        elif visits >= 2 and minor >= 30_000:
            expected["q3", ""] += 1
        else:
            expected["q4", "watch" if visits == 1 and minor > 30_000 else ""] += 1

    found = {(row["quadrant"], row["mark"]): row["members"] for row in take(chain, "quadrants").records()}

    assert found == dict(expected)


@pytest.mark.parametrize(("least", "window"), [(1, 365), (7, 14), (30, 60)])
def test_repurchase_by_any_rule(chain: Engine, plain: Plain, least: int, window: int) -> None:
    buyers = repeaters = 0
    for own in plain.by_member.values():
        days = sorted({basket.day for basket in own if basket.day >= QUARTER})
        buyers += bool(days)
        repeaters += any(least <= (b - a).days <= window for i, a in enumerate(days) for b in days[i + 1 :])

    report = take(chain, "repurchase", params={"least_days": least, "window_days": window})

    assert (report.totals["buyers"], report.totals["repeaters"]) == (buyers, repeaters)


def test_repurchase_of_the_same_category_is_rarer(chain: Engine, plain: Plain) -> None:
    repeaters = 0
    for own in plain.by_member.values():
        seen: defaultdict[str, set[date]] = defaultdict(set)
        for basket in own:
            if basket.day >= QUARTER:
                for category in basket.categories:
                    seen[category].add(basket.day)
        repeaters += any(
            60 <= (b - a).days <= 365 for days in seen.values() for a in days for b in days if a < b
        )  # fmt: skip

    rule = {"least_days": 60, "of": "category"}

    assert take(chain, "repurchase", params=rule).totals["repeaters"] == repeaters


@pytest.mark.parametrize("by", ["sales", "margin"])
def test_the_real_80_20(chain: Engine, plain: Plain, by: str) -> None:
    brought: Counter[int] = Counter()
    for basket in plain.of_quarter():
        if basket.member is not None:
            brought[basket.member] += basket.margin if by == "margin" else basket.net
    best = sorted(brought.values(), reverse=True)
    fifth = -(-len(best) // 5)

    (row,) = [row for row in take(chain, "pareto", params={"by": by}).records() if row["percent"] == 20]

    assert (row["members"], row["minor"], row["all_minor"]) == (fifth, sum(best[:fifth]), sum(best))


def test_the_ladder_of_every_store(chain: Engine, plain: Plain) -> None:
    days: defaultdict[tuple[int, int], set[date]] = defaultdict(set)
    for basket in plain.of_quarter():
        if basket.member is not None:
            days[basket.store, basket.member].add(basket.day)
    expected: Counter[tuple[int, int]] = Counter()
    for (store, _), visits in days.items():
        for rung in range(1, min(len(visits), 10) + 1):
            expected[store, rung] += 1

    rows = take(chain, "ladder", view="seller").records()

    assert {(row["store_id"], row["rung"]): row["members"] for row in rows if row["members"]} == dict(expected)


def test_cohorts_and_medians(chain: Engine, plain: Plain) -> None:
    cells: Counter[tuple[int, int]] = Counter()
    seconds: defaultdict[int, list[int]] = defaultdict(list)
    gaps: defaultdict[int, list[int]] = defaultdict(list)
    for member in plain.by_member:
        days = plain.days(member)
        if days[0] < QUARTER:
            continue
        cohort = days[0].year * 100 + days[0].month
        for month in {(day.year - days[0].year) * 12 + day.month - days[0].month for day in days}:
            cells[cohort, month] += 1
        between = [(later - earlier).days for earlier, later in pairwise(days)]
        gaps[cohort] += between
        seconds[cohort] += between[:1]

    triangle = take(chain, "cohorts").records()
    assert {(row["cohort"], row["months_later"]): row["members"] for row in triangle} == dict(cells)

    for row in take(chain, "interval").records():
        first, each = sorted(seconds[row["cohort"]]), sorted(gaps[row["cohort"]])
        assert row["days_to_second"] == first[(len(first) - 1) // 2]
        assert row["days_between"] == each[(len(each) - 1) // 2]


def test_both_views_sum_to_the_same_and_the_bridge_joins_them(chain: Engine, plain: Plain) -> None:
    first_store = {m: own[0].store for m, own in plain.by_member.items() if m % 2 == 0}
    sold: Counter[int] = Counter()
    owned: Counter[int] = Counter()
    for basket in plain.of_quarter():
        sold[basket.store] += basket.net
        owned[first_store.get(basket.member or -1, basket.store)] += basket.net

    by_store = {
        view: {r["store_id"]: r["net_minor"] for r in take(chain, "sales", view=view).records()} for view in BOTH
    }

    assert by_store == {"seller": dict(sold), "owner": dict(owned)}
    for row in take(chain, "bridge").records():
        across = -row["sold_to_others_minor"] + row["bought_elsewhere_minor"]
        assert row["sold_minor"] + across == row["owned_minor"] == owned[row["store_id"]]


def test_margin_by_tenure_and_the_best_customers(chain: Engine, plain: Plain) -> None:
    margin: Counter[int] = Counter()
    net: Counter[int] = Counter()
    for basket in plain.of_quarter():
        if basket.member is not None:
            margin[basket.member] += basket.margin
            net[basket.member] += basket.net
    best = sorted(margin, key=lambda member: (-margin[member], -net[member], member))[:50]
    newcomers = {member for member in plain.by_member if (DAY - plain.days(member)[0]).days <= 90}

    ranked = take(chain, "top-customers", params={"limit": 50})
    tenure = {row["tenure"]: row for row in take(chain, "tenure").records()}

    assert [(row["member_id"], row["margin_minor"]) for row in ranked.records()] == [(m, margin[m]) for m in best]
    assert tenure["0-3 months"]["members"] == len(newcomers)
    assert tenure["0-3 months"]["margin_minor"] == sum(margin[member] for member in newcomers)


def test_preferences_to_the_last_member(chain: Engine, plain: Plain) -> None:
    expected: Counter[str] = Counter()
    for member in plain.joined:
        spent: Counter[str] = Counter()
        for basket in plain.by_member.get(member, []):
            if basket.day >= QUARTER:
                spent.update(basket.categories)
        liked = [(-minor, category) for category, minor in spent.items() if minor > 0]
        expected[min(liked)[1] if liked else "none"] += 1

    rows = take(chain, "preferences").records()

    assert {row["preferred"]: row["members"] for row in rows} == dict(expected)


@pytest.mark.covers("A14", "C46")
@pytest.mark.parametrize(
    "by", ["age", "birth_month", "gender", "lifecycle", "quadrant", "rfm", "source", "store", "value"]
)
@pytest.mark.parametrize("view", BOTH)
def test_layers_sum_to_all_members_and_all_they_brought(chain: Engine, plain: Plain, by: str, view: str) -> None:
    report = take(chain, "layers", view=view, params={"by": by})

    assert report.totals["members"] == len(plain.joined)
    assert report.totals["net_minor"] == sum(basket.net for basket in plain.of_quarter() if basket.member is not None)


@pytest.mark.covers("A16")
def test_the_structure_sums_to_all_members_and_all_sales(chain: Engine, plain: Plain) -> None:
    report = take(chain, "structure")

    assert report.totals["members"] == len(plain.joined)
    assert report.totals["net_minor"] == sum(basket.net for basket in plain.of_quarter())
    assert report.totals["margin_minor"] == sum(basket.margin for basket in plain.of_quarter())


@pytest.mark.parametrize("name", ["spend-bands", "visits", "value-classes", "rfm-matrix", "quadrants", "preferences"])
def test_every_distribution_holds_every_member_once(chain: Engine, plain: Plain, name: str) -> None:
    assert take(chain, name).totals["members"] == len(plain.joined)


def test_the_steady_base(chain: Engine, plain: Plain) -> None:
    starts = [date(2017, month, 1) for month in range(1, 7)]
    active = {member: len({day.month for day in plain.days(member)}) for member in plain.by_member}
    expected: Counter[str] = Counter()
    for basket in plain.baskets:
        if basket.day >= starts[0]:
            steady = "steady" if active.get(basket.member or -1, 0) >= 3 else "occasional"
            expected["unidentified" if basket.member is None else steady] += basket.net

    rows = take(chain, "stability").records()

    assert {row["base"]: row["net_minor"] for row in rows} == dict(expected)


def test_the_same_question_gives_the_same_answer(chain: Engine) -> None:
    for name in ("rfm-members", "top-customers", "contribution", "preferences", "pareto-stores"):
        assert take(chain, name) == take(chain, name)
