"""An order is sold and paid once, with all that it causes, or not at all."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from tests.apps.checkout.conftest import (
    NOON,
    MakeOrder,
    bring_back,
    by_points,
    cash,
    give_points,
    net,
    put_in_force,
    sell,
)

from shuke.ledgers.book import queries as balances
from shuke.ledgers.book.types import member
from shuke.ledgers.growth import queries as growth
from shuke.ledgers.stock import operations as stock
from shuke.ledgers.stock import queries as shelf
from shuke.selling.checkout import operations as checkout
from shuke.selling.checkout import queries
from shuke.selling.checkout.models import Order, PaidBy
from shuke.selling.checkout.types import OrderLine, Tender, TenderKind
from shuke.selling.sales.models import Receipt, ReceiptLine

pytestmark = pytest.mark.django_db
Goods = dict[str, int]


class TestAStrangersOrder:
    def test_is_written_as_a_receipt_with_its_lines(self, order: MakeOrder, goods: Goods) -> None:
        done = sell(order("MILK", "TOY", cash=39_850))

        receipt = Receipt.objects.get(id=done.order_id)
        assert (receipt.net_minor, receipt.line_count, receipt.source) == (39_850, 2, "till")
        assert receipt.cost_minor == 24_000
        lines = ReceiptLine.objects.filter(receipt=receipt).order_by("line_no")
        assert [(line.sku_id, line.net_minor) for line in lines] == [(goods["MILK"], 29_900), (goods["TOY"], 9_950)]

    def test_gives_change_on_what_was_handed_over(self, order: MakeOrder) -> None:
        done = sell(order("TOY", tenders=(cash(9_950, tendered=10_000),)))

        assert done.change_minor == 50
        assert [(paid.kind, paid.amount_minor) for paid in done.paid] == [(TenderKind.CASH, 9_950)]

    def test_is_paid_in_any_mix(self, order: MakeOrder) -> None:
        card = Tender(TenderKind.CARD, 9_900, reference="POS-1")
        done = sell(order("TOY", cash=50, tenders=(card,)))

        assert {paid.kind: paid.amount_minor for paid in done.paid} == {TenderKind.CASH: 50, TenderKind.CARD: 9_900}
        assert PaidBy.objects.filter(order_id=done.order_id).count() == 2

    def test_takes_goods_from_the_shelf(self, order: MakeOrder, goods: Goods, shop: int, on_the_shelf: None) -> None:
        sell(replace(order(cash=19_900), lines=(OrderLine(goods["TOY"], 1_000),) * 2))

        assert shelf.on_hand(store_id=shop, sku_ids=[goods["TOY"]])[goods["TOY"]].on_hand == 98_000

    def test_costs_what_a_part_of_a_unit_costs(self, order: MakeOrder, goods: Goods) -> None:
        half = (OrderLine(goods["TOY"], 500),)
        assert sell(order(cash=4_975, lines=half)).due_minor == 4_975

    def test_adds_delivery_to_what_is_due(self, order: MakeOrder) -> None:
        done = sell(order("TOY", cash=10_950, delivery_minor=1_000))

        assert (done.net_minor, done.due_minor) == (9_950, 10_950)

    def test_takes_a_price_from_the_till_for_what_the_catalogue_has_no_price_for(
        self, order: MakeOrder, goods: Goods
    ) -> None:
        weighed = (OrderLine(goods["UNPRICED"], 250, unit_list_minor=4_000),)

        assert sell(order(cash=1_000, lines=weighed)).due_minor == 1_000

    def test_rung_up_offline_is_booked_on_its_own_day(self, order: MakeOrder) -> None:
        done = sell(order("TOY", cash=9_950, sold_at=NOON - timedelta(days=2)))

        assert done.business_date == (NOON - timedelta(days=2)).date()


class TestRounding:
    """Soap costs 10.05: a store that rounds cash to a tenth of a yuan lets five fen off."""

    def test_lets_off_what_cash_cannot_pay(self, order: MakeOrder, db: None) -> None:
        put_in_force("checkout.settings", {"round_cash_to": 10})
        done = sell(order("SOAP", cash=1_000))

        assert (done.due_minor, done.rounding_minor) == (1_005, 5)

    def test_rounds_only_the_part_that_is_paid_in_cash(self, order: MakeOrder, db: None) -> None:
        put_in_force("checkout.settings", {"round_cash_to": 100})
        card = Tender(TenderKind.CARD, 502, reference="POS-1")

        assert sell(order("SOAP", cash=500, tenders=(card,))).rounding_minor == 3
        with pytest.raises(checkout.NotPaidExactly):
            sell(order("SOAP", tenders=(Tender(TenderKind.CARD, 1_000, reference="POS-1"),)))

    def test_is_off_unless_set(self, order: MakeOrder) -> None:
        with pytest.raises(checkout.NotPaidExactly):
            sell(order("SOAP", cash=1_000))


class TestAMembersOrder:
    @pytest.fixture(autouse=True)
    def _rules(self, programme: None) -> None:
        pass

    def test_earns_points_that_wait_for_the_return_window(self, order: MakeOrder, anna: int) -> None:
        done = sell(order("MILK", cash=29_900, member_id=anna))

        assert (done.points, done.points_available_on) == (299, (NOON + timedelta(days=8)).date())
        assert balances.balance(member(anna), "points").pending == 299

    def test_counts_towards_the_tier(self, order: MakeOrder, anna: int) -> None:
        for _ in range(5):
            done = sell(order("MILK", cash=29_900, member_id=anna))

        assert net(anna, "growth") == sum([done.growth] * 5)
        standing = growth.standing(anna)
        assert standing is not None
        assert standing.level == done.tier_level

    def test_is_told_in_events_of_the_same_transaction(self, order: MakeOrder, anna: int) -> None:
        done = sell(order("MILK", cash=29_900, member_id=anna))

        with connection.cursor() as cursor:
            cursor.execute("SELECT name, payload FROM outbox_event ORDER BY number DESC LIMIT 3")
            told = dict(cursor.fetchall())
        assert set(told) == {"checkout.completed", "sales.recorded", "book.posted"}
        assert str(done.order_id) in str(told["checkout.completed"])

    def test_counts_to_the_store_and_guide_to_whom_the_member_belongs(
        self, order: MakeOrder, anna: int, shop: int, stores: Goods, guide: int
    ) -> None:
        done = sell(order("MILK", cash=29_900, member_id=anna, store_id=stores["S2"], guide_id=guide))

        assert (done.attribution.store_id, done.attribution.guide_id) == (stores["S2"], guide)
        assert done.attribution.owner_store_id == shop

    def test_is_shared_between_who_sold_and_whose_member_it_is(
        self, order: MakeOrder, anna: int, shop: int, stores: Goods
    ) -> None:
        put_in_force("checkout.settings", {"owner_percent": 30})
        done = sell(order("TOY", "SOAP", cash=10_955, member_id=anna, store_id=stores["S2"]))
        bring_back(done, (2, 1_000))

        shares = queries.attributed(since=NOON.date(), until=(NOON + timedelta(days=1)).date())
        assert {share.store_id: (share.sold_minor, share.owned_minor) for share in shares} == {
            shop: (0, 3_287 - 302),
            stores["S2"]: (7_668 - 703, 0),
        }


class TestPoints:
    @pytest.fixture(autouse=True)
    def _rules(self, programme: None) -> None:
        pass

    def test_pay_what_they_are_worth_and_earn_nothing_on_it(self, order: MakeOrder, anna: int) -> None:
        give_points(anna, 1_000)
        done = sell(order("MILK", cash=28_900, member_id=anna, tenders=(by_points(1_000, 1_000),)))

        assert done.points == 289
        assert balances.balance(member(anna), "points").available == 0
        assert sum(line.earnable_minor for line in done.lines) == 28_900

    def test_are_not_worth_more_than_the_rule_says(self, order: MakeOrder, anna: int) -> None:
        give_points(anna, 1_000)

        with pytest.raises(checkout.BadTender):
            sell(order("MILK", cash=27_900, member_id=anna, tenders=(by_points(2_000, 1_000),)))
        assert net(anna) == 1_000

    def test_that_are_not_there_refuse_the_whole_order(self, order: MakeOrder, anna: int, on_the_shelf: None) -> None:
        from shuke.ledgers.book import operations as book

        with pytest.raises(book.NotEnough):
            sell(order("MILK", cash=28_900, member_id=anna, tenders=(by_points(1_000, 1_000),)))
        assert not Receipt.objects.exists()
        assert not Order.objects.exists()

    def test_are_a_members(self, order: MakeOrder) -> None:
        with pytest.raises(checkout.MemberNeeded):
            sell(order("MILK", cash=28_900, tenders=(by_points(1_000, 1_000),)))


class TestTheSameOrder:
    def test_sent_again_gives_the_same_answer_and_nothing_more(
        self, order: MakeOrder, anna: int, programme: None, shop: int, goods: Goods, on_the_shelf: None
    ) -> None:
        twice = order("MILK", cash=29_900, member_id=anna)
        first = sell(twice)

        assert sell(twice, at=NOON + timedelta(days=29)) == first
        assert Receipt.objects.count() == 1
        assert net(anna) == 299
        assert shelf.on_hand(store_id=shop, sku_ids=[goods["MILK"]])[goods["MILK"]].on_hand == 99_000

    def test_with_another_body_is_refused(self, order: MakeOrder) -> None:
        first = order("TOY", cash=9_950)
        sell(first)

        with pytest.raises(checkout.IdUsedForAnother):
            sell(replace(first, channel="mall"))

    def test_of_another_store_is_another_order(self, order: MakeOrder, stores: Goods) -> None:
        first = order("TOY", cash=9_950)

        assert sell(first).order_id != sell(replace(first, store_id=stores["S2"])).order_id

    def test_that_was_refused_may_be_sent_again(self, order: MakeOrder) -> None:
        short = order("TOY", cash=9_000, client_id="T1-7")
        with pytest.raises(checkout.NotPaidExactly):
            sell(short)

        assert sell(replace(short, tenders=(cash(9_950),))).client_id == "T1-7"


class TestRefusals:
    def test_a_price_that_has_changed_is_told(self, order: MakeOrder) -> None:
        with pytest.raises(checkout.PriceChanged) as refused:
            sell(order("TOY", cash=9_000, shown_minor=9_000))

        assert refused.value.details == {"shown": 9_000, "due": 9_950}
        assert sell(order("TOY", cash=9_950, shown_minor=9_000, accept_new_price=True)).due_minor == 9_950

    def test_an_order_without_goods(self, order: MakeOrder) -> None:
        with pytest.raises(checkout.EmptyOrder):
            sell(order())

    def test_goods_that_nobody_knows_or_that_have_no_price(self, order: MakeOrder) -> None:
        for lines in ((OrderLine(1, 1_000),), order("UNPRICED").lines):
            with pytest.raises(checkout.UnknownGoods):
                sell(order(lines=lines))

    @pytest.mark.parametrize(
        "tender",
        [
            cash(0),
            cash(9_950, tendered=9_000),
            Tender(TenderKind.CARD, 9_950),
            Tender(TenderKind.WECHAT, 9_950),
            Tender(TenderKind.BONUS, 9_950),
        ],
    )
    def test_a_means_of_payment_that_lacks_what_it_needs(self, order: MakeOrder, tender: Tender) -> None:
        with pytest.raises(checkout.BadTender):
            sell(order("TOY", tenders=(tender,)))

    def test_goods_that_are_not_there(self, order: MakeOrder, goods: Goods, on_the_shelf: None) -> None:
        too_much = (OrderLine(goods["TOY"], 101_000),)
        with pytest.raises(stock.NotInStock):
            sell(order(cash=1_004_950, lines=too_much))
        assert not Order.objects.exists()

    def test_a_frozen_member_spends_nothing(self, order: MakeOrder, anna: int, programme: None) -> None:
        from shuke.foundation.members.models import Member

        give_points(anna, 1_000)
        Member.everyone.filter(id=anna).update(status="frozen")

        with pytest.raises(checkout.MemberFrozen):
            sell(order("MILK", cash=28_900, member_id=anna, tenders=(by_points(1_000, 1_000),)))
        assert sell(order("MILK", cash=29_900, member_id=anna)).points == 299
