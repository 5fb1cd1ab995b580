"""Cards, and accounts that change hands (单用途商业预付卡管理办法 18, 19; 法释〔2025〕4号 11, 24)."""

from datetime import date

import pytest
from tests.apps.stored_value.conftest import NOON, STORE, TODAY, at_noon, give_back, has, pay_in, spend, terms

from shuke.foundation import ids
from shuke.foundation.actors import SYSTEM
from shuke.foundation.audit.models import AuditEntry
from shuke.foundation.crypto import operations as crypto
from shuke.foundation.members import operations as members
from shuke.foundation.members.types import NewMember, Source
from shuke.foundation.org import operations as org
from shuke.foundation.org.types import StoreRow
from shuke.foundation.policy.types import Cause
from shuke.ledgers.book.types import Balance, card, member
from shuke.ledgers.book.types import Source as Receipt
from shuke.ledgers.stored_value import operations as stored_value
from shuke.ledgers.stored_value import queries
from shuke.ledgers.stored_value.models import Card
from shuke.ledgers.stored_value.types import CardState
from shuke.surfaces import merging

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("packages", "proves")]


@pytest.fixture
def new(db):
    return stored_value.open_card(store_id=STORE, by=SYSTEM, at=NOON)


@pytest.fixture
def active(new):
    stored_value.activate_card(number=new.number, secret=new.secret, by=SYSTEM, at=NOON)
    return new


def told(opened):
    return {"number": opened.number, "secret": opened.secret, "by": SYSTEM, "at": NOON}


def bind(opened, holder):
    return stored_value.bind_card(member_id=holder.id, **told(opened))


def acts(card_id):
    return list(
        AuditEntry.objects.filter(subject=f"stored_value_card:{card_id}")
        .order_by("id")
        .values_list("action", flat=True)
    )


def test_the_secret_is_nowhere_in_clear(new):
    row = Card.objects.get(id=new.id)
    assert new.secret not in row.secret_hash
    assert row.secret_hash.startswith("argon2") or "$" in row.secret_hash
    assert len(new.number) == 16
    assert new.number.isdigit()


def test_an_anonymous_card_is_activated_topped_up_and_spent(active):
    holder = queries.card_holder(active.number, active.secret, TODAY)
    assert holder == card(active.id)
    pay_in(holder, 1_000, "1000+200")
    spend(holder, 60_000)

    assert has(holder) == (50_000, 10_000)
    assert acts(active.id) == ["stored_value.open_card", "stored_value.activate_card"]
    with pytest.raises(stored_value.CardNotNew):
        stored_value.activate_card(**told(active))


def test_measures_18_an_anonymous_card_holds_1000(active):
    pay_in(card(active.id), 1_000)
    with pytest.raises(stored_value.AboveLimit):
        pay_in(card(active.id), 1)


def test_a_wrong_secret_and_a_wrong_number_look_the_same(new):
    for number, secret in ((new.number, "00000000"), ("8" * 16, new.secret)):
        with pytest.raises(stored_value.NoSuchCard):
            queries.card_holder(number, secret, TODAY)


def test_a_card_that_is_not_activated_opens_nothing(new):
    with pytest.raises(stored_value.CardNotInUse):
        queries.card_holder(new.number, new.secret, TODAY)


def test_measures_19_after_three_years_the_card_is_renewed_and_the_value_stays(active):
    pay_in(card(active.id), 1_000, "1000+200")
    spend(card(active.id), 60_000)
    expiry = date(2029, 3, 10)
    assert queries.card(active.id).expires_on == expiry
    assert queries.card_holder(active.number, active.secret, date(2029, 3, 9)) == card(active.id)
    with pytest.raises(stored_value.CardNotInUse):
        queries.card_holder(active.number, active.secret, expiry)
    with pytest.raises(stored_value.NotExpired):
        stored_value.renew_card(store_id=STORE, **told(active))
    renewed = stored_value.renew_card(store_id=STORE, **(told(active) | {"at": at_noon("2029-03-10")}))

    assert has(card(renewed.id)) == (50_000, 10_000)
    assert queries.card(active.id).state is CardState.REPLACED
    quote = queries.quote_refund(holder=card(renewed.id), cause=Cause.CONSUMER, on=expiry)
    assert quote.refund_minor == 40_000


def test_interpretation_24_a_bound_card_is_reported_lost_and_replaced(active, anna):
    bind(active, anna)
    with pytest.raises(stored_value.NotYourCard):
        stored_value.report_lost(card_id=active.id, member_id=1, by=SYSTEM, at=NOON)
    with pytest.raises(stored_value.NotLost):
        stored_value.replace_card(card_id=active.id, member_id=anna.id, store_id=STORE, by=SYSTEM, at=NOON)
    stored_value.report_lost(card_id=active.id, member_id=anna.id, by=SYSTEM, at=NOON)
    with pytest.raises(stored_value.CardNotInUse):
        queries.card_holder(active.number, active.secret, TODAY)
    other = stored_value.replace_card(card_id=active.id, member_id=anna.id, store_id=STORE, by=SYSTEM, at=NOON)

    assert queries.card_holder(other.number, other.secret, TODAY) == anna
    assert [each.state for each in queries.cards_of(anna.id)] == [CardState.BOUND, CardState.REPLACED]
    assert acts(active.id)[-3:] == [f"stored_value.{act}" for act in ("bind_card", "report_lost", "replace_card")]


