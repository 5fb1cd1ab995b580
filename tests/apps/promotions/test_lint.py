"""What a careful reader says of promotions; and what no document can say at all."""

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError
from tests.apps.promotions.conftest import NOON, TODAY, PutInForce, tenth

from shuke.foundation.actors import SYSTEM
from shuke.foundation.rulebook import operations as rulebook
from shuke.selling.promotions import queries as promotions
from shuke.selling.promotions.document import PricePolicy, Promotion
from shuke.selling.promotions.types import RULE_KIND, Standing


def found(on: date = TODAY) -> list[tuple[str, str, str | None]]:
    return [(finding.code, finding.promotion, finding.other) for finding in promotions.lint(on=on)]


def steps(*given: tuple[int, int]) -> dict[str, Any]:
    return {"kind": "threshold", "steps": [{"at": at, "amount_off_minor": off} for at, off in given]}


def prices(kind: str, **of: int) -> dict[str, Any]:
    return {"kind": kind, "prices": [{"sku_id": int(sku[1:]), "unit_minor": minor} for sku, minor in of.items()]}


def test_a_sound_set_has_no_findings(put_in_force: PutInForce) -> None:
    put_in_force("FULL", steps((10_000, 500), (20_000, 1_500)))
    put_in_force("TIERS", {"kind": "tier_discount", "percent_off": {"1": 5, "2": 8}})

    assert found() == []


@pytest.mark.parametrize(
    ("code", "offer", "terms"),
    [
        ("over", tenth(), {"last_day": "2026-03-09"}),
        ("no_such_weekday", tenth(), {"first_day": "2026-03-14", "last_day": "2026-03-15", "weekdays": [1]}),
        ("public_already", {"kind": "early_access", "min_level": 2, "public_on": "2026-03-10"}, {}),
        ("unknown_goods", tenth(), {"goods": {"sku_ids": [5]}}),
        ("step_gives_no_more", steps((10_000, 500), (20_000, 500)), {}),
        ("gives_the_goods_away", steps((500, 500)), {}),
        ("higher_level_gets_less", {"kind": "tier_discount", "percent_off": {"1": 8, "2": 5}}, {}),
    ],
)
def test_a_promotion_that_does_nothing_or_too_much_is_named(
    put_in_force: PutInForce, code: str, offer: dict[str, Any], terms: dict[str, Any]
) -> None:
    put_in_force("ODD", offer, **terms)

    assert found() == [(code, "ODD", None)]


def test_goods_that_are_all_excluded_are_named(put_in_force: PutInForce, goods: dict[str, int]) -> None:
    milk = [goods["MILK"]]
    put_in_force("ODD", tenth(), goods={"sku_ids": milk, "excluded_sku_ids": milk})

    assert found() == [("no_goods", "ODD", None)]


def test_prices_below_cost_and_floor_are_named(
    put_in_force: PutInForce, put_policy: PutInForce, goods: dict[str, int]
) -> None:
    put_policy(floor_percent_of_list=55)
    put_in_force("CHEAP", prices("limited_price", **{f"s{goods['MILK']}": 5_000, f"s{goods['CANDY']}": 1_000}))
    put_in_force("DEEP", tenth(50))

    assert found() == [
        ("below_cost", "CHEAP", None),
        ("below_floor", "CHEAP", None),
        ("not_cheaper", "CHEAP", None),
        ("below_floor", "DEEP", None),
    ]


def test_limited_prices_that_overlap_are_named(put_in_force: PutInForce, goods: dict[str, int]) -> None:
    milk = f"s{goods['MILK']}"
    put_in_force("MARCH", prices("limited_price", **{milk: 9_000}), last_day="2026-03-31")
    put_in_force("LATE", prices("limited_price", **{milk: 8_000}), first_day="2026-03-31")
    put_in_force("APRIL", prices("limited_price", **{milk: 8_500}), first_day="2026-04-01", last_day="2026-04-02")
    put_in_force("ELSEWHERE", prices("limited_price", **{milk: 8_500}), store_ids=[99], last_day="2026-03-30")

    assert set(found()) == {
        ("limited_prices_overlap", "LATE", "APRIL"),
        ("limited_prices_overlap", "MARCH", "LATE"),
        ("limited_prices_overlap", "MARCH", "ELSEWHERE"),
    }


