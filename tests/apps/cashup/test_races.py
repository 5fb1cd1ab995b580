"""A sale while its shift is being cashed up either stands in the report or is refused. With a control."""

import functools

import pytest
from tests.apps.book.races import at_once, refused
from tests.apps.checkout.conftest import CASHIER, later, sell

from shuke.foundation import ids, scopes
from shuke.selling.cashup import operations as cashup
from shuke.selling.cashup.types import Subject, Taking, ZReport
from shuke.selling.checkout import queries as checkout
from shuke.selling.checkout.types import Completed, TenderKind
from shuke.selling.tills import operations as tills

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("on_the_shelf")]


def anywhere(work):
    def run():
        with scopes.everywhere(reason="a thread of a test"):
            return work()

    return run


def close(shift: int) -> ZReport:
    return cashup.cash_up(shift_id=shift, counted_minor=20_000, by=CASHIER, at=later(8))


def sold_outside_the_report(order, shift: int) -> int:
    """Let five tills sell while the shift is closed; return how many sales are done and not in the report."""
    tills_at_once = [functools.partial(sell, order("TOY", cash=9_950, shift_id=shift)) for _ in range(5)]
    outcomes = at_once(*(anywhere(work) for work in (functools.partial(close, shift), *tills_at_once)))
    refusals = refused(outcomes)
    assert {type(each) for each in refusals} <= {tills.ShiftNotOpen}
    done = [each for each in outcomes if isinstance(each, Completed)]
    (report,) = [each for each in outcomes if isinstance(each, ZReport)]
    assert len(done) + len(refusals) == len(tills_at_once)
    assert checkout.takings(shift).sale_count == len(done)
    return len(done) - report.report.sale_count


def test_a_sale_is_in_the_report_or_is_refused(order, open_shift, monkeypatch) -> None:
    monkeypatch.setenv("SHUKE_FAILPOINTS", "checkout.priced=sleep:0.1,cashup.closed=sleep:0.1")
    assert [sold_outside_the_report(order, open_shift()) for _ in range(4)] == [0, 0, 0, 0]


def test_control_without_the_hold_a_sale_is_done_that_no_report_shows(order, open_shift, monkeypatch) -> None:
    monkeypatch.setenv("SHUKE_FAILPOINTS", "checkout.priced=sleep:0.6")  # the report is drawn long before
    monkeypatch.setattr(tills, "hold_open", lambda *, shift_id: None)
    assert any(sold_outside_the_report(order, open_shift()) > 0 for _ in range(8))


def taken_outside_the_report(shift: int, shop: int) -> int:
    """Let five tills take money for top-ups while the shift is closed; return how much of it no report shows."""
    takings = [Taking(Subject.TOP_UP, ids.new(), shop, shift, TenderKind.CASH, 100) for _ in range(5)]
    take = [functools.partial(cashup.take, taking=taking, by=CASHIER, at=later()) for taking in takings]
    outcomes = at_once(*(anywhere(work) for work in (functools.partial(close, shift), *take)))
    refusals = refused(outcomes)
    assert {type(each) for each in refusals} <= {tills.ShiftNotOpen}
    (report,) = [each for each in outcomes if isinstance(each, ZReport)]
    return 100 * (len(takings) - len(refusals)) - report.report.cash_taken_minor


def test_money_for_a_top_up_is_in_the_report_or_is_refused(open_shift, shop, monkeypatch) -> None:
    monkeypatch.setenv("SHUKE_FAILPOINTS", "cashup.held=sleep:0.1,cashup.closed=sleep:0.1")
    assert [taken_outside_the_report(open_shift(), shop) for _ in range(3)] == [0, 0, 0]


def test_control_without_the_hold_money_is_taken_that_no_report_shows(open_shift, shop, monkeypatch) -> None:
    monkeypatch.setenv("SHUKE_FAILPOINTS", "cashup.held=sleep:0.6")  # the report is drawn long before
    monkeypatch.setattr(tills, "hold_open", lambda *, shift_id: None)
    assert any(taken_outside_the_report(open_shift(), shop) > 0 for _ in range(8))


def test_two_who_cash_up_at_once_draw_one_report(shift) -> None:
    outcomes = at_once(*[anywhere(functools.partial(close, shift))] * 4)
    assert refused(outcomes) == []
    assert {each.number for each in outcomes if isinstance(each, ZReport)} == {1}
