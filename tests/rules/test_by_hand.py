"""A hand at the till: within the limit of its role, above the floor, on a line that is there."""

import pytest
from tests.rules.pricing_cast import MILK, WINE, basket, line, nets, price, rules

from shuke.selling.promotions.document import PricePolicy
from shuke.selling.promotions.rules.by_hand import BeyondRole, NoSuchLine
from shuke.selling.promotions.types import ManualDiscount

POLICY = PricePolicy(manual_percent={"cashier": 5, "store_manager": 20})


def by_hand(*given: ManualDiscount, policy: PricePolicy = POLICY, **more: int) -> list[int]:
    what = basket(line(1, MILK, 100, **more), line(2, WINE, 100), manual=given)
    return nets(price(what, rules(policy=policy)))


def test_a_role_takes_off_up_to_its_limit() -> None:
    assert by_hand(ManualDiscount(500, "cashier", 1)) == [9_500, 10_000]
    assert by_hand(ManualDiscount(4_000, "store_manager")) == [8_000, 8_000]


def test_beyond_its_limit_it_is_refused() -> None:
    with pytest.raises(BeyondRole) as refused:
        by_hand(ManualDiscount(501, "cashier", 1))

    assert refused.value.details["limit_minor"] == 500
    with pytest.raises(BeyondRole):
        by_hand(ManualDiscount(1, "guide"))


def test_a_discount_in_pieces_is_still_one() -> None:
    with pytest.raises(BeyondRole):
        by_hand(ManualDiscount(300, "cashier", 1), ManualDiscount(300, "cashier", 1, "again"))


def test_it_names_a_line_of_the_basket() -> None:
    with pytest.raises(NoSuchLine):
        by_hand(ManualDiscount(100, "cashier", 9))


def test_the_floor_holds_against_hands_too() -> None:
    assert by_hand(ManualDiscount(2_000, "store_manager", 1), floor_minor=9_900) == [9_900, 10_000]
