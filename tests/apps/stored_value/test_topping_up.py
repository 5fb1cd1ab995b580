"""Payments into stored value: what they give, and what the law and the chain refuse."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction
from tests.apps.stored_value.conftest import (
    NOON,
    OTHER_STORE,
    PACKAGES,
    STORE,
    TODAY,
    at_noon,
    give_back,
    has,
    pay_in,
    pay_out,
    put,
    spend,
    terms,
)

from shuke.foundation import ids
from shuke.foundation.actors import SYSTEM
from shuke.foundation.audit.models import AuditEntry
from shuke.foundation.outbox.models import OutboxEvent
from shuke.foundation.rulebook import operations as rulebook
from shuke.ledgers.book import operations as book
from shuke.ledgers.book.types import Balance, Earning, Source, card
from shuke.ledgers.stored_value import operations as stored_value
from shuke.ledgers.stored_value import queries
from shuke.ledgers.stored_value.defaults import DEFAULT_PACKAGES, DEFAULT_TERMS
from shuke.ledgers.stored_value.document import Packages, Terms
from shuke.ledgers.stored_value.types import BONUS, PACKAGES_KIND, PRINCIPAL, Buyer, CouponGrant, Method

pytestmark = pytest.mark.django_db


@pytest.mark.usefixtures("packages", "proves")
class TestPackages:
    @pytest.mark.covers("C29")
    def test_pay_1000_get_200_as_two_lots_of_one_top_up(self, anna):
        done = pay_in(anna, 1_000, "1000+200")

        assert (done.paid_minor, done.bonus_minor, done.repeated) == (100_000, 20_000, False)
        assert has(anna) == (100_000, 20_000)
        principal, bonus = queries.lots(anna)
        assert (principal.currency, bonus.currency) == (PRINCIPAL, BONUS)
        assert {principal.source.id, bonus.source.id} == {done.id}
        assert {principal.store_id, bonus.store_id} == {STORE}

    def test_bonus_in_instalments_comes_month_by_month_and_each_lives_six_months(self, anna):
        pay_in(anna, 1_000, "year")

        assert queries.balance(anna).bonus == Balance(available=3_000, pending=9_000)
        days = sorted((lot.available_on, lot.expires_on) for lot in queries.lots(anna) if lot.available_on)
        assert days[0] == (date(2026, 4, 10), date(2026, 10, 10))
        book.release_due(on=date(2026, 4, 10), by=SYSTEM, at=at_noon("2026-04-10"))
        assert queries.balance(anna).bonus == Balance(available=6_000, pending=6_000)

    def test_principal_outlives_its_bonus(self, anna):
        pay_in(anna, 1_000, "year")
        for day in ("2026-06-10", "2027-03-10"):
            book.release_due(on=date.fromisoformat(day), by=SYSTEM, at=at_noon(day))
            book.expire_due(on=date.fromisoformat(day), by=SYSTEM, at=at_noon(day))

        assert queries.balance(anna).principal == Balance(available=100_000)
        assert queries.balance(anna).bonus == Balance()

    def test_coupons_and_points_of_a_package_are_told_to_the_caller(self, anna):
        done = pay_in(anna, 500, "gift", tier_level=2)

        assert (done.coupons, done.points) == ((CouponGrant("minus20", 2),), 500)

    def test_a_package_is_sold_on_its_days_in_its_stores_to_its_tier(self, anna):
        for told in ({"tier_level": 1}, {"store_id": OTHER_STORE}, {"at": at_noon("2026-04-01")}):
            with pytest.raises(stored_value.NoSuchPackage):
                pay_in(anna, 500, "gift", **({"tier_level": 2} | told))
        assert [package.code for package in queries.packages_on(date(2026, 4, 1))] == ["1000+200", "year", "milk"]
        assert "gift" in [each.code for each in queries.packages_on(TODAY, store_id=STORE, level=2)]
        assert "gift" not in [each.code for each in queries.packages_on(TODAY, store_id=STORE, level=1)]

    def test_a_package_is_taken_as_often_as_it_says(self, anna):
        pay_in(anna, 500, "gift", tier_level=2)
        with pytest.raises(stored_value.TakenOftenEnough):
            pay_in(anna, 500, "gift", tier_level=2)
        assert has(anna) == (50_000, 0)

    def test_a_package_has_one_price(self, anna):
        with pytest.raises(stored_value.WrongAmount):
            pay_in(anna, 999, "1000+200")
        with pytest.raises(stored_value.WrongAmount):
            pay_in(anna, 0)

    def test_any_amount_may_be_paid_in_unless_the_chain_says_otherwise(self, anna):
        pay_in(anna, 7)
        assert has(anna) == (700, 0)
        put(PACKAGES_KIND, {**PACKAGES, "any_amount": False}, date(2025, 2, 1))
        with pytest.raises(stored_value.NoSuchPackage):
            pay_in(anna, 7)

    def test_the_same_id_again_gives_the_same_answer(self, anna):
        first = pay_in(anna, 1_000, "1000+200")

        assert pay_in(anna, 1_000, "1000+200", id=first.id) == replace(first, repeated=True)
        assert has(anna) == (100_000, 20_000)
        with pytest.raises(stored_value.AnotherTopUp):
            pay_in(anna, 500, id=first.id)

    def test_the_contract_is_kept_as_it_was(self, anna):
        done = pay_in(anna, 1_000, "1000+200")
        put(PACKAGES_KIND, {"packages": []}, date(2025, 2, 1))
        terms(contract=DEFAULT_TERMS["contract"] + "新的一条。")

        facts = queries.top_up(done.id)
        assert queries.contract(facts.contract_hash) == DEFAULT_TERMS["contract"]
        assert pay_in(anna, 1_000, "1000+200", id=done.id).bonus_minor == 20_000
        assert [each.id for each in queries.top_ups(anna)] == [done.id]

    def test_it_is_told_and_audited(self, anna):
        done = pay_in(anna, 1_000, "1000+200")

        (event,) = OutboxEvent.objects.filter(name="stored_value.topped_up")
        assert (event.payload["top_up_id"], event.payload["bonus_minor"]) == (done.id, 20_000)
        assert AuditEntry.objects.filter(action="stored_value.top_up", subject=f"top_up:{done.id}").count() == 1


class TestLaw:
    def test_measures_18_a_named_account_holds_5000(self, anna):
        pay_in(anna, 4_000)
        with pytest.raises(stored_value.AboveLimit) as refusal:
            pay_in(anna, 1_001)
        assert refusal.value.details == {"limit": 500_000, "principal": 400_000, "paid": 100_100}
        pay_in(anna, 1_000)
        spend(anna, 100)
        with pytest.raises(stored_value.AboveLimit):
            pay_in(anna, 2)
        assert has(anna) == (499_900, 0)

    def test_measures_19_no_principal_lot_can_expire_says_the_database(self, anna):
        earning = Earning(anna, PRINCIPAL, 100, Source("test", 1), expires_on=date(2030, 1, 1))
        with pytest.raises(DatabaseError, match="never expires"), transaction.atomic():
            book.earn(earning=earning, by=SYSTEM, at=NOON)

    def test_measures_16_a_company_pays_5000_by_bank_transfer(self, anna):
        with pytest.raises(stored_value.MustBeTransferred):
            pay_in(anna, 5_000, method=Method.CASH, buyer=Buyer.COMPANY)
        pay_in(anna, 5_000, method=Method.BANK_TRANSFER, buyer=Buyer.COMPANY)

    def test_measures_15_from_10000_on_an_anonymous_buyer_is_identified(self, active_card):
        with pytest.raises(stored_value.IdentityDue):
            pay_in(active_card, 10_000)
        with pytest.raises(stored_value.AboveLimit):
            pay_in(active_card, 10_000, identified=True)

    def test_interpretation_10_a_minor_comes_with_a_guardian(self, anna, monkeypatch):
        monkeypatch.setattr("shuke.foundation.members.queries.is_minor", lambda member_id, on: True)
        with pytest.raises(stored_value.GuardianDue):
            pay_in(anna, 10)
        pay_in(anna, 10, guardian=True)

    def test_regulation_22_the_chain_can_stop(self, anna):
        terms(stopped=True)
        with pytest.raises(stored_value.TopUpsStopped):
            pay_in(anna, 10)

    def test_measures_25_top_ups_stop_at_full_headroom_where_the_chain_says_so(self, anna):
        pay_in(anna, 10, headroom_minor=1_000)
        with pytest.raises(stored_value.NoHeadroom):
            pay_in(anna, 10, headroom_minor=999)
        terms(stops_at_full_headroom=False)
        pay_in(anna, 10, headroom_minor=-5)

    def test_a_card_that_is_not_in_use_takes_nothing(self):
        with pytest.raises(stored_value.CardNotInUse):
            pay_in(card(ids.new()), 10)

    def test_the_records_are_only_ever_added_to(self, anna):
        sale = Source("order", ids.new())
        pay_in(anna, 10)
        spend(anna, 100, source=sale)
        give_back(sale, 50)
        pay_out(anna)

        for table in ("contract", "topup", "instalment", "spending", "giving_back", "use", "refund"):
            for act in (
                "DELETE FROM {}",
                "UPDATE {} SET id = id" if table != "contract" else "UPDATE {} SET hash = hash",
            ):
                with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
                    connection.cursor().execute(act.format(f"stored_value_{table}"))


class TestDocuments:
    def test_the_defaults_are_lawful(self):
        assert Packages.model_validate(DEFAULT_PACKAGES).packages
        assert Terms.model_validate(DEFAULT_TERMS).policy_pack == "cn-national"

    @pytest.mark.parametrize(
        ("package", "problem"),
        [
            ({"text": "一经购买,概不退款"}, "第九条第一项"),
            ({"instalments": [{"after_months": 0, "bonus_minor": 1}]}, "do not sum"),
            ({"instalments": [{"after_months": 1, "bonus_minor": 50}] * 2, "bonus_minor": 100}, "on one day"),
            ({"first_day": "2026-02-01", "last_day": "2026-01-01"}, "ends before it begins"),
        ],
    )
    def test_a_package_that_makes_no_sense_is_refused_when_it_is_proposed(self, package, problem):
        body = {"packages": [{"code": "a", "name": "甲", "pay_minor": 100, "bonus_minor": 20, **package}]}
        with pytest.raises(rulebook.InvalidRule) as refusal:
            put(PACKAGES_KIND, body)
        assert problem in refusal.value.details["problem"]

    @pytest.mark.parametrize(
        ("changed", "problem"),
        [
            ({"contract": "商品和服务的价款以标示为准;退款与违约责任见公示。最终解释权归本店。"}, "最终解释权"),
            ({"contract": "商品和服务的价款以标示为准,双方应当共同遵守,退款见公示。" * 1}, "liability"),
            ({"policy_pack": "cn-nowhere"}, "no policy pack"),
            ({"card_years": 2}, "is at least 3"),
        ],
    )
    def test_terms_that_the_law_makes_void_are_refused(self, changed, problem):
        with pytest.raises(rulebook.InvalidRule) as refusal:
            terms(**changed)
        assert problem in refusal.value.details["problem"]
