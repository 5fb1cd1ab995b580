"""Days, terms and documents of coupons, without a database."""

import re
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from shuke.ledgers.coupons import rules
from shuke.ledgers.coupons.document import Bundle, FromGrant, Template
from shuke.ledgers.coupons.types import Benefit, Closed, Coupon, CouponState, Goods, WhyNot

BASE: dict[str, Any] = {
    "name": "券",
    "gives": {"kind": "amount_off", "amount_minor": 1_000},
    "validity": {"kind": "always"},
}


def document(**changes: Any) -> Template:
    return Template.model_validate(BASE | changes)


@pytest.mark.parametrize(
    ("validity", "issued_on", "expected"),
    [
        ({"kind": "always"}, "2026-03-10", ("2026-03-10", None)),
        (
            {"kind": "days", "first_day": "2026-03-01", "last_day": "2026-03-31"},
            "2026-02-10",
            ("2026-03-01", "2026-04-01"),
        ),
        (
            {"kind": "days", "first_day": "2026-03-01", "last_day": "2026-03-31"},
            "2026-03-10",
            ("2026-03-10", "2026-04-01"),
        ),
        ({"kind": "from_grant", "days": 1}, "2026-03-10", ("2026-03-10", "2026-03-11")),
        ({"kind": "from_grant", "days": 7, "starts_after": 1}, "2026-03-10", ("2026-03-11", "2026-03-18")),
        ({"kind": "from_grant", "months": 1}, "2026-01-15", ("2026-01-15", "2026-02-16")),
        ({"kind": "from_grant", "months": 1}, "2026-01-31", ("2026-01-31", "2026-03-01")),
        ({"kind": "from_grant", "months": 1}, "2028-01-31", ("2028-01-31", "2028-03-01")),
        ({"kind": "from_grant", "months": 12}, "2028-02-29", ("2028-02-29", "2029-03-01")),
    ],
)
def test_days_of_a_coupon(validity, issued_on, expected):
    begins, ends = rules.period(document(validity=validity).validity, date.fromisoformat(issued_on))
    assert (begins.isoformat(), ends.isoformat() if ends else None) == expected


def written_examples() -> list[str]:
    page = (Path(__file__).parents[2] / "docs" / "algorithms" / "coupons.md").read_text()
    return page.split("```coupon-days\n")[1].split("```")[0].splitlines()


@pytest.mark.parametrize("example", written_examples())
def test_the_days_in_the_documentation(example):
    told, expected = re.split(r"\s+-> ", example)
    issued, *counts = told.removeprefix("issued ").split(", ")
    counted = {name: int(number) for name, number in map(str.split, counts)}
    begins, ends = rules.period(FromGrant(kind="from_grant", **counted), date.fromisoformat(issued))
    assert f"{begins} to {ends - timedelta(days=1)}" == expected


@pytest.mark.parametrize(
    ("goods", "chosen"),
    [
        ({}, True),
        ({"category_paths": ("/母婴/",)}, True),
        ({"category_paths": ("/母",)}, True),
        ({"category_paths": ("/食品/",)}, False),
        ({"brand_ids": (7,)}, True),
        ({"product_ids": (4,), "sku_ids": (3,)}, True),
        ({"sku_ids": (4,)}, False),
        ({"excluded_category_paths": ("/母婴/奶粉/",)}, False),
        ({"sku_ids": (3,), "excluded_sku_ids": (3,)}, False),
    ],
)
def test_which_goods_are_chosen(goods, chosen):
    choice = Goods(**goods)
    assert choice.chooses(category_path="/母婴/奶粉/", brand_id=7, product_id=4, sku_id=3) is chosen


def test_goods_without_brand_are_of_no_brand():
    assert not Goods(brand_ids=(7,)).chooses(category_path="/母婴/", brand_id=None, product_id=4, sku_id=3)


@pytest.mark.parametrize(
    ("gives", "expected"),
    [
        ({"kind": "amount_off", "amount_minor": 5}, {"amount_minor": 5}),
        ({"kind": "percent_off", "percent_off": 20, "max_off_minor": 9}, {"percent_off": 20, "max_off_minor": 9}),
        ({"kind": "gift", "gift_sku_id": 5}, {"gift_sku_id": 5}),
        ({"kind": "exchange", "exchange_minor": 100}, {"exchange_minor": 100}),
        ({"kind": "free_delivery"}, {}),
        ({"kind": "nth_item", "nth": 2, "percent_off": 50}, {"nth": 2, "percent_off": 50}),
    ],
)
def test_every_benefit_reaches_the_terms(gives, expected):
    terms = document(gives=gives, goods={"sku_ids": [3]}, weekdays=[6, 7], from_time="09:00", to_time="12:00").terms()
    assert terms.benefit is Benefit(gives["kind"])
    assert {name: getattr(terms, name) for name in expected} == expected
    assert (terms.goods, terms.weekdays) == (Goods(sku_ids=(3,)), frozenset({6, 7}))
    assert (terms.from_time, terms.to_time) == (time(9), time(12))


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"store_ids": [12]}, [Closed.OTHER_STORE]),
        ({"channels": ["online"]}, [Closed.OTHER_CHANNEL]),
        ({"weekdays": [6, 7]}, [Closed.OTHER_DAY]),
        ({"from_time": "09:00", "to_time": "12:00"}, [Closed.OTHER_TIME]),
        ({"from_time": "12:00"}, []),
    ],
)
def test_why_a_coupon_is_not_good_here_and_now(changes, expected):
    terms = document(**changes).terms()
    coupon = Coupon(1, "TEN", 1, terms, date(2026, 3, 1), date(2026, 4, 1))
    here = {
        "day": date(2026, 3, 10),
        "local": datetime(2026, 3, 10, 12, tzinfo=UTC),
        "store_id": 11,
        "channel": "store",
    }
    assert list(rules.against(coupon, CouponState.ISSUED, **here)) == expected
    assert next(rules.against(coupon, CouponState.VOIDED, **here)) is WhyNot.VOIDED
    assert next(rules.against(coupon, CouponState.USED, **here)) is WhyNot.USED


@pytest.mark.parametrize(
    "changes",
    [
        {"gives": {"kind": "cash", "amount_minor": 5}},
        {"gives": {"kind": "exchange"}},
        {"threshold_minor": 999},
        {"validity": {"kind": "days", "first_day": "2026-03-02", "last_day": "2026-03-01"}},
        {"validity": {"kind": "from_grant"}},
        {"validity": {"kind": "from_grant", "days": 1, "months": 1}},
        {"goods": {"category_paths": ["奶粉"]}},
        {"from_time": "09:00", "to_time": "09:00"},
        {"weekdays": [0]},
        {"funder": {"kind": "store"}},
        {"funder": {"kind": "hq", "id": 3}},
        {"ways": []},
        {"unheard_of": 1},
    ],
)
def test_documents_that_make_no_sense_are_refused(changes):
    with pytest.raises(ValidationError):
        document(**changes)


def test_a_bundle_names_each_template_once():
    with pytest.raises(ValidationError):
        Bundle.model_validate({"name": "礼包", "contents": [{"template": "A"}, {"template": "A", "count": 2}]})


def test_what_a_coupon_is_worth_in_the_books():
    assert document().face == 1_000
    assert document(face_minor=300).face == 300
    assert document(gives={"kind": "free_delivery"}).face == 0
