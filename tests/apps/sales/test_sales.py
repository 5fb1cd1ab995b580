"""A receipt and all that it causes are written once, together, or not at all."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from tests.apps.sales.conftest import FIRST_MORNING, MakeReceipt

from shuke.foundation.actors import SYSTEM
from shuke.foundation.outbox import queries as outbox
from shuke.foundation.outbox.types import Position
from shuke.foundation.rulebook import operations as rulebook
from shuke.ledgers.book import operations as book
from shuke.ledgers.book import queries as balances
from shuke.ledgers.book.types import member
from shuke.ledgers.growth import defaults as tier_defaults
from shuke.ledgers.growth import queries as growth
from shuke.ledgers.points import defaults as point_defaults
from shuke.selling.sales import operations as sales
from shuke.selling.sales import queries, rules
from shuke.selling.sales.models import Receipt, ReceiptLine
from shuke.selling.sales.types import NewLine, NewReceipt


def record(*receipts: NewReceipt, at: datetime, replay: bool = False, import_id: int | None = None) -> tuple[int, int]:
    done = sales.record_many(
        receipts=receipts, source="till", by=SYSTEM, at=at, replay_rules=replay, import_id=import_id
    )
    return done.recorded, done.duplicates


def points_of(member_id: int) -> int:
    return balances.balance(member(member_id), "points").net


@pytest.fixture
def programme(db: None, at: datetime) -> None:
    for kind, body in (("points.earn", point_defaults.DEFAULT_RULE), ("growth.tiers", tier_defaults.DEFAULT_RULES)):
        version = rulebook.propose(kind=kind, body=body, effective_from=FIRST_MORNING.date(), by=SYSTEM, at=at)
        rulebook.approve(version_id=version, by=SYSTEM, at=at)


@pytest.mark.django_db
class TestReceipt:
    def test_its_totals_are_those_of_its_lines(self, receipt: MakeReceipt, at: datetime) -> None:
        record(receipt("R1", 30, 12), at=at)

        [written] = Receipt.objects.all()
        assert (written.net_minor, written.line_count, written.quantity_milli) == (4200, 2, 2000)
        assert written.cost_minor is None

    def test_the_same_number_of_the_same_store_is_written_once(self, receipt: MakeReceipt, at: datetime) -> None:
        once = receipt("R1", 30)

        assert record(once, once, at=at) == (1, 1)
        assert record(once, at=at) == (0, 1)

    def test_the_same_number_of_another_store_is_another_receipt(
        self, receipt: MakeReceipt, shop: int, at: datetime
    ) -> None:
        from shuke.foundation.org import queries as org

        elsewhere = org.store_by_code("S2")
        assert elsewhere is not None

        assert record(receipt("R1", 30), replace(receipt("R1", 30), store_id=elsewhere.id), at=at) == (2, 0)

    def test_a_batch_tells_of_itself_in_one_event(self, receipt: MakeReceipt, at: datetime) -> None:
        _, before = outbox.read(Position(), 10_000)
        record(receipt("R1", 1), receipt("R2", 2), at=at)

        with connection.cursor() as cursor:
            cursor.execute("SELECT name FROM outbox_event WHERE number > %s AND name LIKE 'sales%%'", [before.number])
            assert cursor.fetchall() == [("sales.recorded",)]

    def test_a_batch_with_one_broken_receipt_leaves_nothing(self, receipt: MakeReceipt, at: datetime) -> None:
        good = receipt("R1", 30)
        broken = replace(good, external_id="R2", lines=(NewLine(None, 1000, 500, 100, 500),))

        with pytest.raises(rules.UnbalancedLine):
            record(good, broken, at=at)

        assert Receipt.objects.count() == 0

    def test_one_without_lines_is_refused(self, receipt: MakeReceipt, at: datetime) -> None:
        with pytest.raises(rules.EmptyReceipt):
            record(replace(receipt("R1", 1), lines=()), at=at)

    def test_a_sale_below_zero_is_refused(self, receipt: MakeReceipt, at: datetime) -> None:
        with pytest.raises(rules.WrongSign):
            record(replace(receipt("R1", 1), lines=(NewLine(None, -1000, -500, 0, -500),)), at=at)

    @pytest.mark.parametrize("change", ["net_minor = net_minor + 1", "kind = 'return'"])
    def test_the_database_itself_refuses_what_does_not_add_up(
        self, receipt: MakeReceipt, at: datetime, change: str
    ) -> None:
        record(receipt("R1", 30), at=at)

        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE sales_receipt SET {change}")


@pytest.mark.django_db
@pytest.mark.usefixtures("programme")
class TestMembersReceipt:
    @pytest.mark.covers("D10", "D42")
    def test_points_are_posted_with_the_sale(self, receipt: MakeReceipt, anna: int, at: datetime) -> None:
        record(receipt("R1", 30, 12, member=anna), at=at, replay=True)

        assert points_of(anna) == 42

    def test_without_replay_history_earns_nothing(self, receipt: MakeReceipt, anna: int, at: datetime) -> None:
        record(receipt("R1", 30, member=anna), at=at)

        assert points_of(anna) == 0

    def test_a_receipt_fed_twice_earns_once(self, receipt: MakeReceipt, anna: int, at: datetime) -> None:
        for _ in range(2):
            record(receipt("R1", 30, member=anna), at=at, replay=True)

        assert points_of(anna) == 30

    def test_a_return_takes_back_what_its_lines_earned(self, receipt: MakeReceipt, anna: int, at: datetime) -> None:
        record(receipt("R1", 30, 12, member=anna), receipt("B1", 12, member=anna, of="R1"), at=at, replay=True)

        assert points_of(anna) == 30

    def test_points_are_earned_at_the_tier_of_the_morning(self, receipt: MakeReceipt, anna: int, at: datetime) -> None:
        """¥600 in one order lifts her to silver; the day's second order still earns at the rate of the morning."""
        tomorrow = FIRST_MORNING + timedelta(days=1)
        record(receipt("R1", 600, member=anna), receipt("R2", 100, member=anna), at=at, replay=True)
        same_day = points_of(anna)
        record(receipt("R3", 100, member=anna, at=tomorrow), at=at, replay=True)

        assert same_day == 700
        standing = growth.standing(anna)
        assert standing is not None
        assert standing.level == 2
        assert points_of(anna) - same_day > 100


