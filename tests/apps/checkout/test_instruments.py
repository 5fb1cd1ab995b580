"""Orders paid by sessions of a pass, by a card without a name, and made cheaper by codes that nobody has claimed."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from tests.apps.checkout.conftest import (
    CASHIER,
    NOON,
    OPENED,
    TEN_OFF,
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

from shuke.foundation import ids
from shuke.foundation.actors import SYSTEM
from shuke.foundation.members import operations as members
from shuke.foundation.members.types import NewMember
from shuke.foundation.policy.types import Cause
from shuke.ledgers.book import operations as book
from shuke.ledgers.book import queries as balances
from shuke.ledgers.book.types import Source, card
from shuke.ledgers.coupons import operations as coupons
from shuke.ledgers.coupons import queries as held
from shuke.ledgers.passes import operations as passes
from shuke.ledgers.passes import queries as sold_passes
from shuke.ledgers.passes.models import Visit
from shuke.ledgers.stored_value import operations as stored_value
from shuke.ledgers.stored_value import queries as worth
from shuke.ledgers.stored_value.types import Method, NewCard, NewTopUp
from shuke.selling.checkout import operations as checkout
from shuke.selling.checkout import queries
from shuke.selling.checkout.types import Completed, OrderLine, Tender, TenderKind

pytestmark = pytest.mark.django_db
Goods = dict[str, int]
CARD, PASS, CASH = TenderKind.STORED_CARD, TenderKind.PASS, TenderKind.CASH


@pytest.fixture(autouse=True)
def _proven(programme: None, request: pytest.FixtureRequest) -> Iterator[None]:
    """Whatever was paid, refused or brought back: every room agrees with the book, and with the orders."""
    yield
    if "disagree" not in request.node.name:
        assert book.prove(at=NOON).findings == ()
        for room in (queries, held, sold_passes, worth):
            assert list(room.flaws()) == []


@pytest.fixture
def toys(goods: Goods, shop: int, anna: int) -> int:
    """A pass of Anna's: ten sessions, each good for a toy."""
    plan = {"zh": "积木十次卡", "en": "Ten toys", "service": "toys", "price_minor": 80_000, "sessions": 10}
    body = {**plan, "session_list_minor": 9_950, "valid_days": 365, "family": 1, "sku_ids": [goods["TOY"]]}
    put_in_force("passes.plan", body, key="toys")
    source = Source("test", 1)
    return passes.sell(
        pass_id=ids.new(), plan="toys", member_id=anna, store_id=shop, source=source, by=SYSTEM, at=OPENED
    )


@pytest.fixture
def bert(shop: int) -> int:
    new = NewMember(store_id=shop, source="till", phone="13812345670", enrolled_at=OPENED)
    return members.enrol(new=new, by=SYSTEM, at=OPENED)


def by_pass(pass_id: int, line_no: int, sessions: int, amount: int) -> Tender:
    return Tender(PASS, amount, instrument_id=pass_id, sessions=sessions, line_no=line_no)


def by_card(opened: NewCard, amount: int) -> Tender:
    return Tender(CARD, amount, instrument_id=opened.id)


def a_card(shop: int, yuan: int) -> NewCard:
    opened = stored_value.open_card(store_id=shop, by=SYSTEM, at=OPENED)
    stored_value.activate_card(number=opened.number, secret=opened.secret, by=SYSTEM, at=OPENED)
    new = NewTopUp(ids.new(), card(opened.id), yuan * 100, shop, Method.CASH, identified=True)
    stored_value.top_up(new=new, by=SYSTEM, at=OPENED)
    return opened


def on_card(opened: NewCard) -> int:
    return balances.balance(card(opened.id), "principal").available


def codes(count: int = 1, **changes: Any) -> list[int]:
    """Print codes of ten yuan off a hundred and return the coupons they stand for."""
    code = f"CODE-{ids.new()}"
    put_in_force("coupons.template", TEN_OFF | {"ways": ["code"]} | changes, key=code)
    batch = coupons.make_codes(template=code, count=count, reason="传单", by=SYSTEM, at=OPENED)
    return [held.shown(printed) for printed, *_ in held.codes_of_batch(batch.id)]


