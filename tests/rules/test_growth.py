"""Which tier a history makes, as decision tables; and that a replay may be cut anywhere."""

import itertools
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from shuke.ledgers.growth import rules
from shuke.ledgers.growth.defaults import DEFAULT_RULES
from shuke.ledgers.growth.document import GrowthRate, TierRules
from shuke.ledgers.growth.history import History
from shuke.ledgers.growth.types import (
    Grant,
    GrantKind,
    MoveKind,
    NeedKind,
    Spend,
    SpendKind,
    Standing,
    TierMove,
)

BASE: dict[str, Any] = {"number": 1, "code": "base", "zh": "普通", "en": "Base", "open": True}
YEAR = {"kind": "months", "months": 12}
ROLLING = {"kind": "rolling", "months": 12}
CALENDAR = {"kind": "calendar_year"}


def programme(*documents: TierRules) -> rules.Programme:
    return rules.Programme(
        tuple(rules.Dated(year, date(year, 1, 1), each) for year, each in enumerate(documents, 2024))
    )


def tiers(*levels: dict[str, Any], **body: Any) -> TierRules:
    return TierRules.model_validate({"levels": [BASE, *levels], **body})


def level(number: int, *qualifications: dict[str, Any], **body: Any) -> dict[str, Any]:
    names = {"number": number, "code": f"level_{number}", "zh": f"{number} 级", "en": f"Level {number}"}
    return {**names, "qualifications": qualifications, "validity": YEAR, **body}


def sale(on: str, yuan: int, receipt_id: int | None = None) -> Spend:
    day = date.fromisoformat(on)
    return Spend(SpendKind.SALE, day, yuan * 100, yuan, receipt_id=receipt_id or day.toordinal())


def order_of(yuan: int, window: dict[str, Any] | None = None) -> dict[str, Any]:
    return {"kind": "single_order", "amount_minor": yuan * 100, "window": window}


def sum_of(yuan: int, window: dict[str, Any]) -> dict[str, Any]:
    return {"kind": "spend_sum", "amount_minor": yuan * 100, "window": window}


@pytest.mark.parametrize(
    ("case", "qualification", "spends", "reached"),
    [
        ("an order of exactly the amount", order_of(500), [sale("2025-05-01", 500)], True),
        ("an order a yuan below", order_of(500), [sale("2025-05-01", 499)], False),
        (
            "two halves are not one order",
            order_of(500),
            [sale("2025-05-01", 250, 1), sale("2025-05-01", 250, 2)],
            False,
        ),
        (
            "the sum of a rolling year",
            sum_of(500, ROLLING),
            [sale("2024-05-02", 250), sale("2025-05-01", 250)],
            True,
        ),
        (
            "the first day has just left the rolling year",
            sum_of(500, ROLLING),
            [sale("2024-05-01", 250), sale("2025-05-01", 250)],
            False,
        ),
        (
            "the sum of a calendar year",
            sum_of(500, CALENDAR),
            [sale("2025-01-01", 250), sale("2025-12-31", 250)],
            True,
        ),
        (
            "New Year begins the calendar year anew",
            sum_of(500, CALENDAR),
            [sale("2024-12-31", 250), sale("2025-01-01", 250)],
            False,
        ),
        (
            "growth value of a lifetime",
            {"kind": "growth_value", "value": 500},
            [sale("2024-01-01", 250), sale("2025-12-31", 250)],
            True,
        ),
        ("an invitation is not bought", {"kind": "invitation"}, [sale("2025-05-01", 99_999)], False),
    ],
)
def test_qualification(case: str, qualification: dict[str, Any], spends: list[Spend], reached: bool) -> None:
    document = tiers(level(2, qualification))

    moves = rules.replay(spends, programme(document), until=date(2025, 12, 31))

    assert (MoveKind.UPGRADE in [move.kind for move in moves]) is reached, case


