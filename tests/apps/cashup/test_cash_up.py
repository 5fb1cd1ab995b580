"""A shift is counted blind, closed once, and its report stays as it was drawn."""

from dataclasses import asdict, replace

import pytest
from django.db import DatabaseError, connection, transaction
from tests.apps.checkout.conftest import (
    CASHIER,
    NOON,
    back_of,
    bring_back,
    by_points,
    cash,
    give_points,
    later,
    put_in_force,
    sell,
    ten_off,
)

from shuke.foundation import ids, scopes
from shuke.foundation.members import queries as members
from shuke.selling.cashup import operations as cashup
from shuke.selling.cashup import queries
from shuke.selling.cashup.models import FrozenReport
from shuke.selling.checkout import operations as checkout
from shuke.selling.checkout.types import MeansTaken, Tender, TenderKind
from shuke.selling.tills import operations as tills
from shuke.selling.tills.types import CashKind

pytestmark = pytest.mark.usefixtures("on_the_shelf", "programme")


def card(amount: int) -> Tender:
    return Tender(TenderKind.CARD, amount, reference="slip-1")


def move(shift: int, kind: CashKind, amount: int) -> None:
    tills.move_cash(
        move_id=ids.new(), shift_id=shift, kind=kind, amount_minor=amount, reason="找零", by=CASHIER, at=NOON
    )


def cash_up(shift: int, counted: int | None = None, **told) -> queries.ZReport:
    return cashup.cash_up(shift_id=shift, counted_minor=counted, by=CASHIER, at=later(8), **told)


@pytest.mark.covers("A08")
def test_a_day_at_the_till_from_the_float_to_the_balanced_drawer(anna, order, shop, shift) -> None:
    """Open a shift, identify, price with what the member has, split the tender, refund, close balanced."""
    give_points(anna, 1_000)
    found = members.find("13812345678")
    assert [each.member_id for each in found] == [anna]
    [coupon] = ten_off(anna)

    split = (cash(10_000, tendered=12_000), card(17_900), by_points(1_000, 1_000))
    milk = sell(order("MILK", member_id=anna, coupon_ids=(coupon,), tenders=split, shift_id=shift))
    toy = sell(order("TOY", cash=9_950, shift_id=shift))
    bring_back(toy, shift_id=shift)
    move(shift, CashKind.IN, 5_000)
    move(shift, CashKind.OUT, 3_000)
    assert (milk.due_minor, milk.change_minor) == (28_900, 2_000)

    done = cash_up(shift, pieces={10_000: 3, 1_000: 2})

    report = done.report
    assert report.means == (
        MeansTaken(TenderKind.CASH, 19_950, 9_950),
        MeansTaken(TenderKind.CARD, 17_900),
        MeansTaken(TenderKind.POINTS, 1_000),
    )
    assert (report.sale_count, report.return_count) == (2, 1)
    assert (report.sold_minor, report.returned_minor, report.discount_minor) == (38_850, 9_950, 1_000)
    assert (report.change_minor, report.rounding_minor, report.cash_move_count) == (2_000, 0, 2)
    assert (report.float_minor, report.cash_in_minor, report.cash_out_minor) == (20_000, 5_000, 3_000)
    assert report.expected_minor == 20_000 + 10_000 + 5_000 - 3_000
    assert (done.counted_minor, done.over_minor) == (32_000, 0)


def test_over_and_short_are_told(order, shift) -> None:
    sell(order("TOY", cash=9_950, shift_id=shift))
    assert cash_up(shift, 29_900).over_minor == -50


def test_what_is_let_off_by_rounding_is_told(order, shift) -> None:
    put_in_force("checkout.settings", {"round_cash_to": 10})
    sell(order("SOAP", cash=1_000, shift_id=shift))

    done = cash_up(shift, 21_000)

    assert (done.report.rounding_minor, done.over_minor) == (5, 0)


def test_whoever_counts_is_told_nothing_from_which_the_cash_could_be_worked_out(order, shift) -> None:
    sell(order("MILK", tenders=(cash(10_000), card(19_900)), shift_id=shift))

    told = queries.report_for_counting(shift, at=NOON)

    assert told is not None
    assert told.means_but_cash == (MeansTaken(TenderKind.CARD, 19_900),)
    words = str(asdict(told))
    assert not [each for each in ("10000", "29900", "30000", "cash_taken", "expected") if each in words]