def left_of(pass_id: int) -> int:
    found = sold_passes.find(pass_id)
    return found.remaining if found else 0


def means(done: Completed) -> dict[TenderKind, int]:
    told: dict[TenderKind, int] = {}
    for each in done.paid:
        told[each.kind] = told.get(each.kind, 0) + each.amount_minor
    return told


class TestSessionsOfAPass:
    def test_pay_for_the_units_of_a_line_and_the_rest_is_paid_otherwise(
        self, order: MakeOrder, goods: Goods, anna: int, toys: int
    ) -> None:
        lines = (OrderLine(goods["TOY"], 3_000), OrderLine(goods["SOAP"], 1_000))
        paid = (by_pass(toys, 1, 2, 19_900), cash(9_950 + 1_005))
        done = sell(order(member_id=anna, lines=lines, tenders=paid))

        [sessions, _] = done.paid
        assert (sessions.kind, sessions.amount_minor, sessions.sessions, sessions.line_no) == (PASS, 19_900, 2, 1)
        assert left_of(toys) == 8
        assert queries.paid(done.order_id) == list(done.paid)

    def test_are_quoted_line_by_line(self, order: MakeOrder, goods: Goods, anna: int, toys: int) -> None:
        lines = (OrderLine(goods["SOAP"], 1_000), OrderLine(goods["TOY"], 2_500))
        quoted = queries.quote(order=order(member_id=anna, lines=lines), at=NOON)

        [usable] = quoted.passes
        assert (usable.pass_id, usable.line_no, usable.sessions, usable.amount_minor) == (toys, 2, 2, 19_900)
        assert queries.quote(order=order("TOY"), at=NOON).passes == ()

    def test_are_the_buyers_own_or_shared_with_the_buyer(
        self, order: MakeOrder, anna: int, bert: int, toys: int
    ) -> None:
        paid = (by_pass(toys, 1, 1, 9_950),)
        with pytest.raises(passes.NotYours):
            sell(order("TOY", member_id=bert, tenders=paid))
        with pytest.raises(checkout.MemberNeeded):
            sell(order("TOY", tenders=paid))

        passes.share(pass_id=toys, with_member_id=bert, by=SYSTEM, at=OPENED)
        bring_back(sell(order("TOY", member_id=bert, tenders=paid)))
        assert left_of(toys) == 10

    def test_pay_for_no_other_goods(self, order: MakeOrder, anna: int, toys: int) -> None:
        with pytest.raises(passes.OtherGoods):
            sell(order("SOAP", member_id=anna, tenders=(by_pass(toys, 1, 1, 1_005),)))

    def test_run_out_and_end(self, order: MakeOrder, goods: Goods, anna: int, toys: int) -> None:
        eleven = (OrderLine(goods["TOY"], 11_000),)
        with pytest.raises(book.NotEnough):
            sell(order(member_id=anna, lines=eleven, tenders=(by_pass(toys, 1, 11, 109_450),)))
        with pytest.raises(passes.PassExpired):
            sell(order("TOY", member_id=anna, tenders=(by_pass(toys, 1, 1, 9_950),)), at=later(24 * 365))

    @pytest.mark.parametrize(
        ("line_no", "sessions", "amount"), [(1, 2, 9_950), (2, 1, 9_950), (1, 1, 9_949), (1, 0, 9_950), (None, 1, 1)]
    )
    def test_pay_what_the_units_of_their_line_cost_and_nothing_else(
        self, order: MakeOrder, anna: int, toys: int, line_no: int | None, sessions: int, amount: int
    ) -> None:
        paid = Tender(PASS, amount, instrument_id=toys, sessions=sessions, line_no=line_no)
        rest = (cash(9_950 - amount),) if amount < 9_950 else ()
        with pytest.raises(checkout.BadTender):
            sell(order("TOY", member_id=anna, tenders=(paid, *rest)))

    def test_come_back_with_the_units_of_their_line_and_money_with_the_others(
        self, order: MakeOrder, goods: Goods, anna: int, toys: int
    ) -> None:
        lines = (OrderLine(goods["TOY"], 2_000), OrderLine(goods["SOAP"], 2_000))
        done = sell(order(member_id=anna, lines=lines, tenders=(by_pass(toys, 1, 2, 19_900), cash(2_010))))

        assert means(bring_back(done, (2, 1_000))) == {CASH: -1_005}
        assert means(bring_back(done, (1, 1_500))) == {PASS: -9_950}
        assert left_of(toys) == 9
        assert means(bring_back(done)) == {PASS: -9_950, CASH: -1_005}
        assert left_of(toys) == 10
        assert list(queries.flaws()) == []
        assert list(sold_passes.flaws()) == []

    def test_do_not_come_back_to_a_pass_that_was_paid_out_since(self, order: MakeOrder, anna: int, toys: int) -> None:
        done = sell(order("TOY", member_id=anna, tenders=(by_pass(toys, 1, 1, 9_950),)))
        passes.refund(pass_id=toys, cause=Cause.CONSUMER, by=SYSTEM, at=later())

        with pytest.raises(passes.PassUnknown):
            bring_back(done)

    def test_no_more_come_back_than_were_used(self, order: MakeOrder, anna: int, toys: int) -> None:
        done = sell(order("TOY", member_id=anna, tenders=(by_pass(toys, 1, 1, 9_950),)))
        of = {"source": Source("order", done.order_id), "refund_source": Source("test", 1), "by": SYSTEM, "at": NOON}

        with pytest.raises(passes.NotThatManyUsed):
            passes.give_some_back(pass_id=toys, sessions=2, line_no=1, **of)
        with pytest.raises(passes.NotThatManyUsed):
            passes.give_some_back(pass_id=toys, sessions=1, line_no=2, **of)

    def test_that_disagree_with_their_order_are_found(self, order: MakeOrder, anna: int, toys: int) -> None:
        done = sell(order("TOY", "TOY", member_id=anna, tenders=(by_pass(toys, 1, 1, 9_950), cash(9_950))))
        assert list(queries.flaws()) == []

        Visit.objects.filter(source_id=done.order_id).update(sessions=2, undone=1)
        assert {flaw.code for flaw in queries.flaws()} == {
            "checkout.pass_not_as_used",
            "checkout.sessions_back_otherwise",
        }