def test_the_programme_without_an_open_base_is_joined_by_its_condition() -> None:
    closed = TierRules.model_validate({"levels": [level(1, sum_of(100, CALENDAR)), level(2, order_of(500))]})

    moves = rules.replay([sale("2025-01-02", 60), sale("2025-01-03", 60)], programme(closed), until=date(2025, 2, 1))

    assert [(move.kind, move.to_level, move.effective_on) for move in moves] == [(MoveKind.JOIN, 1, date(2025, 1, 3))]


@pytest.mark.parametrize(
    ("policy", "spent_yuan", "expected"),
    [
        ("one_down", 100, (MoveKind.DOWNGRADE, 2)),
        ("to_base", 100, (MoveKind.DOWNGRADE, 1)),
        ("recompute", 0, (MoveKind.DOWNGRADE, 1)),
        ("recompute", 1_200, (MoveKind.DOWNGRADE, 2)),
        ("one_down", 2_000, (MoveKind.KEEP, 3)),
    ],
)
def test_the_end_of_a_validity(policy: str, spent_yuan: int, expected: tuple[MoveKind, int]) -> None:
    document = tiers(
        level(2, sum_of(1_000, ROLLING)),
        level(3, {"kind": "paid", "price_minor": 9_900}, keep=[{"kind": "spend", "amount_minor": 200_000}]),
        downgrade=policy,
    )
    events: list[Spend | Grant] = [Grant(GrantKind.PAID, date(2025, 3, 1), 3)]
    if spent_yuan:
        events.append(sale("2025-06-01", spent_yuan))

    moves = rules.replay(events, programme(document), until=date(2026, 3, 1))

    assert (moves[-1].kind, moves[-1].to_level) == expected
    assert moves[-1].effective_on == date(2026, 3, 1)


def test_a_level_may_be_kept_by_orders_of_which_something_was_kept() -> None:
    document = tiers(level(2, order_of(500), keep=[{"kind": "orders", "count": 3}]))
    visits = [sale("2025-03-01", 500, 1), sale("2025-04-01", 10, 2), sale("2025-05-01", 10, 3)]
    returned = Spend(SpendKind.RETURN, date(2025, 5, 2), -1_000, -10, receipt_id=4, original_id=3)

    kept = rules.replay(visits, programme(document), until=date(2026, 3, 1))
    lost = rules.replay([*visits, returned], programme(document), until=date(2026, 3, 1))

    assert kept[-1].kind is MoveKind.KEEP
    assert lost[-1].kind is MoveKind.DOWNGRADE


def test_a_validity_to_the_years_end() -> None:
    document = tiers(level(2, order_of(500), validity={"kind": "year_end", "years": 1}))

    moves = rules.replay([sale("2025-03-01", 500)], programme(document), until=date(2025, 3, 1))

    assert moves[-1].valid_until == date(2026, 12, 31)


def test_the_version_in_force_on_the_day_decides() -> None:
    before, after = tiers(level(2, order_of(500))), tiers(level(2, order_of(800)))

    moves = rules.replay([sale("2025-01-01", 600)], programme(before, after), until=date(2025, 1, 2))
    earlier = rules.replay([sale("2024-12-31", 600)], programme(before, after), until=date(2025, 1, 2))

    assert [move.to_level for move in moves] == [1]
    assert [move.to_level for move in earlier] == [1, 2]
    assert earlier[-1].rule_version_id == 2024


def test_nothing_is_decided_before_the_first_version() -> None:
    assert rules.replay([sale("2023-05-01", 900)], programme(tiers(level(2, order_of(500)))), date(2023, 6, 1)) == []


def test_a_late_receipt_counts_on_its_day_and_decides_on_the_last_moves_day() -> None:
    document = tiers(level(2, sum_of(1_000, ROLLING)))
    history = History([sale("2025-05-01", 600)])
    standing = Standing(1, date(2025, 5, 1), date(2025, 5, 1), None, 2024)

    moves = rules.replay(
        [sale("2025-04-20", 400)], programme(document), date(2025, 6, 1), history=history, standing=standing
    )

    assert [(move.to_level, move.effective_on) for move in moves] == [(2, date(2025, 5, 1))]


