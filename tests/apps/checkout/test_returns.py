"""What comes back undoes exactly what it was sold with: money, points, growth, coupons, goods."""

from dataclasses import replace

import pytest
from tests.apps.checkout.conftest import (
    CASHIER,
    NOON,
    MakeOrder,
    back_of,
    bring_back,
    by_points,
    cash,
    give_points,
    later,
    net,
    put_in_force,
    put_money_in,
    sell,
    ten_off,
)

from shuke.foundation.actors import SYSTEM, Actor, ActorKind
from shuke.foundation.members import operations as members
from shuke.foundation.members.types import NewMember
from shuke.ledgers.book import queries as balances
from shuke.ledgers.book.types import member
from shuke.ledgers.coupons import queries as coupons
from shuke.ledgers.points import operations as points
from shuke.ledgers.stock import queries as shelf
from shuke.selling.checkout import operations as checkout
from shuke.selling.checkout import queries
from shuke.selling.checkout.models import Order
from shuke.selling.checkout.types import OrderLine, OrderState, Tender, TenderKind
from shuke.selling.sales.models import Receipt, ReceiptLine
from shuke.surfaces import merging

pytestmark = pytest.mark.django_db
Goods = dict[str, int]
PACKAGE = {"code": "100+20", "name": "充100送20", "pay_minor": 10_000, "bonus_minor": 2_000}
MANAGER = Actor(ActorKind.STAFF, 99, "manager", "store_manager")


@pytest.fixture(autouse=True)
def _rules(programme: None) -> None:
    pass


class TestWholly:
    def test_gives_back_money_points_growth_and_goods(
        self, order: MakeOrder, anna: int, shop: int, goods: Goods, on_the_shelf: None
    ) -> None:
        done = sell(order("MILK", "TOY", cash=39_850, member_id=anna))
        back = bring_back(done)

        assert [(paid.kind, paid.amount_minor) for paid in back.paid] == [(TenderKind.CASH, -39_850)]
        assert (back.points, back.growth) == (-done.points, -done.growth)
        assert (net(anna), net(anna, "growth")) == (0, 0)
        there = shelf.on_hand(store_id=shop, sku_ids=list(goods.values()))
        assert {level.on_hand for level in there.values()} == {100_000}
        assert Order.objects.get(id=done.order_id).state == OrderState.RETURNED

    def test_finds_the_survivor_of_a_buyer_who_was_merged_since(self, order: MakeOrder, anna: int, shop: int) -> None:
        done = sell(order("MILK", "TOY", cash=39_850, member_id=anna))
        hers = members.enrol(new=NewMember(store_id=shop, source="till", phone="13812345679"), by=SYSTEM, at=NOON)
        members.merge(survivor_id=hers, merged_id=anna, followers=merging.FOLLOWERS, by=SYSTEM, at=NOON)

        back = bring_back(done)

        assert (back.points, back.growth) == (-done.points, -done.growth)
        assert (net(hers), net(hers, "growth"), net(anna)) == (0, 0, 0)

    def test_is_a_receipt_that_names_the_lines_of_its_sale(self, order: MakeOrder) -> None:
        done = sell(order("MILK", "TOY", cash=39_850))
        back = bring_back(done, (2, 1_000))

        receipt = Receipt.objects.get(id=back.order_id)
        assert (receipt.kind, receipt.original_id, receipt.net_minor) == ("return", done.order_id, -9_950)
        [line] = ReceiptLine.objects.filter(receipt=receipt)
        assert (line.line_no, line.original_line_no, line.quantity_milli) == (1, 2, -1_000)

    def test_makes_a_debt_of_points_that_are_spent_already(self, order: MakeOrder, anna: int) -> None:
        done = sell(order("MILK", cash=29_900, member_id=anna))
        give_points(anna, 100)
        points.release_due(on=later(24 * 9).date(), by=CASHIER, at=later(24 * 9))
        sell(order("TOY", cash=9_650, member_id=anna, tenders=(by_points(300, 300),)), at=later(24 * 9))
        bring_back(done, at=later(24 * 9))

        left = balances.balance(member(anna), "points")
        assert (left.debt, left.available) == (200, 0)

    def test_gives_points_back_as_points(self, order: MakeOrder, anna: int) -> None:
        give_points(anna, 1_000)
        done = sell(order("MILK", cash=28_900, member_id=anna, tenders=(by_points(1_000, 1_000),)))
        back = bring_back(done)

        assert {paid.kind: (paid.amount_minor, paid.points) for paid in back.paid} == {
            TenderKind.CASH: (-28_900, 0),
            TenderKind.POINTS: (-1_000, -1_000),
        }
        assert balances.balance(member(anna), "points").available == 1_000

    def test_gives_stored_value_back_as_stored_value_principal_first(
        self, order: MakeOrder, anna: int, shop: int
    ) -> None:
        put_in_force("stored_value.packages", {"packages": [PACKAGE]})
        put_money_in(anna, shop, 100, "100+20")
        done = sell(order("TOY", member_id=anna, tenders=(Tender(TenderKind.STORED_VALUE, 9_950),)))
        assert sum(paid.amount_minor for paid in done.paid) == 9_950
        assert {paid.kind for paid in done.paid} <= {TenderKind.PRINCIPAL, TenderKind.BONUS}

        half = bring_back(done, (1, 500))
        assert [(paid.kind, paid.amount_minor) for paid in half.paid] == [(TenderKind.PRINCIPAL, -4_975)]
        bring_back(done)
        worth = balances.balance(member(anna), "principal").available, balances.balance(member(anna), "bonus").available
        assert worth == (10_000, 2_000)

    def test_lets_the_coupon_be_used_again(self, order: MakeOrder, anna: int) -> None:
        [coupon] = ten_off(anna)
        done = sell(order("MILK", cash=28_900, member_id=anna, coupon_ids=(coupon,)))
        assert done.coupon_ids == (coupon,)
        assert coupons.usable(anna, at=later()) == ()

        bring_back(done)
        assert [each.id for each in coupons.usable(anna, at=later())] == [coupon]

    def test_leaves_the_goods_where_they_are_when_they_are_spoilt(
        self, order: MakeOrder, goods: Goods, shop: int, on_the_shelf: None
    ) -> None:
        done = sell(order("TOY", cash=9_950))
        bring_back(done, restock=False)

        assert shelf.on_hand(store_id=shop, sku_ids=[goods["TOY"]])[goods["TOY"]].on_hand == 99_000

    def test_in_another_store_counts_there(self, order: MakeOrder, stores: Goods) -> None:
        put_in_force("checkout.settings", {"returns_in": "chain"})
        back = bring_back(sell(order("TOY", cash=9_950)), store_id=stores["S2"])

        assert Receipt.objects.get(id=back.order_id).store_id == stores["S2"]


