"""Whatever is rung up, in whatever order: X and Z are the sum of what was taken, and a drawer that lies is found."""

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import replace

import pytest
from tests.apps.checkout.conftest import CASHIER, NOON, back_of, by_points, cash, give_points, later, sell

from shuke.foundation import ids
from shuke.ledgers.book.types import member
from shuke.ledgers.stored_value.types import Method, NewTopUp
from shuke.selling.cashup import operations as cashup
from shuke.selling.cashup import queries
from shuke.selling.cashup.models import Taken
from shuke.selling.cashup.types import Report, Subject, Taking
from shuke.selling.checkout import operations as checkout
from shuke.selling.checkout.types import Completed, OrderKind, Tender, TenderKind
from shuke.selling.tills import operations as tills
from shuke.selling.tills.types import CashKind
from shuke.surfaces import topping_up

pytestmark = pytest.mark.usefixtures("on_the_shelf", "programme")
PRICES = {"MILK": 29_900, "TOY": 9_950, "SOAP": 1_005}
ACTS = 40


class Tally:
    """What a careful onlooker writes down, act by act."""

    def __init__(self, shift: int) -> None:
        self.shift, self.drawer = shift, 20_000
        self.taken, self.back = Counter[TenderKind](), Counter[TenderKind]()
        self.outside = Counter[tuple[Subject, TenderKind]]()
        self.sold: list[Completed] = []

    def note(self, done: Completed) -> Completed:
        for paid in done.paid:
            side = self.back if done.kind is OrderKind.RETURN else self.taken
            side[paid.kind] += abs(paid.amount_minor)
            self.drawer += paid.amount_minor if paid.kind is TenderKind.CASH else 0
        return done

    def agrees(self, report: Report) -> None:
        told = {each.kind: (each.taken_minor, each.paid_back_minor) for each in report.means}
        kinds = {*(+self.taken), *(+self.back)}
        assert told == {kind: (self.taken[kind], self.back[kind]) for kind in kinds}
        assert {(each.subject, each.kind): each.amount_minor for each in report.outside} == dict(self.outside)
        assert report.expected_minor == self.drawer


def ring_up(tally: Tally, chance: random.Random, order, anna: int) -> None:
    codes = [chance.choice(list(PRICES)) for _ in range(chance.randint(1, 3))]
    due = sum(PRICES[code] for code in codes)
    tenders: list[Tender] = [by_points(100, 100)] if due > 2_000 and chance.random() < 0.3 else []
    left = due - sum(each.amount_minor for each in tenders)
    by_card = chance.choice([0, left, left // 2])
    tenders += [Tender(TenderKind.CARD, by_card, reference="slip")] if by_card else []
    tenders += [cash(left - by_card, tendered=left - by_card + chance.randrange(500))] if left > by_card else []
    wanted = order(*codes, tenders=tuple(tenders), member_id=anna, shift_id=tally.shift)
    tally.sold.append(tally.note(sell(wanted)))


def take_back(tally: Tally, chance: random.Random, order, anna: int) -> None:
    if tally.sold:
        sold = tally.sold.pop(chance.randrange(len(tally.sold)))
        wanted = back_of(sold, shift_id=tally.shift)
        word = checkout.approve_refund(
            order_id=sold.order_id, most_minor=10**6, by=replace(CASHIER, id=CASHIER.id + 1), at=later()
        )
        tally.note(checkout.give_back(back=replace(wanted, approval_id=word), by=CASHIER, at=later()))


def top_up(tally: Tally, chance: random.Random, order, anna: int) -> None:
    kind, amount = chance.choice([TenderKind.CASH, TenderKind.CARD]), chance.randrange(100, 20_000)
    new = NewTopUp(ids.new(), member(anna), amount, order().store_id, Method(kind.value), identified=True)
    slip = "slip" if kind is TenderKind.CARD else ""
    taking = Taking(Subject.TOP_UP, new.id, new.store_id, tally.shift, kind, amount, reference=slip)
    topping_up.take(new=new, by=CASHIER, at=NOON, taking=taking)
    tally.taken[kind] += amount
    tally.outside[Subject.TOP_UP, kind] += amount
    tally.drawer += amount if kind is TenderKind.CASH else 0


def move(tally: Tally, chance: random.Random, order, anna: int) -> None:
    kind, amount = chance.choice(list(CashKind)), chance.randrange(1, 5_000)
    tills.move_cash(
        move_id=ids.new(), shift_id=tally.shift, kind=kind, amount_minor=amount, reason="找零", by=CASHIER, at=NOON
    )
    tally.drawer += amount if kind is CashKind.IN else -amount


DOES: list[Callable[..., None]] = [ring_up, ring_up, take_back, top_up, move]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_x_and_z_are_the_sum_of_the_tenders(seed: int, shift, order, anna) -> None:
    give_points(anna, 10_000)
    chance, tally = random.Random(seed), Tally(shift)
    for number in range(ACTS):
        chance.choice(DOES)(tally, chance, order, anna)
        if number % 5 == 0:
            so_far = queries.report_x(shift, at=NOON)
            assert so_far is not None
            tally.agrees(so_far)

    counted = max(0, tally.drawer + 7)
    z = cashup.cash_up(shift_id=shift, counted_minor=counted, by=CASHIER, at=later(8))
    tally.agrees(z.report)
    assert z.over_minor == counted - tally.drawer
    assert queries.report_z(shift) == z
    assert list(queries.flaws()) == []


def plant(shift: int, store_id: int, **values) -> None:
    row = {"kind": "cash", "amount_minor": 10_000, "change_minor": 0, "subject": "top_up", "source_id": 7}
    Taken._base_manager.create(shift_id=shift, store_id=store_id, staff_id=1, taken_at=NOON, **(row | values))


def test_money_taken_for_nothing_is_found(shift, shop) -> None:
    plant(shift, shop)
    assert {flaw.code for flaw in queries.flaws()} == {"cashup.taken_is_not_the_price"}


def test_money_that_no_payment_brought_is_found(shift, shop) -> None:
    plant(shift, shop, kind="wechat", payment_id=7)
    assert {flaw.code for flaw in queries.flaws()} == {"cashup.taken_is_not_the_price", "cashup.payment_not_applied"}


def test_money_is_not_taken_after_the_count_and_a_report_without_it_is_found(shift, shop, anna) -> None:
    cashup.cash_up(shift_id=shift, counted_minor=20_000, by=CASHIER, at=later(8))
    new = NewTopUp(ids.new(), member(anna), 10_000, shop, Method.CASH, identified=True)
    taking = Taking(Subject.TOP_UP, new.id, shop, shift, TenderKind.CASH, 10_000)
    with pytest.raises(cashup.ShiftNotOpen):
        topping_up.take(new=new, by=CASHIER, at=later(9), taking=taking)

    plant(shift, shop)
    assert "cashup.report_changed" in {flaw.code for flaw in queries.flaws()}