def test_only_by_hand_does_a_grant_lower() -> None:
    document = tiers(level(2, order_of(500)), level(3, order_of(900)))
    standing = Standing(3, date(2025, 5, 1), date(2025, 5, 1), date(2026, 4, 30), 2024)

    paid = rules.grant(Grant(GrantKind.PAID, date(2025, 6, 1), 2), standing, programme(document), date(2025, 6, 1))
    manual = rules.grant(Grant(GrantKind.MANUAL, date(2025, 6, 1), 2), standing, programme(document), date(2025, 6, 1))

    assert paid is None
    assert manual is not None
    assert (manual.from_level, manual.to_level, manual.reason["why"]) == (3, 2, "manual")


class TestWhatIsStillNeeded:
    RULES = TierRules.model_validate(DEFAULT_RULES)

    def test_to_rise_by_sum_or_by_one_order(self) -> None:
        history = History([sale("2025-03-01", 300), sale("2025-05-01", 100)])
        standing = Standing(1, date(2025, 3, 1), date(2025, 3, 1), None, 1)

        needed = rules.needed(history, standing, self.RULES, date(2025, 6, 1))

        by_sum, by_order = needed.rise
        assert needed.next_level == 2
        assert (by_sum.kind, by_sum.reached, by_sum.missing) == (NeedKind.SPEND_SUM, 40_000, 60_000)
        assert by_sum.by == date(2026, 2, 28)
        assert (by_order.kind, by_order.missing) == (NeedKind.SINGLE_ORDER, 50_000)

    @pytest.mark.parametrize(
        ("spent_yuan", "on", "missing", "kept", "notice_due"),
        [
            (600, date(2026, 1, 28), 20_000, False, False),
            (600, date(2026, 1, 29), 20_000, False, True),
            (800, date(2026, 1, 29), 0, True, False),
        ],
    )
    def test_to_keep(self, spent_yuan: int, on: date, missing: int, kept: bool, notice_due: bool) -> None:
        history = History([sale("2025-03-01", spent_yuan)])
        standing = Standing(2, date(2025, 3, 1), date(2025, 3, 1), date(2026, 2, 28), 1)

        needed = rules.needed(history, standing, self.RULES, on)

        assert [need.missing for need in needed.keep] == [missing]
        assert (needed.keep_by, needed.kept, needed.notice_due) == (date(2026, 2, 28), kept, notice_due)

    def test_nothing_above_the_highest(self) -> None:
        standing = Standing(4, date(2025, 3, 1), date(2025, 3, 1), date(2026, 2, 28), 1)

        needed = rules.needed(History(), standing, self.RULES, date(2025, 6, 1))

        assert (needed.next_level, needed.rise) == (None, ())


@pytest.mark.parametrize(
    ("levels", "body", "name"),
    [
        ([level(1)], {}, "growth.levels_do_not_rise"),
        ([level(3), level(2)], {}, "growth.levels_do_not_rise"),
        ([level(2, code="base")], {}, "growth.code_twice"),
        ([level(2, open=True, validity={"kind": "none"})], {}, "growth.open_above_base"),
        (
            [level(2, order_of(5), validity={"kind": "none"}, keep=[{"kind": "orders", "count": 1}])],
            {},
            "growth.keep_without_validity",
        ),
        ([level(2, order_of(0))], {}, "greater_than_equal"),
        ([level(2, sum_of(10, {"kind": "rolling", "months": 0}))], {}, "greater_than_equal"),
        ([level(2, {"kind": "stars", "stars": 5})], {}, "union_tag_invalid"),
        ([], {"downgrade": "sometimes"}, "literal_error"),
        ([], {"notice_days": -1}, "greater_than_equal"),
    ],
)
def test_a_document_of_nonsense_is_refused_by_name(
    levels: list[dict[str, Any]], body: dict[str, Any], name: str
) -> None:
    with pytest.raises(ValidationError) as refusal:
        tiers(*levels, **body)

    assert refusal.value.errors()[0]["type"] == name