class TestInParts:
    @pytest.mark.parametrize(
        "turns",
        [
            [(1, 1_000), (1, 1_000), (1, 1_000), (2, 1_000), (3, 500)],
            [(3, 200), (2, 1_000), (1, 3_000), (3, 300)],
            [(1, 1), (1, 2_998), (3, 499), (3, 1), (2, 1_000), (1, 1)],
        ],
    )
    def test_in_any_order_sum_to_the_whole(
        self, order: MakeOrder, goods: Goods, anna: int, turns: list[tuple[int, int]]
    ) -> None:
        give_points(anna, 1_000)
        lines = tuple(
            OrderLine(goods[code], quantity) for code, quantity in [("TOY", 3_000), ("MILK", 1_000), ("SOAP", 500)]
        )
        card = Tender(TenderKind.CARD, 10_001, reference="POS-1")
        paid = (card, by_points(1_000, 1_000), cash(29_850 + 29_900 + 503 - 11_001))
        done = sell(order(member_id=anna, lines=lines, tenders=paid))
        approval = checkout.approve_refund(order_id=done.order_id, most_minor=100_000, by=MANAGER, at=later())

        backs = []
        for turn in turns:
            word = checkout.approve_refund(order_id=done.order_id, most_minor=100_000, by=MANAGER, at=later())
            backs.append(bring_back(done, turn, approval_id=word))

        assert approval
        assert sum(back.net_minor for back in backs) == -done.net_minor
        assert sum(back.list_minor for back in backs) == -done.list_minor
        assert sum(back.points for back in backs) == -done.points
        assert sum(back.growth for back in backs) == -done.growth
        means = dict.fromkeys((TenderKind.CARD, TenderKind.POINTS, TenderKind.CASH), 0)
        for each in [*done.paid, *(each for back in backs for each in back.paid)]:
            means[each.kind] += each.amount_minor
        assert set(means.values()) == {0}
        assert net(anna) == 1_000

    def test_never_pays_back_more_than_its_share(self, order: MakeOrder, goods: Goods) -> None:
        done = sell(order(cash=29_850, lines=(OrderLine(goods["TOY"], 3_000),)))

        assert bring_back(done, (1, 1_000)).due_minor == -9_950

    def test_no_more_comes_back_than_was_sold(self, order: MakeOrder, goods: Goods) -> None:
        done = sell(order("TOY", cash=9_950))
        for lines in [((1, 1_001),), ((2, 1),), ((1, 600), (1, 401)), ((1, 0),)]:
            with pytest.raises(checkout.MoreThanSold):
                bring_back(done, *lines)
        bring_back(done)

        with pytest.raises(checkout.NothingLeft):
            bring_back(done)
        with pytest.raises(checkout.NothingLeft):
            checkout.give_back(back=replace(back_of(done), lines=()), by=CASHIER, at=later())

    def test_the_write_itself_refuses_more_than_was_sold(self, order: MakeOrder) -> None:
        from shuke.selling.checkout import orders

        done = sell(order("TOY", cash=9_950))
        orders.note_given_back(done, {1: 600})
        with pytest.raises(checkout.MoreThanSold):
            orders.note_given_back(done, {1: 401})


