"""Purchases raise, ends of validity keep or lower, and every standing can be explained."""

import random
from collections.abc import Callable
from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from tests.apps.growth.conftest import (
    ANNA,
    BASE,
    BLACK,
    GOLD,
    NOON,
    SILVER,
    STRANGER,
    bought,
    count,
    returned,
    turn,
)

from shuke.foundation.actors import SYSTEM
from shuke.foundation.audit.models import AuditEntry
from shuke.foundation.outbox.models import OutboxEvent
from shuke.ledgers.book import operations as book
from shuke.ledgers.book import queries as accounts
from shuke.ledgers.book.types import member
from shuke.ledgers.growth import operations as growth
from shuke.ledgers.growth import queries
from shuke.ledgers.growth.defaults import DEFAULT_RULES
from shuke.ledgers.growth.document import TierRules
from shuke.ledgers.growth.models import CountedSpend, GrowthStanding
from shuke.ledgers.growth.types import CURRENCY, GrantKind, MoveKind, NeedKind

pytestmark = pytest.mark.django_db


def level(member_id: int = ANNA) -> int:
    return queries.levels_of([member_id], on=date(2026, 3, 10))[member_id]


def growth_value(member_id: int = ANNA) -> int:
    return accounts.balance(member(member_id), CURRENCY).net


@pytest.mark.usefixtures("default_rules")
class TestPurchases:
    @pytest.mark.covers("A33")
    def test_one_large_order_raises_at_once(self) -> None:
        count(bought("2026-03-01", 499))
        assert level() == BASE

        count(bought("2026-03-02", 500))
        assert level() == SILVER

    @pytest.mark.covers("A34")
    @pytest.mark.parametrize(
        ("window", "first", "reached"),
        [
            ({"kind": "rolling", "months": 3}, "2025-12-03", True),
            ({"kind": "rolling", "months": 3}, "2025-12-02", False),
            ({"kind": "calendar_year"}, "2026-01-01", True),
            ({"kind": "calendar_year"}, "2025-12-31", False),
        ],
    )
    def test_the_net_sum_of_a_period_raises(
        self, put_in_force: Callable[..., int], window: dict[str, object], first: str, reached: bool
    ) -> None:
        base, silver, *_ = DEFAULT_RULES["levels"]
        by_sum = {"kind": "spend_sum", "amount_minor": 100_000, "window": window}
        put_in_force({"levels": [base, {**silver, "qualifications": [by_sum]}]})
        early = bought(first, 700)

        count(early, returned("2026-02-01", 100, early), bought("2026-03-02", 400))

        assert (level() == SILVER) is reached

    def test_a_purchase_is_rewarded_by_the_tier_before_it(self) -> None:
        raising, following = bought("2026-03-01", 600), bought("2026-03-01", 10)

        count(bought("2026-02-01", 5))
        counted = count(raising, following)

        assert counted.levels_before == {raising.receipt_id: BASE, following.receipt_id: SILVER}

    def test_count_once(self) -> None:
        sale = bought("2026-03-01", 600)
        count(sale)

        again = count(sale, sale)

        assert (again.duplicates, again.moves, growth_value()) == (2, 0, 600)

    def test_moves_are_told(self) -> None:
        count(bought("2026-03-01", 600))

        (event,) = OutboxEvent.objects.filter(name="growth.tier_moved")

        assert event.payload["member_ids"] == [ANNA, ANNA]
        assert event.payload["to_levels"] == [BASE, SILVER]
        assert event.payload["kinds"] == ["join", "upgrade"]


@pytest.mark.usefixtures("default_rules")
class TestReturns:
    def test_take_growth_back_exactly(self) -> None:
        sale = bought("2026-03-01", 999)
        count(sale, returned("2026-03-02", 333, sale))
        count(returned("2026-03-03", 666, sale))

        assert growth_value() == 0
        assert book.prove(at=NOON).holds

    def test_of_an_unknown_order_take_no_more_than_there_is(self) -> None:
        count(bought("2026-03-01", 100), returned("2026-03-02", 300))

        assert growth_value() == 0

    def test_lower_nobody_before_the_validity_ends(self) -> None:
        sale = bought("2025-03-01", 600)
        count(sale, returned("2025-03-02", 600, sale))
        assert level() == SILVER

        turn("2026-03-01")
        assert level() == BASE