def test_an_open_level_has_no_conditions() -> None:
    with pytest.raises(ValidationError, match="neither qualification nor end"):
        TierRules.model_validate({"levels": [{**BASE, "validity": YEAR}]})


@given(st.integers(0, 10**7), st.lists(st.integers(1, 10**6), max_size=8), st.integers(1, 50), st.integers(1, 999))
def test_growth_goes_back_exactly(net_minor: int, pieces: list[int], value: int, per_fen: int) -> None:
    growth = rules.growth_of(net_minor, GrowthRate(value=value, per_fen=per_fen))
    returned = gone = 0
    for piece in [*pieces, net_minor]:
        gone += rules.growth_back(net_minor, growth, returned, piece)
        returned = min(returned + piece, net_minor)

    assert gone == growth


FIRST = date(2024, 1, 1)
DAYS = st.integers(0, 1_100).map(lambda days: FIRST + timedelta(days=days))


@st.composite
def histories(draw: st.DrawFn) -> list[Spend | Grant]:
    """Sales, returns of known and unknown orders, bonuses and grants, in the order of their days."""
    events: list[Spend | Grant] = []
    for number, day in enumerate(sorted(draw(st.lists(DAYS, min_size=1, max_size=25))), 1):
        what = draw(st.sampled_from(["sale", "sale", "sale", "return", "lost return", "bonus", "grant"]))
        yuan = draw(st.integers(1, 5_000))
        if what == "sale":
            events.append(Spend(SpendKind.SALE, day, yuan * 100, yuan, receipt_id=number))
        elif what == "return":
            original = draw(st.integers(1, number))
            events.append(Spend(SpendKind.RETURN, day, -yuan * 50, 0, receipt_id=number, original_id=original))
        elif what == "lost return":
            events.append(Spend(SpendKind.RETURN, day, -yuan * 50, 0, receipt_id=number))
        elif what == "bonus":
            events.append(Spend(SpendKind.BONUS, day, 0, yuan))
        else:
            events.append(Grant(draw(st.sampled_from(GrantKind)), day, draw(st.integers(1, 4))))
    return events


PROGRAMMES = st.sampled_from(
    [
        programme(
            TierRules.model_validate({**DEFAULT_RULES, "downgrade": policy}), TierRules.model_validate(DEFAULT_RULES)
        )
        for policy in ("one_down", "recompute", "to_base")
    ]
    + [programme(tiers(level(2, sum_of(900, CALENDAR)), level(3, {"kind": "growth_value", "value": 4_000})))]
)


@given(histories(), PROGRAMMES, st.lists(st.integers(0, 25), max_size=5))
def test_a_replay_may_be_cut_anywhere(
    events: list[Spend | Grant], by_programme: rules.Programme, cuts: list[int]
) -> None:
    until = FIRST + timedelta(days=1_500)
    whole = rules.replay(events, by_programme, until)

    pieces: list[TierMove] = []
    history, standing = History(), None
    bounds = [0, *sorted(cut for cut in cuts if cut < len(events)), len(events)]
    for start, end in itertools.pairwise(bounds):
        batch = events[start:end]
        day = batch[-1].on if batch else FIRST
        moves = rules.replay(batch, by_programme, day, history=history, standing=standing)
        standing = rules.final_standing(moves, standing)
        pieces += moves
    pieces += rules.replay([], by_programme, until, history=history, standing=standing)

    assert pieces == whole


@given(histories(), PROGRAMMES)
def test_moves_form_one_unbroken_line(events: list[Spend | Grant], by_programme: rules.Programme) -> None:
    moves = rules.replay(events, by_programme, FIRST + timedelta(days=1_500))

    for earlier, later in itertools.pairwise(moves):
        assert later.from_level == earlier.to_level
        assert later.effective_on >= earlier.effective_on
        assert earlier.valid_until is None or later.effective_on <= earlier.valid_until + timedelta(days=1)
