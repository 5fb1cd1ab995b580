"""How many statements a checkout may take. Lowering a number is welcome; raising one is a decision."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.apps.checkout.conftest import MakeOrder, bring_back, by_points, give_points, later, sell, ten_off

pytestmark = pytest.mark.django_db(transaction=True)

A_MEMBERS_CHECKOUT = 28
A_STRANGERS_CHECKOUT = 12
A_RETURN = 52


@pytest.fixture(autouse=True)
def _in_use(order: MakeOrder, anna: int, programme: None, on_the_shelf: None) -> None:
    """A member of the highest tier by purchases, and rules that this process knows."""
    for _ in range(20):
        sell(order("MILK", "TOY", "SOAP", cash=40_855, member_id=anna))


def test_three_lines_a_coupon_points_growth_and_stock(order: MakeOrder, anna: int) -> None:
    earlier, coupon = ten_off(anna, count=2)
    sell(order("MILK", "TOY", "SOAP", cash=39_855, member_id=anna, coupon_ids=(earlier,)), at=later(24))
    wanted = order("MILK", "TOY", "SOAP", cash=39_855, member_id=anna, coupon_ids=(coupon,))

    with CaptureQueriesContext(connection) as asked:
        done = sell(wanted, at=later(24))
    assert done.coupon_ids == (coupon,)
    assert len(asked) <= A_MEMBERS_CHECKOUT, "\n".join(each["sql"][:150] for each in asked)


def test_points_that_pay_take_none_more(order: MakeOrder, anna: int) -> None:
    give_points(anna, 1_000)
    sell(order("SOAP", cash=1_005, member_id=anna), at=later(24))
    wanted = order("MILK", cash=28_900, member_id=anna, tenders=(by_points(1_000, 1_000),))

    with CaptureQueriesContext(connection) as asked:
        sell(wanted, at=later(24))
    assert len(asked) <= A_MEMBERS_CHECKOUT


def test_a_stranger(order: MakeOrder) -> None:
    sell(order("SOAP", cash=1_005))
    with CaptureQueriesContext(connection) as asked:
        sell(order("MILK", "TOY", "SOAP", cash=40_855))
    assert len(asked) <= A_STRANGERS_CHECKOUT


def test_an_answer_that_was_given_before(order: MakeOrder) -> None:
    again = order("TOY", cash=9_950)
    sell(again)

    with CaptureQueriesContext(connection) as asked:
        sell(again)
    assert len(asked) == 4


def test_a_return(order: MakeOrder, anna: int) -> None:
    done = sell(order("MILK", "TOY", cash=39_850, member_id=anna))

    with CaptureQueriesContext(connection) as asked:
        bring_back(done)
    assert len(asked) <= A_RETURN, "\n".join(each["sql"][:150] for each in asked)