@pytest.mark.usefixtures("default_rules")
class TestValidity:
    @pytest.mark.covers("A32")
    def test_begins_ends_and_is_renewed_on_business_days_with_a_trail(self) -> None:
        count(bought("2024-05-05", 3_100))
        standing = queries.standing(ANNA)
        assert standing is not None
        assert (standing.level, standing.since, standing.valid_until) == (GOLD, date(2024, 5, 5), date(2025, 5, 4))

        assert turn("2025-05-04") == 0
        assert turn("2025-05-05") == 1
        assert turn("2025-05-05") == 0
        assert turn("2026-05-05") == 1

        assert [(move.kind, move.to_level, move.effective_on) for move in queries.history(ANNA)] == [
            (MoveKind.JOIN, BASE, date(2024, 5, 5)),
            (MoveKind.UPGRADE, GOLD, date(2024, 5, 5)),
            (MoveKind.KEEP, GOLD, date(2025, 5, 5)),
            (MoveKind.DOWNGRADE, SILVER, date(2026, 5, 5)),
        ]

    def test_many_days_at_once_make_the_same_moves(self) -> None:
        count(bought("2020-05-05", 3_100), bought("2024-05-05", 3_100))

        turn("2030-01-01")

        assert [move.to_level for move in queries.history(ANNA)] == [BASE, GOLD, GOLD, SILVER, BASE]

    @pytest.mark.covers("A35")
    def test_a_notice_says_what_is_missing_and_by_when(self) -> None:
        count(bought("2025-03-20", 600), bought("2025-03-20", 900, member=STRANGER))

        too_early = list(queries.notices(on=date(2026, 2, 16)))
        (notice,) = queries.notices(on=date(2026, 2, 17))

        assert too_early == []
        assert (notice.member_id, notice.needed.keep_by) == (ANNA, date(2026, 3, 19))
        assert [(need.kind, need.missing) for need in notice.needed.keep] == [(NeedKind.SPEND_SUM, 20_000)]
        rise = [(need.level, need.missing) for need in notice.needed.rise]
        assert rise == [(GOLD, 240_000)]


@pytest.mark.usefixtures("default_rules")
class TestExplaining:
    def test_says_which_move_rule_and_figures(self, default_rules: int) -> None:
        count(bought("2026-03-01", 300), bought("2026-03-05", 800))

        told = queries.explain(ANNA, as_of=date(2026, 3, 10))

        assert (told.level, told.zh, told.growth) == (SILVER, "银卡", 1_100)
        assert told.move is not None
        assert told.move.rule_version_id == default_rules
        assert told.move.reason == {"why": "spend_sum", "reached": 110_000, "threshold": 100_000}

    def test_as_of_a_day_forgets_what_came_later(self) -> None:
        count(bought("2026-03-01", 300), bought("2026-03-05", 800))

        told = queries.explain(ANNA, as_of=date(2026, 3, 4))

        assert (told.level, told.growth) == (BASE, 300)
        assert told.needed is not None
        assert told.needed.rise[0].missing == 70_000

    def test_an_end_that_no_nightly_run_has_seen_yet_is_told_rightly(self) -> None:
        count(bought("2025-03-01", 600))

        assert queries.explain(ANNA, as_of=date(2026, 3, 1)).level == BASE

    def test_a_stranger_has_the_open_base(self) -> None:
        told = queries.explain(STRANGER, as_of=date(2026, 3, 10))

        assert (told.level, told.move) == (BASE, None)
        assert level(STRANGER) == BASE


