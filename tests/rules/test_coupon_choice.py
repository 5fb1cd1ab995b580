"""What each coupon gives, whether it may be used, and which of several are used together."""

from datetime import date, time

import pytest
from tests.rules.pricing_cast import (
    ANNA,
    CANDY,
    MEMBER,
    MILK,
    STORE,
    TOY,
    WINE,
    basket,
    causes,
    coupon,
    line,
    nets,
    price,
    promotion,
    rules,
    why,
)

from shuke.ledgers.coupons.types import Goods
from shuke.selling.promotions.document import PricePolicy
from shuke.selling.promotions.types import Entitlement, ManualDiscount, Priced, Standing

TENTH = promotion({"kind": "threshold", "steps": [{"at": 1, "percent_off": 10}]})


def off(priced: Priced) -> int:
    return priced.list_minor - priced.net_minor


@pytest.mark.parametrize(
    ("benefit", "terms", "expected"),
    [
        ("amount_off", {"amount_minor": 1_500}, 1_500),
        ("amount_off", {"amount_minor": 99_999}, 17_000),
        ("percent_off", {"percent_off": 20}, 3_400),
        ("percent_off", {"percent_off": 20, "max_off_minor": 1_000}, 1_000),
        ("percent_off", {"percent_off": 20, "goods": Goods(sku_ids=(CANDY,))}, 400),
        ("nth_item", {"nth": 2, "percent_off": 50}, 500),
        ("nth_item", {"nth": 4, "percent_off": 100}, 0),
        ("exchange", {"exchange_minor": 100}, 14_900),
        ("exchange", {"exchange_minor": 100, "goods": Goods(sku_ids=(CANDY,))}, 900),
    ],
    ids=str,
)
def test_what_a_coupon_takes_off(benefit: str, terms: dict[str, object], expected: int) -> None:
    priced = price(basket(line(1, MILK, 150), line(2, CANDY, 10, units=2)), rules(), coupon(1, benefit, **terms))

    assert off(priced) == expected
    assert priced.used.coupon_ids == ((1,) if expected else ())


def test_a_gift_coupon_adds_its_gift() -> None:
    priced = price(basket(line(1, MILK, 150)), rules(), coupon(1, "gift", gift_sku_id=TOY))

    assert [(gift.sku_id, gift.quantity_milli, gift.coupon_id) for gift in priced.gifts] == [(TOY, 1_000, 1)]


def test_free_delivery_takes_the_fee_off_and_is_kept_where_there_is_none() -> None:
    ticket = coupon(1, "free_delivery")
    sent = price(basket(line(1, MILK, 150), delivery_minor=800), rules(), ticket)
    carried = price(basket(line(1, MILK, 150)), rules(), ticket)

    assert (sent.due_minor, sent.delivery_minor, sent.used.coupon_ids) == (15_000, 0, (1,))
    assert carried.used.coupon_ids == ()
    assert why(carried) == {("coupon.gives_nothing", "coupon:1")}


@pytest.mark.parametrize(
    ("terms", "reason"),
    [
        ({"threshold_minor": 15_001}, "below_threshold"),
        ({"goods": Goods(brand_ids=(9,))}, "no_goods"),
        ({"member_id": MEMBER + 1}, "of_another_member"),
        ({"valid_from": date(2026, 3, 11)}, "not_yet_valid"),
        ({"expires_on": date(2026, 3, 10)}, "expired"),
        ({"store_ids": frozenset({STORE + 1})}, "other_store"),
        ({"channels": frozenset({"mall"})}, "other_channel"),
        ({"weekdays": frozenset({6, 7})}, "other_day"),
        ({"from_time": time(18)}, "other_time"),
    ],
    ids=str,
)
def test_why_a_coupon_may_not_be_used(terms: dict[str, object], reason: str) -> None:
    priced = price(basket(line(1, MILK, 150)), rules(), coupon(1, "amount_off", amount_minor=100, **terms))

    assert off(priced) == 0
    assert why(priced) == {(f"coupon.{reason}", "coupon:1")}


def test_the_threshold_is_judged_after_promotions_and_before_other_coupons() -> None:
    what = basket(line(1, MILK, 100))
    needs_ninety = coupon(1, "amount_off", amount_minor=500, threshold_minor=9_000)
    needs_more = coupon(2, "amount_off", amount_minor=500, threshold_minor=9_001)
    other = coupon(3, "amount_off", amount_minor=4_000)

    priced = price(what, rules(TENTH), needs_ninety, needs_more, other)

    assert priced.used.coupon_ids == (1, 3)
    assert ("coupon.below_threshold", "coupon:2") in why(priced)


def test_a_coupon_that_stands_alone_keeps_off_promoted_lines() -> None:
    book = rules(promotion({"kind": "threshold", "steps": [{"at": 1, "percent_off": 10}]}, goods={"sku_ids": [MILK]}))
    alone = coupon(1, "percent_off", percent_off=50, with_promotions=False)

    assert nets(price(basket(line(1, MILK, 100), line(2, WINE, 100)), book, alone)) == [9_000, 5_000]
    assert why(price(basket(line(1, MILK, 100)), book, alone)) == {("coupon.not_with_promotions", "coupon:1")}