def test_the_x_report_is_the_shift_so_far(order, shift) -> None:
    sell(order("TOY", cash=9_950, shift_id=shift))
    first = queries.report_x(shift, at=NOON)
    sell(order("TOY", cash=9_950, shift_id=shift))
    second = queries.report_x(shift, at=NOON)

    assert first is not None
    assert second is not None
    assert (first.expected_minor, second.expected_minor) == (29_950, 39_900)
    assert queries.report_z(shift) is None


def test_another_shift_and_an_order_without_shift_do_not_count(order, open_shift) -> None:
    first = open_shift()
    sell(order("TOY", cash=9_950, shift_id=first))
    sell(order("TOY", cash=9_950))
    cash_up(first, 29_950)
    second = open_shift()
    sell(order("MILK", cash=29_900, shift_id=second))

    assert cash_up(second, 49_900).over_minor == 0


def test_reports_of_a_till_are_numbered_without_gap(order, open_shift) -> None:
    numbers = [cash_up(open_shift(), 20_000).number for _ in range(3)]
    assert numbers == [1, 2, 3]
    assert [row.number for row in queries.reports()] == [3, 2, 1]


def test_the_same_count_sent_again_is_the_same_report_and_another_is_refused(shift) -> None:
    first = cash_up(shift, 20_000)

    assert cash_up(shift, 20_000) == first
    with pytest.raises(cashup.ShiftNotOpen):
        cash_up(shift, 20_100)
    assert FrozenReport.objects.count() == 1


@pytest.mark.parametrize(
    "told", [{"pieces": {3: 1}}, {"pieces": {100: -1}}, {"counted": -1}, {"pieces": {100: 1}, "counted": 200}, {}]
)
def test_what_is_no_count_is_refused_and_the_shift_stays_open(shift, told) -> None:
    with pytest.raises(cashup.NotAnAmount):
        cash_up(shift, **told)
    assert cash_up(shift, 20_000).over_minor == 0


def test_nothing_is_sold_or_taken_back_in_a_shift_that_is_closed(order, shift, open_shift) -> None:
    toy = sell(order("TOY", cash=9_950, shift_id=shift))
    cash_up(shift, 29_950)

    with pytest.raises(tills.ShiftNotOpen):
        sell(order("TOY", cash=9_950, shift_id=shift))
    with pytest.raises(tills.ShiftNotOpen):
        bring_back(toy, shift_id=shift)

    assert bring_back(toy, shift_id=open_shift()).due_minor == -9_950


def test_a_sale_that_is_sent_again_after_the_closing_has_its_answer(order, shift) -> None:
    sent = order("TOY", cash=9_950, shift_id=shift)
    first = sell(sent)
    cash_up(shift, 29_950)
    assert sell(sent) == first


def test_a_frozen_report_can_neither_be_changed_nor_taken_away(shift) -> None:
    cash_up(shift, 20_000)
    for statement in ("UPDATE cashup_report SET over_minor = over_minor", "DELETE FROM cashup_report"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_a_shift_of_another_store_is_not_there(shift, stores) -> None:
    with scopes.of(scopes.Scope(stores=frozenset({stores["S2"]}), entities=None)):
        assert queries.report_x(shift, at=NOON) is None
        assert queries.report_for_counting(shift, at=NOON) is None
        with pytest.raises(cashup.ShiftNotOpen):
            cash_up(shift, 20_000)


def test_an_exchange_of_goods_counts_on_both_sides(order, shift) -> None:
    toy = sell(order("TOY", cash=9_950, shift_id=shift))
    checkout.exchange(
        back=back_of(toy, shift_id=shift), order=order("MILK", cash=29_900, shift_id=shift), by=CASHIER, at=later()
    )
    report = queries.report_x(shift, at=NOON)
    assert report is not None
    assert (report.sale_count, report.return_count, report.expected_minor) == (2, 1, 49_900)


def test_a_sale_that_was_refused_is_not_in_the_report(order, shift) -> None:
    with pytest.raises(checkout.NotPaidExactly):
        sell(replace(order("TOY", shift_id=shift), tenders=(cash(100),)))
    assert cash_up(shift, 20_000).report.sale_count == 0