@pytest.mark.usefixtures("put_in_force")
class TestEntry:
    CONDITIONS = {
        "single order": {"kind": "single_order", "amount_minor": 20_000},
        "sum": {"kind": "spend_sum", "amount_minor": 20_000, "window": {"kind": "calendar_year"}},
        "paid": {"kind": "paid", "price_minor": 9_900},
        "invitation": {"kind": "invitation"},
    }

    @pytest.mark.covers("A22")
    @pytest.mark.parametrize(
        ("condition", "by_two_orders", "by_grant"),
        [
            ("none", True, None),
            ("single order", False, None),
            ("sum", True, None),
            ("paid", False, GrantKind.PAID),
            ("invitation", False, GrantKind.INVITATION),
        ],
    )
    def test_may_ask_for_nothing_an_order_a_sum_a_price_or_an_invitation(
        self, put_in_force: Callable[..., int], condition: str, by_two_orders: bool, by_grant: GrantKind | None
    ) -> None:
        entry = {"number": 1, "code": "member", "zh": "会员", "en": "Member"}
        asked = self.CONDITIONS.get(condition)
        put_in_force({"levels": [{**entry, "qualifications": [asked]} if asked else {**entry, "open": True}]})

        count(bought("2026-03-01", 120), bought("2026-03-02", 120))
        assert (level() == BASE) is by_two_orders
        if condition == "single order":
            count(bought("2026-03-03", 200))
        if by_grant is not None:
            growth.grant(member_id=ANNA, level=BASE, kind=by_grant, by=SYSTEM, at=NOON)

        assert level() == BASE
        assert level(STRANGER) == (BASE if condition == "none" else 0)


@pytest.mark.usefixtures("default_rules")
class TestGrants:
    def test_by_hand_need_a_reason_and_are_audited(self) -> None:
        with pytest.raises(growth.ReasonMissing):
            growth.grant(member_id=ANNA, level=GOLD, kind=GrantKind.MANUAL, by=SYSTEM, at=NOON)

        growth.grant(member_id=ANNA, level=GOLD, kind=GrantKind.MANUAL, by=SYSTEM, at=NOON, reason="founder")

        assert level() == GOLD
        assert AuditEntry.objects.filter(action="growth.grant", reason="founder").count() == 1

    def test_what_is_not_offered_is_refused(self) -> None:
        with pytest.raises(growth.NotOffered):
            growth.grant(member_id=ANNA, level=GOLD, kind=GrantKind.PAID, by=SYSTEM, at=NOON)
        with pytest.raises(growth.NoSuchLevel):
            growth.grant(member_id=ANNA, level=9, kind=GrantKind.MANUAL, by=SYSTEM, at=NOON, reason="error")

    def test_nobody_pays_to_fall(self, put_in_force: Callable[..., int]) -> None:
        base, silver, gold, _ = DEFAULT_RULES["levels"]
        paid = {**silver, "qualifications": [{"kind": "paid", "price_minor": 9_900}]}
        put_in_force({**DEFAULT_RULES, "levels": [base, paid, gold]})
        count(bought("2026-03-01", 3_500))

        with pytest.raises(growth.AlreadyAtLevel):
            growth.grant(member_id=ANNA, level=SILVER, kind=GrantKind.PAID, by=SYSTEM, at=NOON)

    def test_a_bonus_of_growth_counts_towards_growth_levels(self, put_in_force: Callable[..., int]) -> None:
        base, silver, *_ = DEFAULT_RULES["levels"]
        by_growth = {**silver, "qualifications": [{"kind": "growth_value", "value": 100}]}
        put_in_force({**DEFAULT_RULES, "levels": [base, by_growth]})

        growth.award(member_id=ANNA, value=100, reason="check-in", by=SYSTEM, at=NOON)

        assert (level(), growth_value()) == (SILVER, 100)
        with pytest.raises(growth.NotABonus):
            growth.award(member_id=ANNA, value=0, reason="check-in", by=SYSTEM, at=NOON)


def test_without_rules_receipts_count_and_nothing_is_decided(put_in_force: Callable[..., int]) -> None:
    count(bought("2026-03-01", 600))

    assert queries.history(ANNA) == []
    assert queries.explain(ANNA, as_of=date(2026, 3, 10)).needed is None
    with pytest.raises(growth.NoProgramme):
        growth.grant(member_id=ANNA, level=GOLD, kind=GrantKind.MANUAL, by=SYSTEM, at=NOON, reason="founder")