def test_a_member_price_is_no_promotion_to_a_coupon() -> None:
    book = rules(promotion({"kind": "tier_discount", "percent_off": {"1": 10}}))
    alone = coupon(1, "percent_off", percent_off=50, with_promotions=False)

    assert nets(price(basket(line(1, MILK, 100)), book, alone)) == [4_500]


def test_of_one_group_the_better_is_used_and_the_other_told_why_not() -> None:
    small = coupon(1, "amount_off", amount_minor=500, group="A")
    large = coupon(2, "percent_off", percent_off=10, group="A")

    priced = price(basket(line(1, MILK, 100)), rules(), small, large)

    assert priced.used.coupon_ids == (2,)
    assert (priced.second.coupon_ids, priced.second.due_minor) == ((1,), 9_500)
    assert [(reason.code, reason.subject, reason.detail) for reason in priced.reasons] == [
        ("coupon.another_of_its_group", "coupon:1", 2)
    ]


def test_no_coupon_is_used_up_for_nothing() -> None:
    all_off, more = coupon(1, "amount_off", amount_minor=10_000), coupon(2, "amount_off", amount_minor=500)

    priced = price(basket(line(1, MILK, 100)), rules(), all_off, more)

    assert priced.used.coupon_ids == (1,)
    assert ("coupon.gives_nothing_more", "coupon:2") in why(priced)


def test_of_two_alike_the_one_that_ends_first_is_used() -> None:
    late = coupon(1, "amount_off", template="T", amount_minor=500, group="A", expires_on=date(2026, 12, 31))
    soon = coupon(2, "amount_off", template="T", amount_minor=500, group="A", expires_on=date(2026, 3, 11))

    priced = price(basket(line(1, MILK, 100)), rules(), late, soon)

    assert priced.used.coupon_ids == (2,)
    assert priced.second.coupon_ids == ()


def test_a_percentage_comes_before_an_amount_whatever_their_order() -> None:
    tenth, ten = coupon(1, "percent_off", percent_off=10), coupon(2, "amount_off", amount_minor=1_000)

    assert off(price(basket(line(1, MILK, 100)), rules(), ten, tenth)) == 2_000
    assert off(price(basket(line(1, MILK, 100)), rules(), tenth, ten)) == 2_000


def test_a_coupon_cut_by_the_floor_says_so() -> None:
    kept = rules(policy=PricePolicy(floor_percent_of_list=80))
    priced = price(basket(line(1, MILK, 100)), kept, coupon(1, "amount_off", amount_minor=3_000))

    assert off(priced) == 2_000
    assert [(one.code, one.detail) for one in priced.reasons] == [("coupon.stopped_at_floor", 1_000)]


def test_an_entitlement_is_used_where_it_helps_and_only_one() -> None:
    member_day = Entitlement(id=5, code="member-day", percent_off=20)
    weaker = Entitlement(id=6, code="ten", percent_off=10)
    anna = Standing(MEMBER, 1, entitlements=(weaker, member_day))

    priced = price(basket(line(1, MILK, 100)), rules(TENTH), standing=anna)

    assert causes(priced) == [[("threshold", "R1", 1_000), ("entitlement", "member-day", 1_800)]]
    assert priced.used.entitlement_ids == (5,)
    assert priced.lines[0].deductions[-1].entitlement_id == 5
    assert ("coupon.another_of_its_group", "entitlement:6") in why(priced)


def test_an_entitlement_never_costs_a_coupon_its_threshold() -> None:
    anna = Standing(MEMBER, 1, entitlements=(Entitlement(5, "member-day", 20),))
    big = coupon(1, "amount_off", amount_minor=3_000, threshold_minor=10_000)

    priced = price(basket(line(1, MILK, 100)), rules(), big, standing=anna)

    assert off(priced) == 5_000


def test_a_discount_by_hand_comes_before_coupons_and_within_the_role() -> None:
    policy = PricePolicy(manual_percent={"cashier": 5})
    what = basket(line(1, MILK, 100), manual=(ManualDiscount(500, "cashier", 1, "scratch"),))

    priced = price(what, rules(policy=policy), coupon(1, "percent_off", percent_off=10), standing=ANNA)

    assert causes(priced) == [[("manual", "cashier", 500), ("coupon", "T1", 950)]]


def test_dozens_of_coupons_end_in_time_and_say_that_not_all_was_tried() -> None:
    """What no till sees: forty coupons that all go together, each with a choice of goods of its own."""
    lines = [line(number, 200 + number, 37 + 11 * number) for number in range(1, 13)]
    held = [
        coupon(
            number, "percent_off", percent_off=3 + number % 7, goods=Goods(sku_ids=tuple(range(201, 202 + number % 12)))
        )
        for number in range(1, 41)
    ]

    priced = price(basket(*lines), rules(), *held)

    assert ("coupon.too_many_to_try", "basket") in why(priced)
    assert priced.due_minor < price(basket(*lines), rules(), *held[:3]).due_minor


def test_two_alike_that_go_together_are_both_used() -> None:
    twins = [coupon(number, "amount_off", template="T", amount_minor=500) for number in (1, 2, 3)]

    priced = price(basket(line(1, MILK, 100)), rules(), *twins)

    assert (priced.used.coupon_ids, priced.due_minor) == ((1, 2, 3), 8_500)
    assert (priced.second.coupon_ids, priced.second.due_minor) == ((1, 2), 9_000)