class TestACardWithoutAName:
    def test_pays_for_a_stranger_and_is_paid_back(self, order: MakeOrder, shop: int) -> None:
        opened = a_card(shop, 100)
        done = sell(order("TOY", tenders=(by_card(opened, 9_950),)))
        [paid] = done.paid
        assert (paid.kind, paid.amount_minor, paid.instrument_id) == (TenderKind.PRINCIPAL, 9_950, opened.id)
        assert on_card(opened) == 50

        assert means(bring_back(done, (1, 500))) == {TenderKind.PRINCIPAL: -4_975}
        bring_back(done)
        assert on_card(opened) == 10_000
        assert list(queries.flaws()) == []

    def test_pays_beside_a_members_own_means(
        self, order: MakeOrder, anna: int, shop: int, goods: Goods, toys: int
    ) -> None:
        opened, [coupon] = a_card(shop, 50), ten_off(anna)
        put_money_in(anna, shop, 60)
        give_points(anna, 1_000)
        paid = (
            by_card(opened, 5_000),
            Tender(TenderKind.STORED_VALUE, 6_000),
            by_points(1_000, 1_000),
            by_pass(toys, 2, 1, 9_950 - _share_of_coupon(order, anna, coupon)),
        )
        due = 29_900 + 9_950 - 1_000
        rest = due - sum(each.amount_minor for each in paid)
        done = sell(order("MILK", "TOY", member_id=anna, coupon_ids=(coupon,), tenders=(*paid, cash(rest))))
        assert (on_card(opened), net(anna, "principal"), net(anna), left_of(toys)) == (0, 0, done.points, 9)

        bring_back(done, (1, 1_000))
        bring_back(done)
        assert (on_card(opened), net(anna, "principal"), net(anna), left_of(toys)) == (5_000, 6_000, 1_000, 10)
        assert [each.id for each in held.usable(anna, at=later())] == [coupon]
        assert list(queries.flaws()) == []

    def test_is_quoted_and_refused_when_it_is_short_blocked_or_unknown(
        self, order: MakeOrder, anna: int, shop: int
    ) -> None:
        opened = a_card(shop, 10)
        wanted = order("TOY", tenders=(by_card(opened, 9_950),))
        [usable] = queries.quote(order=wanted, at=NOON).cards
        assert (usable.card_id, usable.available_minor) == (opened.id, 1_000)
        with pytest.raises(book.NotEnough):
            sell(wanted)
        with pytest.raises(stored_value.NoSuchCard):
            sell(replace(wanted, tenders=(Tender(CARD, 9_950, instrument_id=7),)))
        with pytest.raises(stored_value.CardNotInUse):
            sell(wanted, at=later(24 * 366 * 3))

        stored_value.bind_card(number=opened.number, secret=opened.secret, member_id=anna, by=SYSTEM, at=NOON)
        stored_value.report_lost(card_id=opened.id, member_id=anna, by=SYSTEM, at=NOON)
        with pytest.raises(stored_value.CardNotInUse):
            sell(wanted)

    def test_bound_to_the_buyer_does_not_pay_twice_from_one_account(
        self, order: MakeOrder, anna: int, shop: int
    ) -> None:
        opened = a_card(shop, 100)
        stored_value.bind_card(number=opened.number, secret=opened.secret, member_id=anna, by=SYSTEM, at=NOON)
        twice = (by_card(opened, 4_975), Tender(TenderKind.STORED_VALUE, 4_975))
        with pytest.raises(checkout.BadTender):
            sell(order("TOY", member_id=anna, tenders=twice))
        with pytest.raises(checkout.BadTender):
            sell(order("TOY", member_id=anna, tenders=(twice[1], twice[1])))

        sell(order("TOY", tenders=(by_card(opened, 9_950),)))
        assert net(anna, "principal") == 50

    def test_bound_to_somebody_since_is_paid_back_into_that_account(
        self, order: MakeOrder, anna: int, shop: int
    ) -> None:
        opened = a_card(shop, 100)
        done = sell(order("TOY", member_id=anna, tenders=(by_card(opened, 9_950),)))
        stored_value.bind_card(number=opened.number, secret=opened.secret, member_id=anna, by=SYSTEM, at=NOON)

        bring_back(done)
        assert net(anna, "principal") == 10_000

    def test_takes_part_in_an_exchange(self, order: MakeOrder, shop: int) -> None:
        opened = a_card(shop, 100)
        done = sell(order("TOY", tenders=(by_card(opened, 9_950),)))
        other = order("SOAP", tenders=(by_card(opened, 1_005),))
        checkout.exchange(back=back_of(done), order=other, by=CASHIER, at=later())
        assert on_card(opened) == 10_000 - 1_005


