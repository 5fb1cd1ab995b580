"""Refunds of an account by the law: the golden cases through the public operations, and paying out."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from tests.apps.stored_value.conftest import (
    FINANCE,
    NOON,
    OWNER,
    STORE,
    at_noon,
    give_back,
    has,
    pay_in,
    pay_out,
    spend,
    terms,
)

from shuke.foundation import clock, ids
from shuke.foundation.audit.models import AuditEntry
from shuke.foundation.policy.types import Cause
from shuke.ledgers.book import operations as book
from shuke.ledgers.book import queries as accounts
from shuke.ledgers.book.types import Balance, Source, Spending, System
from shuke.ledgers.stored_value import operations as stored_value
from shuke.ledgers.stored_value import queries
from shuke.ledgers.stored_value.types import BONUS, PRINCIPAL, RefundChannel

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("packages", "proves")]

SHANGHAI = ZoneInfo("Asia/Shanghai")
PAID = at_noon("2026-01-05")
OPERATOR, CONSUMER = Cause.OPERATOR, Cause.CONSUMER


def refund(holder, cause, on=date(2026, 3, 10), **told):
    return queries.quote_refund(holder=holder, cause=cause, on=on, **told)


@pytest.mark.parametrize(
    ("case", "package", "spent", "full_price", "cause", "back", "article"),
    [
        (1, "1000+200", 60_000, None, OPERATOR, 50_000, "18-2"),
        (2, "1000+200", 60_000, None, CONSUMER, 40_000, "19"),
        (3, None, 40_000, 50_000, OPERATOR, 60_000, "18-1"),
        (4, None, 40_000, 50_000, CONSUMER, 50_000, "19"),
        (5, None, 80_000, 160_000, CONSUMER, 0, "20"),
        (9, "1000+200", 33_333, None, OPERATOR, 72_223, "18-2"),
    ],
)
def test_golden_cases_of_the_law(anna, case, package, spent, full_price, cause, back, article):
    pay_in(anna, 1_000, package, at=PAID)
    spend(anna, spent, list_minor=full_price, at=PAID)

    quote = refund(anna, cause)
    assert quote.refund_minor == back
    assert article in quote.parts[0].articles


def test_golden_case_10_two_top_ups(anna):
    pay_in(anna, 1_000, "1000+200", at=PAID)
    pay_in(anna, 500, at=at_noon("2026-01-06"))
    spend(anna, 70_000, at=at_noon("2026-01-07"))

    assert refund(anna, OPERATOR).refund_minor == 91_667


@pytest.mark.parametrize(
    ("asked", "article", "due"),
    [
        (datetime(2026, 5, 12, 23, 59, 59, tzinfo=SHANGHAI), "14", date(2026, 5, 17)),
        (datetime(2026, 5, 13, 0, 0, 0, tzinfo=SHANGHAI), "19", date(2026, 5, 28)),
    ],
)
def test_golden_cases_7_and_8_the_edge_of_the_seventh_day(anna, asked, article, due):
    pay_in(anna, 1_000, "1000+200", at=datetime(2026, 5, 5, 10, tzinfo=SHANGHAI))
    on = clock.business_date(asked)

    quote = refund(anna, CONSUMER, on)
    assert quote.refund_minor == 100_000
    assert (article in quote.parts[0].articles, quote.due_on) == (True, due)


def test_the_seven_days_may_be_conditional_and_what_is_used_is_not_covered(anna):
    pay_in(anna, 1_000, "1000+200")
    assert refund(anna, CONSUMER, tried_before=True).parts[0].articles == ("14",)
    terms(unconditional_seven_days=False)
    assert "19" in refund(anna, CONSUMER, tried_before=True).parts[0].articles
    spend(anna, 60_000)
    assert refund(anna, CONSUMER).refund_minor == 40_000


def test_instalments_to_come_count_as_promised(anna):
    """56,000 of 112,000 promised are half, though only 3,000 of the bonus could be spent: half the price comes back."""
    pay_in(anna, 1_000, "year", at=PAID)
    spend(anna, 56_000, at=PAID)

    quote = refund(anna, OPERATOR, date(2026, 1, 20))
    assert (quote.refund_minor, quote.principal_left_minor) == (50_000, 47_000)


def test_articles_16_and_17_interest_from_the_termination_on(anna):
    pay_in(anna, 1_000, at=PAID)

    late = refund(anna, OPERATOR, date(2027, 3, 10), terminated_on=date(2026, 3, 10))
    assert (late.refund_minor, late.interest_minor, late.due_on) == (100_000, 3_000, date(2026, 3, 25))
    assert refund(anna, CONSUMER, date(2027, 3, 10), terminated_on=date(2026, 3, 10)).interest_minor == 1_500


class TestPayingOut:
    def test_it_empties_the_account_and_says_where_everything_went(self, anna):
        pay_in(anna, 1_000, "1000+200", at=PAID)
        spend(anna, 60_000, at=PAID)
        house = {
            (system, currency): accounts.system_balance(system, currency)
            for system in System
            for currency in (PRINCIPAL, BONUS)
        }
        done = pay_out(anna, CONSUMER)

        assert (done.refund_minor, done.paid_out_minor, done.due_on) == (40_000, 40_000, date(2026, 3, 25))
        assert has(anna) == (0, 0)
        came = {key: accounts.system_balance(*key) - before for key, before in house.items()}
        assert {key: amount for key, amount in came.items() if amount} == {
            (System.REFUNDED, PRINCIPAL): 40_000,
            (System.REDEEMED, PRINCIPAL): 10_000,
            (System.EXPIRED, BONUS): 10_000,
        }

    def test_instalments_to_come_are_undone(self, anna):
        pay_in(anna, 500, at=PAID)
        pay_in(anna, 1_000, "year", at=PAID)
        spend(anna, 110_000, at=PAID)
        pay_out(anna, channel=RefundChannel.SAME_NAME_ACCOUNT, identity_shown=True)

        assert queries.balance(anna).bonus == Balance()
        assert queries.lots(anna) == ()

    def test_the_same_id_pays_once(self, anna):
        pay_in(anna, 100)
        done = pay_out(anna)

        assert pay_out(anna, refund_id=done.id).repeated
        with pytest.raises(stored_value.AnotherRefund):
            pay_out(type(anna)(anna.kind, 5), refund_id=done.id)
        with pytest.raises(stored_value.NothingToRefund):
            pay_out(anna)

    def test_measures_21_cash_to_100_and_else_a_same_name_account_with_identity(self, anna):
        pay_in(anna, 101)
        with pytest.raises(stored_value.NotInCash):
            pay_out(anna, channel=RefundChannel.CASH)
        with pytest.raises(stored_value.IdentityNotShown):
            pay_out(anna, channel=RefundChannel.SAME_NAME_ACCOUNT)
        spend(anna, 100)
        assert pay_out(anna, channel=RefundChannel.CASH).refund_minor == 10_000

    def test_what_is_held_must_be_closed_first(self, anna):
        pay_in(anna, 100)
        spending = Spending(anna, PRINCIPAL, 100, Source("order", 1))
        held = book.hold(spending=spending, until=NOON, by=FINANCE, at=NOON)
        with pytest.raises(stored_value.SomethingHeld):
            pay_out(anna)
        book.void(hold_id=held.hold_id, by=FINANCE, at=NOON)
        pay_out(anna)

    def test_measures_22_goods_that_return_later_go_back_to_the_card(self, anna):
        pay_in(anna, 400, at=PAID)
        sale = Source("order", ids.new())
        spend(anna, 10_000, source=sale, at=PAID)
        pay_out(anna)
        give_back(sale, 10_000)

        assert has(anna) == (10_000, 0)
        assert refund(anna, CONSUMER).refund_minor == 10_000

    def test_above_500_it_takes_a_second_person(self, anna):
        pay_in(anna, 501)
        with pytest.raises(stored_value.RefundNeedsSecondPerson):
            pay_out(anna)
        assert has(anna) == (50_100, 0)
        proposal = stored_value.propose_refund(
            proposal_id=ids.new(),
            holder=anna,
            cause=CONSUMER,
            channel=RefundChannel.ORIGINAL,
            reason="会员申请",
            store_id=STORE,
            by=FINANCE,
            at=NOON,
        )
        with pytest.raises(stored_value.NeedsSecondPerson):
            stored_value.approve(proposal_id=proposal, by=FINANCE, at=NOON)
        stored_value.approve(proposal_id=proposal, by=OWNER, at=NOON)

        assert has(anna) == (0, 0)
        assert AuditEntry.objects.filter(action="stored_value.refund").count() == 1
