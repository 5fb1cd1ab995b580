"""The worked examples of docs/algorithms/pricing.md, executed."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.rules.pricing_cast import MEMBER, STRANGER, basket, coupon, line, price, promotion, rules

from shuke.foundation import money
from shuke.ledgers.coupons.types import Coupon
from shuke.selling.promotions.document import Promotion
from shuke.selling.promotions.types import BasketLine, Combination, Entitlement, Priced, PricedLine, Standing

DOCUMENT = Path(__file__).parents[2] / "docs" / "algorithms" / "pricing.md"
EXAMPLES = re.findall(r"```pricing\n(.*?)```", DOCUMENT.read_text(), re.DOTALL)
LINE = re.compile(r"line (\d+) sku (\d+) at ([\d.]+)(?: x ([\d.]+))?(?: in (\S+))?(?: floor ([\d.]+))?( add-on)?")
RULE = re.compile(r"rule (\w+)\s+(\{.*?\})(?: priority (\d+))?(?: group (\w+))?(?: goods (\{.*\}))?")
BUYER = re.compile(r"buyer (?:level (\d+)|stranger)(?: entitled (\d+) %)?")


class Example:
    """A basket, its rules and coupons as the block gives them."""

    def __init__(self) -> None:
        self.lines: list[BasketLine] = []
        self.rules: dict[str, Promotion] = {}
        self.coupons: list[Coupon] = []
        self.buyer = Standing(MEMBER)
        self.delivery = 0

    def read(self, text: str) -> None:
        word, rest = text.split(maxsplit=1)
        getattr(self, f"read_{word}")(text, rest)

    def read_line(self, text: str, _: str) -> None:
        number, sku, unit, units, path, floor, add_on = LINE.fullmatch(text).groups()
        more: dict[str, Any] = {"category_path": path} if path else {}
        self.lines.append(
            line(
                int(number),
                int(sku),
                0,
                unit_list_minor=money.parse_fen(unit),
                quantity_milli=_milli(units or "1"),
                floor_minor=money.parse_fen(floor) if floor else None,
                add_on=add_on is not None,
                **more,
            )
        )

    def read_rule(self, text: str, _: str) -> None:
        code, offer, priority, group, goods = RULE.fullmatch(text).groups()
        terms: dict[str, Any] = {"priority": int(priority)} if priority else {}
        terms |= {"group": group} if group else {}
        terms |= {"goods": json.loads(goods)} if goods else {}
        self.rules[code] = promotion(json.loads(offer), **terms)

    def read_coupon(self, _: str, rest: str) -> None:
        number, terms = rest.split(maxsplit=1)
        self.coupons.append(coupon(int(number), **json.loads(terms)))

    def read_delivery(self, _: str, rest: str) -> None:
        self.delivery = money.parse_fen(rest)

    def read_buyer(self, text: str, _: str) -> None:
        level, percent = BUYER.fullmatch(text).groups()
        entitled = (Entitlement(501, "DAY", int(percent)),) if percent else ()
        self.buyer = Standing(MEMBER, int(level), entitlements=entitled) if level else STRANGER

    def price(self) -> Priced:
        what = basket(*self.lines, delivery_minor=self.delivery)
        return price(what, rules(**self.rules), *self.coupons, standing=self.buyer)


def _milli(units: str) -> int:
    whole, _, part = units.partition(".")
    return int(whole) * 1000 + int(part.ljust(3, "0"))


def told(priced: Priced) -> Iterator[str]:
    """The price in the words of the document."""
    yield from map(_line, priced.lines)
    yield f"due {money.yuan(priced.due_minor)}"
    yield f"used {_combination(priced.used)}"
    if priced.second:
        yield f"second {_combination(priced.second)} {money.yuan(priced.second.due_minor)}"
    yield from (f"reason {reason.code} {reason.subject}" for reason in priced.reasons)


def _line(priced: PricedLine) -> str:
    offs = "".join(f" - {off.cause} {off.code} {money.yuan(off.amount_minor)}" for off in priced.deductions)
    return f"line {priced.line_no}: {money.yuan(priced.list_minor)}{offs} = {money.yuan(priced.net_minor)}"


def _combination(used: Combination) -> str:
    return " ".join([*map(str, used.coupon_ids), *("entitled" for _ in used.entitlement_ids)])


@pytest.mark.parametrize("block", EXAMPLES, ids=range(1, len(EXAMPLES) + 1))
def test_the_document_tells_the_truth(block: str) -> None:
    example, expected = Example(), 0
    for text in filter(None, map(str.strip, block.splitlines())):
        if text.startswith("= "):
            expected += 1
            assert text[2:] in list(told(example.price()))
        else:
            example.read(text)

    assert expected > len(example.lines)


def test_there_are_enough_examples() -> None:
    assert len(EXAMPLES) >= 10