class TestTheSameReturn:
    def test_sent_again_gives_the_same_answer(self, order: MakeOrder, anna: int) -> None:
        back = back_of(sell(order("MILK", cash=29_900, member_id=anna)))
        first = checkout.give_back(back=back, by=CASHIER, at=later())

        assert checkout.give_back(back=back, by=CASHIER, at=later(48)) == first
        assert queries.order(first.order_id) == first

    def test_of_a_return_there_is_none(self, order: MakeOrder) -> None:
        back = bring_back(sell(order("TOY", cash=9_950)))

        with pytest.raises(checkout.NoSuchOrder):
            bring_back(back)


class TestTheSecondPerson:
    def test_is_needed_beyond_500_yuan_in_all(self, order: MakeOrder, goods: Goods) -> None:
        done = sell(order(cash=59_800, lines=(OrderLine(goods["MILK"], 2_000),)))
        bring_back(done, (1, 1_000))

        with pytest.raises(checkout.NeedsSecondPerson):
            bring_back(done, (1, 1_000))

    def test_is_another_than_the_one_who_pays_back(self, order: MakeOrder, goods: Goods) -> None:
        done = sell(order(cash=59_800, lines=(OrderLine(goods["MILK"], 2_000),)))
        own = checkout.approve_refund(order_id=done.order_id, most_minor=59_800, by=CASHIER, at=later())
        too_little = checkout.approve_refund(order_id=done.order_id, most_minor=59_799, by=MANAGER, at=later())
        for word in (own, too_little):
            with pytest.raises(checkout.NeedsSecondPerson):
                bring_back(done, approval_id=word)

        word = checkout.approve_refund(order_id=done.order_id, most_minor=59_800, by=MANAGER, at=later())
        assert bring_back(done, approval_id=word).due_minor == -59_800

    def test_gives_the_word_once(self, order: MakeOrder, goods: Goods) -> None:
        done = sell(order(cash=119_600, lines=(OrderLine(goods["MILK"], 4_000),)))
        word = checkout.approve_refund(order_id=done.order_id, most_minor=119_600, by=MANAGER, at=later())
        bring_back(done, (1, 2_000), approval_id=word)

        with pytest.raises(checkout.NeedsSecondPerson):
            bring_back(done, (1, 2_000), approval_id=word)


class TestExchange:
    def test_takes_back_and_sells_in_one_act(self, order: MakeOrder, anna: int) -> None:
        done = sell(order("TOY", cash=9_950, member_id=anna))
        back, sold = checkout.exchange(
            back=back_of(done), order=order("MILK", cash=29_900, member_id=anna), by=CASHIER, at=later()
        )

        assert (back.due_minor, sold.due_minor) == (-9_950, 29_900)
        assert net(anna) == 299

    def test_leaves_nothing_when_the_new_goods_cannot_be_sold(self, order: MakeOrder) -> None:
        done = sell(order("TOY", cash=9_950))

        with pytest.raises(checkout.NotPaidExactly):
            checkout.exchange(back=back_of(done), order=order("MILK", cash=1), by=CASHIER, at=later())
        assert Order.objects.count() == 1
