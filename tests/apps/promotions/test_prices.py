"""Prices by the rules of the day: read once, known by every process as soon as they are approved."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.apps.promotions.conftest import MEMBER, NOON, STORE, TODAY, PutInForce, tenth

from shuke.foundation.rulebook import queries as rulebook
from shuke.ledgers.coupons.types import Benefit, Coupon, Terms
from shuke.selling.promotions import queries as promotions
from shuke.selling.promotions.document import PricePolicy, Promotion
from shuke.selling.promotions.rules.by_hand import BeyondRole
from shuke.selling.promotions.types import Basket, ManualDiscount, Standing

ANNA, STRANGER = Standing(MEMBER, 1), Standing()


def basket(goods: dict[str, int], *, milk: int = 1, sold_at: datetime = NOON) -> Basket:
    return Basket(promotions.basket_lines([(goods["MILK"], milk * 1000)]), STORE, sold_at)


def test_a_basket_takes_its_facts_from_the_catalogue_in_one_statement(goods: dict[str, int]) -> None:
    with CaptureQueriesContext(connection) as asked:
        milk, candy = promotions.basket_lines([(goods["MILK"], 2_000), (goods["CANDY"], 500)])

    assert len(asked) == 1
    assert (milk.line_no, milk.category_path, milk.unit_list_minor, milk.unit_cost_minor) == (
        1,
        "/母婴/奶粉/",
        10_000,
        6_000,
    )
    assert (candy.line_no, candy.quantity_milli, candy.brand_id) == (2, 500, None)


def test_goods_that_are_unknown_or_without_a_price_are_refused(goods: dict[str, int]) -> None:
    with pytest.raises(promotions.UnknownGoods):
        promotions.basket_lines([(1, 1_000)])
    with pytest.raises(promotions.NoListPrice):
        promotions.basket_lines([(goods["TOY"], 1_000)])


def test_without_rules_everything_costs_its_list_price(goods: dict[str, int]) -> None:
    assert promotions.price(basket(goods), ANNA).due_minor == 10_000


def test_the_version_of_the_day_counts(goods: dict[str, int], put_in_force: PutInForce) -> None:
    put_in_force("SALE", tenth(10), date(2026, 3, 1))
    put_in_force("SALE", tenth(20), date(2026, 3, 11))

    assert promotions.price(basket(goods), ANNA).due_minor == 9_000
    assert promotions.price(basket(goods), ANNA, on=date(2026, 2, 28)).due_minor == 10_000
    after_midnight = datetime(2026, 3, 10, 16, tzinfo=UTC)
    assert promotions.price(basket(goods, sold_at=after_midnight), ANNA).due_minor == 8_000


def test_known_rules_cost_one_small_statement_and_none_within_one_reading(
    goods: dict[str, int], put_in_force: PutInForce
) -> None:
    put_in_force("SALE", tenth(10))
    what = basket(goods)
    promotions.price(what, ANNA)

    with CaptureQueriesContext(connection) as alone:
        promotions.price(what, ANNA)
    with rulebook.one_reading(), CaptureQueriesContext(connection) as within:
        promotions.price(what, ANNA)

    assert (len(alone), len(within)) == (1, 0)


def test_an_approval_is_seen_at_once(goods: dict[str, int], put_in_force: PutInForce) -> None:
    what = basket(goods)
    before = promotions.price(what, ANNA).due_minor
    put_in_force("SALE", tenth(10))
    with_sale = promotions.price(what, ANNA).due_minor
    put_in_force("SALE", tenth(10), withdrawn=True)

    assert (before, with_sale, promotions.price(what, ANNA).due_minor) == (10_000, 9_000, 10_000)


def test_an_approval_by_another_process_is_seen_at_once(goods: dict[str, int], put_in_force: PutInForce) -> None:
    """Another process leaves nothing behind but its rows."""
    put_in_force("SALE", tenth(10))
    what = basket(goods)
    promotions.price(what, ANNA)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO rulebook_document (id, kind, key, number, body, effective_from, note, proposed_by, "
            "proposed_by_kind, proposed_at, approved_by, approved_at) SELECT id + 1, kind, 'OTHER', 1, body, "
            "effective_from, note, proposed_by, proposed_by_kind, proposed_at, approved_by, approved_at "
            "FROM rulebook_document WHERE key = 'SALE'"
        )

    codes = [rule.code for rule in promotions.rules_on(TODAY).rules]

    assert codes == ["OTHER", "SALE"]


@pytest.mark.covers("D01")
def test_early_access_refuses_lower_tiers_and_serves_the_higher(
    goods: dict[str, int], put_in_force: PutInForce
) -> None:
    """A tier holds an early-access window on products besides its discount."""
    early = {"kind": "early_access", "min_level": 3, "public_on": "2026-03-12"}
    put_in_force("NEW", early, goods={"sku_ids": [goods["MILK"]]})
    put_in_force("GOLD", {"kind": "tier_discount", "percent_off": {"3": 10}})

    with pytest.raises(promotions.NotYetOnSale) as refused:
        promotions.price(basket(goods), ANNA)

    assert (refused.value.details["line"], refused.value.details["level"]) == ("line:1", 3)
    assert [reason.code for reason in promotions.quote(basket(goods), ANNA).blocked] == ["line.not_yet_on_sale"]
    assert promotions.price(basket(goods), Standing(MEMBER, 3)).due_minor == 9_000
    public = basket(goods, sold_at=datetime(2026, 3, 11, 16, tzinfo=UTC))
    assert promotions.price(public, STRANGER).due_minor == 10_000


def test_the_policy_of_the_day_holds_floor_and_hands(
    goods: dict[str, int], put_in_force: PutInForce, put_policy: PutInForce
) -> None:
    put_in_force("SALE", tenth(90))
    put_policy(floor_percent_of_cost=100, manual_percent={"cashier": 5})
    what = basket(goods)

    assert promotions.price(what, ANNA).due_minor == 6_000
    by_hand = Basket(what.lines, STORE, NOON, manual=(ManualDiscount(300, "cashier"),))
    assert [reason.code for reason in promotions.price(by_hand, ANNA).reasons] == ["manual.stopped_at_floor"]


def test_every_deduction_is_explained_by_name_and_version(goods: dict[str, int], put_in_force: PutInForce) -> None:
    version = put_in_force("SALE", tenth(10))
    ten_off = Coupon(5, "TEN", 901, Terms(Benefit.AMOUNT_OFF, amount_minor=1_000), TODAY, None, MEMBER)

    (line,) = promotions.explain(promotions.price(basket(goods), ANNA, [ten_off]))

    sale, coupon = line.steps
    assert (line.list_minor, line.net_minor) == (10_000, 8_000)
    assert (sale.zh, sale.en) == ("满减/满折:促销SALE", "threshold reduction: Promotion SALE")
    assert (sale.amount_minor, sale.after_minor, sale.rule_version_id, sale.rule_number) == (1_000, 9_000, version, 1)
    assert (coupon.code, coupon.coupon_id, coupon.after_minor) == ("TEN", 5, 8_000)


def test_each_tier_pays_by_its_own_discount(goods: dict[str, int], put_in_force: PutInForce) -> None:
    put_in_force("TIERS", {"kind": "tier_discount", "percent_off": {"1": 2, "2": 5, "3": 12}})

    dues = [promotions.price(basket(goods), Standing(MEMBER, level)).due_minor for level in range(5)]

    assert dues == [10_000, 9_800, 9_500, 8_800, 8_800]


def test_promotions_can_be_tried_before_they_are_in_force(goods: dict[str, int]) -> None:
    trial = promotions.trial(
        {"TRY": Promotion.model_validate({"zh": "试", "en": "Try", "offer": tenth(30)})}, PricePolicy()
    )

    assert promotions.price_under(trial, basket(goods), ANNA).due_minor == 7_000
    assert promotions.price(basket(goods), ANNA).due_minor == 10_000


@pytest.mark.covers("A23")
def test_a_discount_may_be_for_the_opening_days_and_for_new_members_only(
    goods: dict[str, int], put_in_force: PutInForce
) -> None:
    put_in_force("OPENING", tenth(), new_members_only=True, first_day="2026-03-09", last_day="2026-03-10")
    newcomer, tomorrow = Standing(MEMBER, is_new=True), datetime(2026, 3, 10, 16, tzinfo=UTC)

    assert promotions.price(basket(goods), newcomer).due_minor == 9_000
    assert promotions.price(basket(goods), ANNA).due_minor == 10_000
    assert promotions.price(basket(goods), STRANGER).due_minor == 10_000
    assert promotions.price(basket(goods, sold_at=tomorrow), newcomer).due_minor == 10_000


def test_without_a_policy_hands_have_the_usual_limits(goods: dict[str, int]) -> None:
    what = basket(goods)
    by_hand = Basket(what.lines, STORE, NOON, manual=(ManualDiscount(501, "cashier"),))

    with pytest.raises(BeyondRole):
        promotions.price(by_hand, ANNA)

    by_manager = Basket(what.lines, STORE, NOON, manual=(ManualDiscount(501, "store_manager"),))
    assert promotions.price(by_manager, ANNA).due_minor == 9_499