class TestACodeThatNobodyHasClaimed:
    def test_is_used_by_whoever_brings_it_and_comes_back_to_its_bearer(self, order: MakeOrder, anna: int) -> None:
        [coupon] = codes()
        done = sell(order("MILK", cash=28_900, shown_coupon_ids=(coupon,)))
        assert done.coupon_ids == (coupon,)
        with pytest.raises(coupons.CodeTaken):
            sell(order("MILK", cash=28_900, shown_coupon_ids=(coupon,)))

        bring_back(done)
        assert sell(order("MILK", cash=28_900, member_id=anna, shown_coupon_ids=(coupon,))).coupon_ids == (coupon,)

    def test_becomes_the_members_who_uses_it(self, order: MakeOrder, anna: int, bert: int) -> None:
        [coupon], [own] = codes(), ten_off(anna)
        wanted = order("MILK", "MILK", member_id=anna, coupon_ids=None, shown_coupon_ids=(coupon,), cash=57_800)
        assert set(queries.quote(order=wanted, at=NOON).coupon_ids) == {own, coupon}
        done = sell(wanted)
        assert set(done.coupon_ids) == {own, coupon}

        bring_back(done, approval_id=_word(done))
        assert {each.id for each in held.usable(anna, at=later())} == {own, coupon}
        with pytest.raises(coupons.CodeTaken):
            sell(order("MILK", cash=28_900, member_id=bert, shown_coupon_ids=(coupon,)))

    def test_of_several_batches_are_used_together_by_a_stranger(self, order: MakeOrder) -> None:
        [one], [other] = codes(), codes()
        done = sell(order("MILK", cash=27_900, shown_coupon_ids=(one, other)))
        assert set(done.coupon_ids) == {one, other}

        bring_back(done)
        assert sell(order("MILK", cash=28_900, shown_coupon_ids=(other,))).coupon_ids == (other,)

    def test_is_refused_by_name(self, order: MakeOrder, anna: int, stores: Goods) -> None:
        [members_only], [elsewhere], [over] = (
            codes(members_only=True),
            codes(store_ids=[stores["S2"]]),
            codes(validity={"kind": "days", "first_day": "2026-01-05", "last_day": "2026-03-09"}),
        )
        with pytest.raises(coupons.UnknownCode):
            held.shown("7H3K-90QD-XM2A-PT5R")
        with pytest.raises(coupons.MembersOnly):
            sell(order("MILK", cash=28_900, shown_coupon_ids=(members_only,)))
        for coupon in (elsewhere, over):
            with pytest.raises(coupons.NotUsable):
                sell(order("MILK", cash=28_900, shown_coupon_ids=(coupon,)))
        assert sell(order("MILK", cash=28_900, member_id=anna, shown_coupon_ids=(members_only,))).coupon_ids

    def test_counts_towards_what_a_member_may_have(self, order: MakeOrder, anna: int) -> None:
        one, other = codes(2, per_member=1)
        sell(order("MILK", cash=28_900, member_id=anna, shown_coupon_ids=(one,)))

        with pytest.raises(coupons.HadEnough):
            sell(order("MILK", cash=28_900, member_id=anna, shown_coupon_ids=(other,)))

    def test_that_a_till_names_without_its_code_is_not_used(self, order: MakeOrder, anna: int) -> None:
        [coupon] = codes()

        assert sell(order("MILK", cash=29_900, member_id=anna, coupon_ids=(coupon,))).coupon_ids == ()

    def test_is_the_buyers_from_the_order_on_and_stays_so_when_it_is_given_up(
        self, order: MakeOrder, anna: int, on_the_shelf: None
    ) -> None:
        [coupon] = codes()
        with pytest.raises(checkout.MemberNeeded):
            checkout.place(order=order("MILK", shown_coupon_ids=(coupon,)), by=CASHIER, at=NOON)

        placed = checkout.place(order=order("MILK", member_id=anna, shown_coupon_ids=(coupon,)), by=CASHIER, at=NOON)
        assert placed.due_minor == 28_900
        with pytest.raises(coupons.CodeTaken):
            sell(order("MILK", cash=28_900, shown_coupon_ids=(coupon,)))
        checkout.cancel(order_id=placed.order_id, reason="不要了", by=CASHIER, at=later())
        assert [each.id for each in held.usable(anna, at=later())] == [coupon]

    def test_and_is_fetched_at_that_price(self, order: MakeOrder, anna: int, on_the_shelf: None) -> None:
        [coupon] = codes()
        wanted = order("MILK", member_id=anna, shown_coupon_ids=(coupon,))
        checkout.place(order=wanted, by=CASHIER, at=NOON)

        done = checkout.pick_up(
            store_id=wanted.store_id, client_id=wanted.client_id, tenders=(cash(28_900),), by=CASHIER, at=later()
        )
        assert done.coupon_ids == (coupon,)


def _word(done: Completed) -> int:
    manager = replace(CASHIER, id=99)
    return checkout.approve_refund(order_id=done.order_id, most_minor=100_000, by=manager, at=later())


def _share_of_coupon(order: MakeOrder, member_id: int, coupon: int) -> int:
    """What of the coupon falls on the toy of an order of milk and toy."""
    quoted = queries.quote(order=order("MILK", "TOY", member_id=member_id, coupon_ids=(coupon,)), at=NOON)
    return 9_950 - quoted.lines[1].net_minor