def test_a_promotion_that_never_gets_its_turn_is_named(put_in_force: PutInForce) -> None:
    put_in_force("WIDE", steps((10_000, 500)), priority=200)
    put_in_force("NARROW", steps((20_000, 3_000)), goods={"category_paths": ["/母婴/"]})
    put_in_force("APART", steps((20_000, 3_000)), group="other")

    assert found() == [("shadowed", "NARROW", "WIDE")]


@pytest.mark.parametrize("named", ["segment", "segments", "tags", "audience", "member_ids", "group_id"])
def test_no_promotion_can_name_a_segment(named: str) -> None:
    """Prices differ by public terms only: PIPL 24."""
    with pytest.raises(ValidationError):
        Promotion.model_validate({"zh": "促销", "en": "Sale", "offer": tenth(), named: [1]})


def test_no_field_of_a_rule_or_of_the_buyer_knows_segments_or_tags() -> None:
    names = _names(Promotion.model_json_schema()) | _names(PricePolicy.model_json_schema())
    buyer = set(Standing.__dataclass_fields__)

    assert buyer == {"member_id", "tier_level", "is_new", "entitlements"}
    suspicious = ("segment", "tag", "audience", "score", "profile", "member_id", "rfm", "quadrant", "lifecycle")
    assert [name for name in names for word in suspicious if word in name.split("_") or name == word] == []


def _names(schema: object) -> set[str]:
    if isinstance(schema, list):
        return set().union(*map(_names, schema)) if schema else set()
    if not isinstance(schema, dict):
        return set()
    own = set(schema.get("properties", {}))
    return own.union(*map(_names, schema.values()))


@pytest.mark.parametrize(
    ("offer", "terms", "fault"),
    [
        (steps((20_000, 1), (10_000, 1)), {}, "steps_do_not_rise"),
        ({"kind": "threshold", "steps": [{"at": 1}]}, {}, "step_gives_nothing"),
        ({"kind": "threshold", "steps": [{"at": 1, "percent_off": 1, "amount_off_minor": 1}]}, {}, "step_gives_twice"),
        ({**steps((1, 1), (2, 2)), "each": True}, {}, "each_of_many"),
        ({**steps((1, 1)), "max_times": 2}, {}, "times_without_each"),
        ({"kind": "early_access", "min_level": 2, "public_on": "2026-03-20"}, {"min_level": 1}, "audience_named_twice"),
        (tenth(), {"first_day": "2026-03-02", "last_day": "2026-03-01"}, "ends_before_it_begins"),
        (tenth(), {"from_time": "09:00", "to_time": "09:00"}, "no_hours"),
        (tenth(), {"goods": {"category_paths": ["母婴奶粉"]}}, "category_is_not_a_path"),
        (prices("member_price", s5=1), {"goods": {"sku_ids": [6]}}, "goods_named_twice"),
    ],
    ids=str,
)
def test_nonsense_is_refused_when_it_is_proposed(
    db: None, offer: dict[str, Any], terms: dict[str, Any], fault: str
) -> None:
    body = {"zh": "促销", "en": "Sale", "offer": offer, **terms}

    with pytest.raises(ValidationError) as refused:
        Promotion.model_validate(body)
    with pytest.raises(rulebook.InvalidRule):
        rulebook.propose(kind=RULE_KIND, key="ODD", body=body, effective_from=TODAY, by=SYSTEM, at=NOON)

    assert fault in {error["type"].split(".")[-1] for error in refused.value.errors()}