@pytest.mark.django_db
@pytest.mark.usefixtures("programme")
class TestRetracting:
    def test_an_undone_import_is_as_if_it_had_never_come(self, receipt: MakeReceipt, anna: int, at: datetime) -> None:
        record(receipt("R1", 30, member=anna), at=at, replay=True)
        record(
            receipt("R2", 900, member=anna), receipt("B2", 900, member=anna, of="R2"), at=at, replay=True, import_id=77
        )

        assert sales.retract(import_id=77, by=SYSTEM, at=at) == 2

        assert Receipt.objects.count() == ReceiptLine.objects.count() == 1
        assert points_of(anna) == 30
        assert book.prove(at=at).holds

    def test_an_import_is_undone_once(self, receipt: MakeReceipt, at: datetime) -> None:
        record(receipt("R1", 30), at=at, import_id=77)
        sales.retract(import_id=77, by=SYSTEM, at=at)

        with pytest.raises(sales.NothingToRetract):
            sales.retract(import_id=77, by=SYSTEM, at=at)


@pytest.mark.django_db
@pytest.mark.covers("D41")
def test_a_purchase_is_on_the_members_page_at_once(receipt: MakeReceipt, anna: int, at: datetime) -> None:
    record(receipt("R1", 30, member=anna), at=at)

    [shown] = queries.receipts(member_ids=[anna])
    assert (shown.external_id, shown.net_minor) == ("R1", 3000)