@pytest.mark.usefixtures("default_rules")
class TestOneReplayOrMany:
    def test_any_cut_of_a_history_makes_the_same_moves(self) -> None:
        chance = random.Random(11)
        days = sorted(date(2023 + chance.randrange(3), chance.randint(1, 12), chance.randint(1, 28)) for _ in range(80))
        plan = [(day.isoformat(), chance.randint(10, 900)) for day in days]

        count(*(bought(day, yuan, member=STRANGER) for day, yuan in plan))
        by_piece = [bought(day, yuan) for day, yuan in plan]
        while by_piece:
            size = chance.randint(1, 9)
            count(*by_piece[:size])
            by_piece = by_piece[size:]

        assert queries.history(ANNA) == queries.history(STRANGER) != []
        assert queries.standing(ANNA) == queries.standing(STRANGER)

    def test_proposed_rules_are_tried_without_writing(self) -> None:
        count(bought("2026-03-01", 600))
        easy = {**DEFAULT_RULES, "levels": DEFAULT_RULES["levels"][:2]}

        moves = queries.simulate(
            proposed=TierRules.model_validate(easy), member_ids=[ANNA], since=date(2026, 1, 1), until=date(2027, 3, 1)
        )

        assert [move.to_level for move in moves[ANNA]] == [BASE, SILVER, BASE]
        assert level() == SILVER


@pytest.mark.usefixtures("default_rules")
class TestRetraction:
    @pytest.mark.parametrize("order", [(0, 1), (1, 0)])
    @pytest.mark.parametrize("together", [True, False])
    def test_leaves_no_growth_of_a_sale_and_its_return(self, order: tuple[int, int], together: bool) -> None:
        kept, sale = bought("2026-03-01", 50), bought("2026-03-01", 100)
        back = returned("2026-03-02", 30, sale)
        count(kept, sale, back)
        receipts = [(sale.receipt_id, back.receipt_id)[index] for index in order]

        for group in [receipts] if together else [[receipt] for receipt in receipts]:
            growth.retract_many(receipt_ids=group, by=SYSTEM, at=NOON)

        told = queries.explain(ANNA, as_of=date(2026, 3, 10))
        assert (growth_value(), told.growth, told.spent_in_period) == (50, 50, 5_000)
        assert growth.retract_many(receipt_ids=receipts, by=SYSTEM, at=NOON) == 0
        assert book.prove(at=NOON).holds


@pytest.mark.usefixtures("default_rules")
class TestTheTablesThemselves:
    @pytest.mark.parametrize("table", ["growth_counted_spend", "growth_tier_move"])
    def test_refuse_change(self, table: str) -> None:
        count(bought("2026-03-01", 600))

        for statement in (f"UPDATE {table} SET member_id = 1", f"DELETE FROM {table}"):
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)

    def test_refuse_a_receipt_counted_twice(self) -> None:
        count(bought("2026-03-01", 600))
        row = CountedSpend.objects.get()
        row.id += 1

        with pytest.raises(IntegrityError), transaction.atomic():
            row.save(force_insert=True)

    def test_refuse_a_level_without_a_rule(self) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            GrowthStanding.objects.create(
                member_id=ANNA, level=BLACK, since=date(2026, 3, 1), period_from=date(2026, 3, 1)
            )


def test_levels_when_the_day_began(default_rules: int) -> None:
    yesterday, this_morning, this_evening = (
        bought("2026-03-01", 600),
        bought("2026-03-02", 2_500),
        bought("2026-03-02", 10),
    )
    count(yesterday, this_morning, this_evening)

    assert queries.levels_when_day_began([yesterday, this_morning, this_evening]) == {
        yesterday.receipt_id: BASE,
        this_morning.receipt_id: SILVER,
        this_evening.receipt_id: SILVER,
    }
