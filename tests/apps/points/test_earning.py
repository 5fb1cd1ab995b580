"""Receipts earn points through the book, once, and returns take back exactly theirs."""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from tests.apps.points.conftest import ANNA, NOON, PLAIN, STRANGER, receipt

from shuke.foundation.actors import SYSTEM
from shuke.foundation.catalog import operations as catalog
from shuke.foundation.catalog.types import CategoryRow
from shuke.ledgers.book import operations as book
from shuke.ledgers.book.types import Source
from shuke.ledgers.points import operations as points
from shuke.ledgers.points import queries, records
from shuke.ledgers.points.models import PointsEarning
from shuke.ledgers.points.types import Cap, EarnableLine, EarnableSale, LineEarning, Outcome

pytestmark = pytest.mark.django_db
TILL = Source("order", 1)


def earn(*sales: EarnableSale, **given: object) -> dict[int, int]:
    return dict(points.earn_many(sales=sales, by=SYSTEM, at=NOON, **given).points)


def prove() -> None:
    proof = book.prove(at=NOON)
    assert proof.holds, proof.findings


@pytest.mark.usefixtures("plain_rule")
class TestASale:
    @pytest.mark.covers("D42")
    def test_earns_in_its_own_transaction(self) -> None:
        sale = receipt(120)

        with transaction.atomic():
            earn(sale)
            transaction.set_rollback(True)
        assert queries.balance(ANNA).available == 0

        assert earn(sale) == {sale.receipt_id: 120}
        assert queries.balance(ANNA).available == 120
        prove()

    def test_never_earns_twice(self) -> None:
        sale = receipt(120)
        earn(sale)

        again = points.earn_many(sales=[sale, sale], by=SYSTEM, at=NOON)

        assert (again.points, again.duplicates) == ({}, 2)
        assert queries.balance(ANNA).available == 120

    def test_twice_in_one_batch_earns_once(self) -> None:
        sale = receipt(120)

        assert earn(sale, sale) == {sale.receipt_id: 120}

    def test_of_nothing_is_written_down_and_posts_nothing(self) -> None:
        sale = receipt(0)

        assert earn(sale) == {sale.receipt_id: 0}
        assert queries.explain(ANNA)[0].outcome is Outcome.EARNED
        assert queries.ledger(ANNA) == []

    def test_by_the_tier_held_before_it(self, put_in_force: Callable[..., int]) -> None:
        put_in_force({**PLAIN, "tiers": {"3": 150}})
        of_gold, of_base = receipt(100), receipt(100)

        assert earn(of_gold, of_base, levels={of_gold.receipt_id: 3}) == {
            of_gold.receipt_id: 150,
            of_base.receipt_id: 100,
        }


