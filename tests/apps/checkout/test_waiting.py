"""Baskets that are parked, and goods that are ordered now and fetched later."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from tests.apps.checkout.conftest import (
    CASHIER,
    NOON,
    MakeOrder,
    bring_back,
    by_points,
    cash,
    give_points,
    later,
    put_in_force,
    sell,
    ten_off,
)
from tests.conftest import append_only_lifted

from shuke.foundation import ids
from shuke.ledgers.book import operations as book
from shuke.ledgers.book import queries as balances
from shuke.ledgers.book.types import member
from shuke.ledgers.coupons import operations as coupons
from shuke.ledgers.coupons import queries as coupons_held
from shuke.ledgers.growth import operations as growth
from shuke.ledgers.growth.types import GrantKind
from shuke.ledgers.stock import operations as stock
from shuke.ledgers.stock import queries as shelf
from shuke.selling.checkout import operations as checkout
from shuke.selling.checkout import queries
from shuke.selling.checkout.models import Order, PaidBy
from shuke.selling.checkout.types import Completed, NewOrder, OrderLine, OrderState, Tender, TenderKind
from shuke.selling.payments import operations as asked
from shuke.selling.payments import types as payments
from shuke.selling.payments.types import Way
from shuke.surfaces.demo.year_provider import PocketProvider

pytestmark = pytest.mark.django_db
Goods = dict[str, int]
FETCHED = later(48)


@pytest.fixture
def telephones() -> Iterator[PocketProvider]:
    before, provider = payments.provider_of(Way.WECHAT), PocketProvider(Way.WECHAT)
    payments.serve(Way.WECHAT, provider)
    yield provider
    payments.serve(Way.WECHAT, before)


def by_telephone(amount: int, store_id: int, telephones: PocketProvider) -> Tender:
    intent_id = ids.new()
    asked.intend(
        intent_id=intent_id,
        way=Way.WECHAT,
        amount_minor=amount,
        store_id=store_id,
        description="deposit",
        by=CASHIER,
        at=NOON,
    )
    asked.confirm(way=Way.WECHAT, headers={}, body=telephones.pay(intent_id), at=NOON)
    return Tender(TenderKind.WECHAT, amount, payment_id=intent_id)


def fetch(order: NewOrder, *tenders: Tender) -> Completed:
    return checkout.pick_up(store_id=order.store_id, client_id=order.client_id, tenders=tenders, by=CASHIER, at=FETCHED)


class TestAParkedBasket:
    def test_waits_and_is_sold_under_its_own_id(self, order: MakeOrder, shop: int) -> None:
        basket = order("TOY")
        parked = checkout.suspend(order=basket, by=CASHIER, at=NOON)
        assert queries.waiting(store_id=shop) == [(parked, OrderState.SUSPENDED, basket)]

        done = sell(replace(basket, tenders=(cash(9_950),)), at=later())
        assert done.order_id == parked
        assert queries.waiting(store_id=shop) == []

    def test_may_be_parked_again_with_other_goods(self, order: MakeOrder, shop: int) -> None:
        basket = order("TOY")
        checkout.suspend(order=basket, by=CASHIER, at=NOON)
        more = replace(basket, lines=order("TOY", "SOAP").lines)
        checkout.suspend(order=more, by=CASHIER, at=later())

        [(_, _, waits)] = queries.waiting(store_id=shop)
        assert waits == more

    def test_that_is_given_up_is_not_sold(self, order: MakeOrder) -> None:
        basket = order("TOY", cash=9_950)
        parked = checkout.suspend(order=basket, by=CASHIER, at=NOON)
        checkout.cancel(order_id=parked, reason="顾客离开", by=CASHIER, at=later())

        with pytest.raises(checkout.NotInThisState):
            sell(basket)

    def test_that_was_sold_is_not_parked(self, order: MakeOrder) -> None:
        done = order("TOY", cash=9_950)
        sell(done)

        with pytest.raises(checkout.NotInThisState):
            checkout.suspend(order=done, by=CASHIER, at=later())


class TestAnOrderToBeFetched:
    @pytest.fixture(autouse=True)
    def _rules(self, programme: None, on_the_shelf: None) -> None:
        pass

    def test_sets_goods_aside_until_they_are_fetched(self, order: MakeOrder, goods: Goods, shop: int) -> None:
        wanted = order(lines=(OrderLine(goods["TOY"], 99_000),))
        placed = checkout.place(order=wanted, by=CASHIER, at=NOON)
        assert placed.due_minor == 985_050
        with pytest.raises(stock.NotInStock):
            sell(order("TOY", "TOY", cash=19_900))

        done = fetch(wanted, cash(985_050))
        assert (done.order_id, done.business_date) == (placed.order_id, FETCHED.date())
        level = shelf.on_hand(store_id=shop, sku_ids=[goods["TOY"]])[goods["TOY"]]
        assert (level.on_hand, level.reserved) == (1_000, 0)

    def test_takes_a_deposit_that_pays_its_part(self, order: MakeOrder) -> None:
        wanted = order("MILK")
        placed = checkout.place(order=wanted, deposit=cash(5_000, tendered=10_000), by=CASHIER, at=NOON)
        assert (placed.deposit_minor, checkout.place(order=wanted, by=CASHIER, at=later())) == (5_000, placed)

        done = fetch(wanted, cash(24_900))
        assert [(paid.kind, paid.amount_minor) for paid in done.paid] == [
            (TenderKind.DEPOSIT, 5_000),
            (TenderKind.CASH, 24_900),
        ]
        back = bring_back(done, at=FETCHED)
        assert [(paid.kind, paid.amount_minor) for paid in back.paid] == [
            (TenderKind.CASH, -5_000),
            (TenderKind.CASH, -24_900),
        ]

    def test_pays_the_deposit_back_when_it_is_given_up(self, order: MakeOrder, goods: Goods, shop: int) -> None:
        placed = checkout.place(order=order("MILK"), deposit=cash(5_000), by=CASHIER, at=NOON)
        checkout.cancel(order_id=placed.order_id, reason="不要了", by=CASHIER, at=later())

        deposits = Order.objects.filter(original_id=placed.order_id).order_by("id")
        assert [row.due_minor for row in deposits] == [5_000, -5_000]
        assert shelf.on_hand(store_id=shop, sku_ids=[goods["MILK"]])[goods["MILK"]].reserved == 0
        assert list(queries.flaws()) == []

    def test_keeps_its_price_when_the_buyer_is_given_a_coupon_meanwhile(self, order: MakeOrder, anna: int) -> None:
        wanted = order("MILK", member_id=anna, coupon_ids=None)
        placed = checkout.place(order=wanted, by=CASHIER, at=NOON)
        [coupon] = ten_off(anna)

        done = fetch(wanted, cash(placed.due_minor))
        assert (done.due_minor, done.coupon_ids) == (placed.due_minor, ())
        assert coupons_held.usable(anna, at=FETCHED)[0].id == coupon

    def test_keeps_its_price_when_the_buyer_rises_or_buys_meanwhile(self, order: MakeOrder, anna: int) -> None:
        """Ten percent off a first purchase; by the time of the fetching she has bought, and has a gold card."""
        step = {"at": 1, "percent_off": 10}
        offer = {"kind": "threshold", "steps": [step]}
        put_in_force(
            "promotions.rule",
            {"zh": "新客九折", "en": "Ten off for the new", "offer": offer, "new_members_only": True},
            key="new",
        )
        by_tier = {"kind": "tier_discount", "percent_off": {"3": 20}}
        put_in_force("promotions.rule", {"zh": "等级折扣", "en": "Tiers", "offer": by_tier}, key="tiers")
        wanted = order("MILK", member_id=anna)
        placed = checkout.place(order=wanted, by=CASHIER, at=NOON)
        sell(order("TOY", cash=8_955, member_id=anna), at=later(1))
        growth.grant(member_id=anna, level=3, kind=GrantKind.MANUAL, by=CASHIER, at=later(2), reason="老顾客")

        done = fetch(wanted, cash(placed.due_minor))
        assert done.due_minor == placed.due_minor == 26_910

    def test_is_fetched_or_given_up_after_the_night_has_given_back_what_it_held(
        self, order: MakeOrder, anna: int
    ) -> None:
        give_points(anna, 2_000)
        by_now, long_after = by_points(1_000, 1_000), later(24 * 31)
        fetched, given_up = (order("MILK", member_id=anna, tenders=(by_now,)) for _ in range(2))
        checkout.place(order=fetched, by=CASHIER, at=NOON)
        placed = checkout.place(order=given_up, deposit=cash(5_000), by=CASHIER, at=NOON)
        book.void_overdue(by=CASHIER, at=long_after)
        assert balances.balance(member(anna), "points").available == 2_000

        checkout.cancel(order_id=placed.order_id, reason="不要了", by=CASHIER, at=long_after)
        place = {"store_id": fetched.store_id, "client_id": fetched.client_id}
        done = checkout.pick_up(**place, tenders=(cash(28_900),), by=CASHIER, at=long_after)
        assert [(paid.kind, paid.amount_minor) for paid in done.paid] == [
            (TenderKind.POINTS, 1_000),
            (TenderKind.CASH, 28_900),
        ]
        assert list(queries.flaws()) == []

    def test_proves_a_deposit_by_telephone_whatever_becomes_of_the_order(
        self, order: MakeOrder, shop: int, telephones: PocketProvider
    ) -> None:
        placed, fetched, given_up = order("MILK"), order("MILK"), order("MILK")
        for wanted in (placed, fetched, given_up):
            checkout.place(order=wanted, deposit=by_telephone(5_000, shop, telephones), by=CASHIER, at=NOON)
        fetch(fetched, cash(24_900))
        [dropped] = Order.objects.filter(client_id=given_up.client_id)
        checkout.cancel(order_id=dropped.id, reason="不要了", by=CASHIER, at=later())

        assert list(queries.flaws()) == []

    def test_misses_a_deposit_that_its_sale_was_not_paid_by(self, order: MakeOrder) -> None:
        wanted = order("MILK")
        placed = checkout.place(order=wanted, deposit=cash(5_000), by=CASHIER, at=NOON)
        fetch(wanted, cash(24_900))
        with append_only_lifted():
            PaidBy.objects.filter(order_id=placed.order_id, kind=TenderKind.DEPOSIT).update(kind=TenderKind.CASH)

        assert [flaw.code for flaw in queries.flaws() if flaw.code == "checkout.deposit_unsettled"]

    def test_takes_no_deposit_of_the_whole_or_in_points(self, order: MakeOrder) -> None:
        for deposit in (cash(29_900), by_points(100, 100)):
            with pytest.raises(checkout.DepositTooLarge):
                checkout.place(order=order("MILK"), deposit=deposit, by=CASHIER, at=NOON)

    def test_holds_points_and_coupons_for_itself(self, order: MakeOrder, anna: int) -> None:
        [coupon] = ten_off(anna)
        give_points(anna, 1_000)
        wanted = order("MILK", member_id=anna, coupon_ids=(coupon,), tenders=(by_points(1_000, 1_000),))
        checkout.place(order=wanted, by=CASHIER, at=NOON)
        assert balances.balance(member(anna), "points").held == 1_000
        with pytest.raises(book.NotEnough):
            sell(order("MILK", cash=28_900, member_id=anna, tenders=(by_points(1_000, 1_000),)))
        with pytest.raises(coupons.NotUsable):
            sell(order("MILK", cash=28_900, member_id=anna, coupon_ids=(coupon,)))

        done = fetch(wanted, cash(27_900))
        assert (done.due_minor, done.coupon_ids) == (28_900, (coupon,))
        left = balances.balance(member(anna), "points")
        assert (left.available, left.held) == (0, 0)

    def test_is_fetched_once(self, order: MakeOrder) -> None:
        wanted = order("TOY")
        checkout.place(order=wanted, by=CASHIER, at=NOON)

        assert fetch(wanted, cash(9_950)) == fetch(wanted, cash(9_950))
        with pytest.raises(checkout.NotInThisState):
            checkout.cancel(order_id=fetch(wanted).order_id, reason="晚了", by=CASHIER, at=FETCHED)

    def test_that_nobody_placed_is_not_fetched(self, order: MakeOrder) -> None:
        with pytest.raises(checkout.NoSuchOrder):
            fetch(order("TOY"), cash(9_950))

    def test_a_till_cannot_claim_a_deposit(self, order: MakeOrder) -> None:
        with pytest.raises(checkout.BadTender):
            sell(order("TOY", tenders=(Tender(TenderKind.DEPOSIT, 9_950, reference="cash"),)))


class TestAllPairs:
    @pytest.mark.parametrize("before", list(OrderState))
    @pytest.mark.parametrize("after", list(OrderState))
    def test_of_states_go_only_forward(self, before: OrderState, after: OrderState, order: MakeOrder) -> None:
        from shuke.selling.checkout import orders

        allowed = {
            ("suspended", "suspended"), ("suspended", "placed"), ("suspended", "completed"), ("suspended", "cancelled"),
            ("placed", "completed"), ("placed", "cancelled"), ("completed", "returned"),
        }  # fmt: skip
        parked = checkout.suspend(order=order("TOY"), by=CASHIER, at=NOON)
        Order.objects.filter(id=parked).update(state=before)
        row = orders.lock(parked)

        if (before.value, after.value) in allowed:
            orders.move(row, after)
            assert Order.objects.get(id=parked).state == after
        else:
            with pytest.raises(checkout.NotInThisState):
                orders.move(row, after)