def test_binding_moves_the_lots_and_what_was_used_of_them(active, anna):
    pay_in(card(active.id), 1_000, "1000+200")
    spend(card(active.id), 60_000)
    bind(active, anna)

    assert (has(card(active.id)), has(anna)) == ((0, 0), (50_000, 10_000))
    assert queries.card_holder(active.number, active.secret, TODAY) == anna
    assert queries.card(active.id).expires_on is None
    quote = queries.quote_refund(holder=anna, cause=Cause.CONSUMER, on=TODAY)
    assert quote.refund_minor == 40_000
    with pytest.raises(stored_value.CardNotInUse):
        bind(active, anna)


def test_binding_keeps_the_limit_of_the_account(active, anna):
    pay_in(anna, 4_500)
    pay_in(card(active.id), 501)
    with pytest.raises(stored_value.AboveLimit):
        bind(active, anna)
    assert has(card(active.id)) == (50_100, 0)


def test_interpretation_11_the_secret_is_changed(active):
    change = told(active)
    for weak in ("12345", "11111111", "abcdefgh"):
        with pytest.raises(stored_value.WeakSecret):
            stored_value.change_secret(new_secret=weak, **change)
    stored_value.change_secret(new_secret="2468135", **change)

    assert queries.card_holder(active.number, "2468135", TODAY) == card(active.id)
    with pytest.raises(stored_value.NoSuchCard):
        stored_value.change_secret(new_secret="1357924", **change)


def test_when_two_members_become_one_cards_lots_and_what_was_used_follow(active, at):
    crypto.create_keys()
    stores = org.upsert_stores(rows=[StoreRow("S1", "一店")], by=SYSTEM, at=at)
    till, online = (
        member(members.enrol(new=NewMember(store_id=stores["S1"], source=Source.TILL, phone=phone), by=SYSTEM, at=at))
        for phone in ("13800138000", "13800138001")
    )
    bind(active, online)
    pay_in(online, 1_000, "1000+200")
    sale = Receipt("order", ids.new())
    spend(online, 60_000, source=sale)
    members.merge(
        survivor_id=till.id, merged_id=online.id, reason="同一人", followers=merging.FOLLOWERS, by=SYSTEM, at=at
    )

    assert has(till) == (50_000, 10_000)
    assert queries.card_holder(active.number, active.secret, TODAY) == till
    assert queries.quote_refund(holder=till, cause=Cause.CONSUMER, on=TODAY).refund_minor == 40_000
    give_back(sale, 60_000)
    assert has(till) == (100_000, 20_000)


class TestTransfer:
    def transfer(self, giver, receiver):
        return stored_value.transfer(
            transfer_id=ids.new(), giver_id=giver.id, receiver_id=receiver.id, by=SYSTEM, at=NOON
        )

    def test_interpretation_11_the_whole_claim_with_instalments_to_come(self, anna):
        friend = member(ids.new())
        top_up = pay_in(anna, 1_000, "year")
        spend(anna, 56_000)
        moved = self.transfer(anna, friend)

        assert moved == 47_000 + 9_000
        assert has(anna) == (0, 0)
        assert queries.balance(anna).bonus == Balance()
        assert queries.balance(friend).bonus == Balance(pending=9_000)
        assert {lot.source.id for lot in queries.lots(friend)} == {top_up.id}
        assert {lot.store_id for lot in queries.lots(friend)} == {STORE}
        assert AuditEntry.objects.filter(action="stored_value.transfer").count() == 1

    def test_the_receiver_may_pass_it_on_and_be_refunded(self, anna):
        friend, third = member(ids.new()), member(ids.new())
        pay_in(anna, 1_000, "year")
        self.transfer(anna, friend)
        self.transfer(friend, third)

        quote = queries.quote_refund(holder=third, cause=Cause.CONSUMER, on=date(2026, 3, 30))
        assert (quote.refund_minor, quote.bonus_left_minor) == (100_000, 12_000)

    def test_each_has_the_share_that_he_had(self, anna):
        friend = member(ids.new())
        pay_in(anna, 1_000, "1000+200")
        spend(anna, 60_000)
        self.transfer(anna, friend)
        spend(friend, 30_000)

        quote = queries.quote_refund(holder=friend, cause=Cause.OPERATOR, on=TODAY)
        assert (quote.parts[0].paid_minor, quote.refund_minor) == (50_000, 25_000)

    def test_the_receivers_limit_holds(self, anna):
        friend = member(ids.new())
        pay_in(anna, 1_000)
        pay_in(friend, 4_001)
        with pytest.raises(stored_value.AboveLimit):
            self.transfer(anna, friend)
        assert has(anna) == (100_000, 0)

    def test_nothing_to_oneself_and_only_where_the_terms_offer_it(self, anna):
        friend = member(ids.new())
        with pytest.raises(stored_value.NotTransferable):
            self.transfer(anna, friend)
        pay_in(anna, 10)
        with pytest.raises(stored_value.NotTransferable):
            self.transfer(anna, anna)
        terms(transferable=False)
        with pytest.raises(stored_value.NotTransferable):
            self.transfer(anna, friend)