@pytest.mark.usefixtures("plain_rule")
class TestAReturn:
    def test_takes_back_its_lines_points(self) -> None:
        sale = receipt(60, 40)
        earn(sale)

        part = receipt(40, of=sale)
        assert earn(part) == {part.receipt_id: -40}

        assert queries.balance(ANNA).available == 60
        prove()

    def test_in_the_same_batch_finds_its_sale(self) -> None:
        sale = receipt(60)

        earn(receipt(60, of=sale), sale)

        assert queries.balance(ANNA).net == 0

    def test_of_spent_points_becomes_a_debt(self) -> None:
        sale = receipt(60)
        earn(sale)
        points.redeem(member_id=ANNA, points=50, source=TILL, by=SYSTEM, at=NOON)

        earn(receipt(60, of=sale))

        assert (queries.balance(ANNA).available, queries.balance(ANNA).debt) == (0, 50)
        earn(receipt(70))
        assert (queries.balance(ANNA).available, queries.balance(ANNA).debt) == (20, 0)
        prove()

    def test_twice_takes_back_once(self) -> None:
        sale = receipt(60)
        earn(sale)

        earn(receipt(60, of=sale))
        earn(receipt(60, of=sale))

        assert queries.balance(ANNA).net == 0

    def test_in_any_pieces_ends_at_zero(self) -> None:
        chance = random.Random(7)
        sales = [receipt(*chance.choices(range(1, 90), k=3)) for _ in range(20)]
        earn(*sales)
        pieces = [
            replace(receipt(1, of=sale), lines=(EarnableLine(1, None, -fen, original_line_no=line.line_no),))
            for sale in sales
            for line in sale.lines
            for fen in (line.net_minor // 3, line.net_minor - line.net_minor // 3)
        ]
        chance.shuffle(pieces)

        for size in (10, 30, len(pieces)):
            earn(*pieces[:size])

        assert (queries.balance(ANNA).available, queries.balance(ANNA).debt) == (0, 0)
        prove()

    def test_without_its_sale_is_answered_by_the_latest_earnings(self) -> None:
        older, newer = receipt(100, sold_at=NOON - timedelta(days=3)), receipt(30)
        earn(older, newer)

        unknown = replace(receipt(50, of=older), original_id=None)
        earn(unknown)

        (claimed, *_) = queries.explain_receipt(unknown.receipt_id)
        assert claimed.outcome is Outcome.CLAWED_BACK
        assert [(claim.receipt_id, claim.points) for claim in claimed.lines] == [
            (newer.receipt_id, 30),
            (older.receipt_id, 20),
        ]
        earn(receipt(100, of=older))
        assert queries.balance(ANNA).net == 0
        prove()

    def test_without_its_sale_and_without_points_takes_what_was_spent_as_a_debt(self) -> None:
        earn(receipt(100))
        points.redeem(member_id=ANNA, points=100, source=TILL, by=SYSTEM, at=NOON)

        earn(replace(receipt(40, of=receipt(40)), original_id=None))

        assert queries.balance(ANNA).debt == 40

    def test_of_somebody_without_earnings_takes_nothing(self) -> None:
        back = replace(receipt(40, of=receipt(40), member=STRANGER), original_id=None)

        assert earn(back) == {back.receipt_id: 0}


class TestCaps:
    def test_a_day_holds_across_batches_and_within_one(self, put_in_force: Callable[..., int]) -> None:
        put_in_force({**PLAIN, "cap_per_day": 100})
        morning, noon, next_day = receipt(60), receipt(60), receipt(60, sold_at=NOON + timedelta(days=1))

        earned = earn(morning) | earn(noon, next_day)

        assert list(earned.values()) == [60, 40, 60]
        assert queries.explain_receipt(noon.receipt_id)[0].capped_by is Cap.DAY


class TestVersions:
    def test_the_days_own_version_judges(self, put_in_force: Callable[..., int]) -> None:
        before = put_in_force(PLAIN, date(2026, 1, 1))
        after = put_in_force({**PLAIN, "points": 2}, date(2026, 3, 1))
        winter, spring = receipt(10, sold_at=NOON - timedelta(days=20)), receipt(10)

        assert earn(winter, spring) == {winter.receipt_id: 10, spring.receipt_id: 20}
        assert [each.rule_version_id for each in queries.explain(ANNA)] == [after, before]

    def test_before_the_first_version_nothing_is_earned_for_good(self, put_in_force: Callable[..., int]) -> None:
        sale = receipt(10)
        earn(sale)
        put_in_force(PLAIN)

        assert earn(sale) == {}
        assert queries.explain_receipt(sale.receipt_id)[0].outcome is Outcome.NO_RULE


def test_each_line_explains_itself(put_in_force: Callable[..., int]) -> None:
    path = catalog.upsert_categories(rows=[CategoryRow("母婴/奶粉"), CategoryRow("烟")], by=SYSTEM, at=NOON)
    put_in_force(
        {
            **PLAIN,
            "categories": [{"path": "/母婴/", "percent": 200}],
            "excluded_categories": ["/烟/"],
        }
    )
    milk, tobacco = path["母婴/奶粉"], path["烟"]
    sale = replace(receipt(), lines=(EarnableLine(1, milk, 5_000), EarnableLine(2, tobacco, 9_000)))
    earn(sale)

    (explained,) = queries.explain(ANNA)

    of_milk, of_tobacco = explained.lines
    assert isinstance(of_milk, LineEarning)
    assert (of_milk.points, [(why.code, why.percent) for why in of_milk.multipliers]) == (100, [("/母婴/", 200)])
    assert isinstance(of_tobacco, LineEarning)
    assert (of_tobacco.points, of_tobacco.excluded) == (0, True)


@pytest.mark.usefixtures("plain_rule")
class TestRetraction:
    def test_leaves_nothing_of_a_sale_and_its_returns(self) -> None:
        kept, sale = receipt(10), receipt(60, 40)
        back = receipt(40, of=sale)
        earn(kept, sale, back)

        points.retract_many(receipt_ids=[sale.receipt_id, back.receipt_id], by=SYSTEM, at=NOON)

        assert queries.balance(ANNA).net == 10
        assert sum(queries.points_of([sale.receipt_id, back.receipt_id]).values()) == 0
        prove()

    @pytest.mark.parametrize("return_first", [True, False])
    def test_in_either_order_ends_the_same(self, return_first: bool) -> None:
        sale = receipt(60, 40)
        back = receipt(40, of=sale)
        earn(sale, back)
        ids = [sale.receipt_id, back.receipt_id]

        for receipt_id in reversed(ids) if return_first else ids:
            points.retract_many(receipt_ids=[receipt_id], by=SYSTEM, at=NOON)

        assert queries.balance(ANNA).net == 0
        prove()

    def test_of_a_return_alone_gives_back(self) -> None:
        sale = receipt(60)
        back = receipt(60, of=sale)
        earn(sale, back)

        points.retract_many(receipt_ids=[back.receipt_id], by=SYSTEM, at=NOON)

        assert queries.balance(ANNA).available == 60

    def test_happens_once(self) -> None:
        sale = receipt(60)
        earn(sale)

        first = points.retract_many(receipt_ids=[sale.receipt_id], by=SYSTEM, at=NOON)
        second = points.retract_many(receipt_ids=[sale.receipt_id], by=SYSTEM, at=NOON)

        assert (first, second) == (1, 0)


@pytest.mark.usefixtures("plain_rule")
class TestTheTableItself:
    @pytest.mark.parametrize("statement", ["UPDATE points_earning SET points = 9", "DELETE FROM points_earning"])
    def test_refuses_change(self, statement: str) -> None:
        earn(receipt(10))

        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)

    def test_refuses_a_second_judgement_of_a_receipt(self) -> None:
        sale = receipt(10)
        earn(sale)
        row = PointsEarning.objects.get(receipt_id=sale.receipt_id)
        row.id += 1

        with pytest.raises(IntegrityError), transaction.atomic():
            records.insert([row])
