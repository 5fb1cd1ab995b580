"""Points are spent, adjusted, brought from elsewhere, released and expire."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime, timedelta

import pytest
from tests.apps.points.conftest import ANNA, NOON, PLAIN, receipt

from shuke.foundation import clock
from shuke.foundation.actors import SYSTEM
from shuke.foundation.audit.models import AuditEntry
from shuke.ledgers.book import operations as book
from shuke.ledgers.book.types import Kind, Source
from shuke.ledgers.points import operations as points
from shuke.ledgers.points import queries
from shuke.ledgers.points.defaults import DEFAULT_RULE
from shuke.ledgers.points.types import OpeningBalance

pytestmark = pytest.mark.django_db
GIFT = Source("gift", 1)
Bound = Callable[[int], AbstractContextManager[object]]


def opening(amount: int, expires_on: date | None = None, provenance: str = "old till") -> OpeningBalance:
    return OpeningBalance(ANNA, amount, expires_on, provenance)


def open_with(*openings: OpeningBalance) -> int:
    return points.open_balances(openings=openings, by=SYSTEM, at=NOON)


def at_noon(day: date) -> datetime:
    return clock.day_start(day) + timedelta(hours=12)


@pytest.mark.covers("C28", "D19")
def test_a_members_points_over_their_life(put_in_force: Callable[..., int]) -> None:
    put_in_force({**DEFAULT_RULE, "tiers": {}})
    sale = receipt(1_000)
    points.earn_many(sales=[sale], by=SYSTEM, at=NOON)
    assert (queries.balance(ANNA).pending, queries.balance(ANNA).available) == (1_000, 0)

    available_on = date(2026, 3, 18)
    points.release_due(on=available_on, by=SYSTEM, at=at_noon(available_on))
    points.redeem(member_id=ANNA, points=300, source=GIFT, by=SYSTEM, at=at_noon(available_on))
    points.adjust(member_id=ANNA, points=-100, reason="wrong card", by=SYSTEM, at=at_noon(available_on))
    back = receipt(200, of=sale, sold_at=at_noon(available_on))
    points.earn_many(sales=[back], by=SYSTEM, at=at_noon(available_on))
    assert queries.balance(ANNA).available == 400

    expires_on = date(2028, 1, 1)
    points.expire_due(on=expires_on, by=SYSTEM, at=at_noon(expires_on))

    kinds = [entry.kind for entry in reversed(queries.ledger(ANNA))]
    assert kinds == [Kind.EARN, Kind.RELEASE, Kind.REDEEM, Kind.ADJUST, Kind.REVERSE, Kind.EXPIRE]
    assert queries.ledger(ANNA)[0].after.net == 0
    assert book.prove(at=at_noon(expires_on)).holds


@pytest.mark.usefixtures("plain_rule")
class TestRedeeming:
    def test_takes_the_first_to_expire(self) -> None:
        open_with(opening(100, date(2026, 12, 1)), opening(100, date(2026, 6, 1)), opening(100))

        points.redeem(member_id=ANNA, points=150, source=GIFT, by=SYSTEM, at=NOON)

        left = [(lot.expires_on, lot.remaining) for lot in queries.lots(ANNA).lots]
        assert left == [(date(2026, 12, 1), 50), (None, 100)]

    def test_refuses_more_than_there_is(self) -> None:
        open_with(opening(100))

        with pytest.raises(book.NotEnough):
            points.redeem(member_id=ANNA, points=101, source=GIFT, by=SYSTEM, at=NOON)

    def test_keeps_to_minimum_and_step(self, put_in_force: Callable[..., int]) -> None:
        put_in_force({**PLAIN, "redemption": {"minimum": 200, "step": 100}})
        open_with(opening(1_000))

        for refused in (100, 250):
            with pytest.raises(points.NotRedeemable):
                points.redeem(member_id=ANNA, points=refused, source=GIFT, by=SYSTEM, at=NOON)
        points.redeem(member_id=ANNA, points=300, source=GIFT, by=SYSTEM, at=NOON)

        assert queries.balance(ANNA).available == 700

    def test_once_for_one_key(self) -> None:
        open_with(opening(100))

        for _ in range(2):
            points.redeem(member_id=ANNA, points=60, source=GIFT, by=SYSTEM, at=NOON, idempotency_key="gift-1")

        assert queries.balance(ANNA).available == 40

    def test_is_given_back_with_the_expiry_it_had(self) -> None:
        open_with(opening(100, date(2026, 6, 1)))
        spent = points.redeem(member_id=ANNA, points=60, source=GIFT, by=SYSTEM, at=NOON)

        points.give_back(set_id=spent.set_id, source=GIFT, by=SYSTEM, at=NOON, points=20)

        assert [(lot.expires_on, lot.remaining) for lot in queries.lots(ANNA).lots] == [(date(2026, 6, 1), 60)]


@pytest.mark.usefixtures("plain_rule")
class TestAdjusting:
    def test_needs_a_reason_and_leaves_it_in_the_audit_trail(self) -> None:
        with pytest.raises(points.ReasonMissing):
            points.adjust(member_id=ANNA, points=50, reason=" ", by=SYSTEM, at=NOON)

        points.adjust(member_id=ANNA, points=50, reason="damaged parcel", by=SYSTEM, at=NOON)

        assert queries.balance(ANNA).available == 50
        assert AuditEntry.objects.filter(action="points.adjust", reason="damaged parcel").count() == 1

    def test_happens_once_for_one_id(self) -> None:
        for _ in range(2):
            points.adjust(member_id=ANNA, points=50, reason="damaged parcel", by=SYSTEM, at=NOON, adjustment_id=99)

        assert queries.balance(ANNA).available == 50
        assert AuditEntry.objects.filter(action="points.adjust").count() == 1

    def test_given_points_expire_like_earned_ones(self) -> None:
        points.adjust(member_id=ANNA, points=50, reason="damaged parcel", by=SYSTEM, at=NOON)

        assert [lot.expires_on for lot in queries.lots(ANNA).lots] == [date(2028, 1, 1)]

    def test_takes_no_more_than_there_is(self) -> None:
        with pytest.raises(book.NotEnough):
            points.adjust(member_id=ANNA, points=-1, reason="wrong card", by=SYSTEM, at=NOON)


class TestOpeningBalances:
    def test_come_in_once(self) -> None:
        lots = [opening(100, date(2026, 6, 1)), opening(50), opening(30, provenance="paper cards")]

        assert open_with(*lots) == 3
        assert open_with(*lots) == 0
        assert queries.balance(ANNA).available == 180

    @pytest.mark.parametrize("nonsense", [opening(0), opening(-5), opening(5, provenance=" ")])
    def test_refuse_nonsense(self, nonsense: OpeningBalance) -> None:
        with pytest.raises(points.NotAPointsOpening):
            open_with(nonsense)


@pytest.mark.usefixtures("plain_rule")
class TestWhatExpiresSoon:
    def test_is_told_without_what_was_spent(self) -> None:
        open_with(opening(100, date(2026, 4, 1)), opening(70, date(2026, 6, 1)), opening(5))
        points.redeem(member_id=ANNA, points=40, source=GIFT, by=SYSTEM, at=NOON)

        notices = list(queries.expiring(on=date(2026, 3, 10), within_days=30))

        assert [(each.member_id, each.points, each.expires_on) for each in notices] == [(ANNA, 60, date(2026, 4, 1))]

    def test_for_everybody_takes_one_statement(
        self, django_assert_num_queries: Callable[[int], AbstractContextManager[object]]
    ) -> None:
        days = ((10, date(2026, 3, 20)), (5, date(2026, 3, 15)), (7, date(2026, 8, 1)))
        open_with(*(OpeningBalance(member, *lot, "old till") for member in range(1, 31) for lot in days))

        with django_assert_num_queries(1):
            notices = list(queries.expiring(on=date(2026, 3, 10), within_days=30))
        of_two = list(queries.expiring(on=date(2026, 3, 10), within_days=5, member_ids=[9, 4]))

        assert len(notices) == 60
        assert [(each.member_id, each.points) for each in of_two] == [(4, 5), (9, 5)]

    def test_a_later_rule_shortens_no_lot(self, put_in_force: Callable[..., int]) -> None:
        points.earn_many(sales=[receipt(10)], by=SYSTEM, at=NOON)
        put_in_force({**PLAIN, "validity": {"kind": "months", "months": 1}}, date(2026, 3, 11))

        points.expire_due(on=date(2026, 6, 1), by=SYSTEM, at=at_noon(date(2026, 6, 1)))

        assert queries.balance(ANNA).available == 10
