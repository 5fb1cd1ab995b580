"""The golden table of returns: what each means gets back, worked by hand, whatever mix has paid.

Milk costs 299.00, a toy 99.50, soap 10.05. Anna's card holds 100 yuan, her account 100 and 20 given, her pass ten toys.
"""

from dataclasses import dataclass
from typing import Any

import pytest
from tests.apps.checkout.conftest import (
    MakeOrder,
    bring_back,
    by_points,
    cash,
    give_points,
    net,
    put_in_force,
    put_money_in,
    sell,
)
from tests.apps.checkout.test_instruments import (  # noqa: F401 - the pass of Anna's
    a_card,
    by_card,
    by_pass,
    left_of,
    means,
    on_card,
    toys,
)

from shuke.foundation import money
from shuke.ledgers.stored_value.types import NewCard
from shuke.selling.checkout import queries
from shuke.selling.checkout.types import OrderLine, Tender, TenderKind

pytestmark = pytest.mark.django_db
PACKAGE = {"code": "100+20", "name": "充100送20", "pay_minor": 10_000, "bonus_minor": 2_000}


@dataclass(frozen=True)
class Purse:
    """All that Anna can pay with."""

    card: NewCard
    toys: int

    def tender(self, means: str, yuan: str, sessions: int = 0, line_no: int | None = None) -> Tender:
        amount = money.parse_fen(yuan)
        if means == "pass":
            return by_pass(self.toys, line_no or 0, sessions, amount)
        if means == "card":
            return by_card(self.card, amount)
        if means == "points":
            return by_points(amount, amount)
        return cash(amount) if means == "cash" else Tender(TenderKind.STORED_VALUE, amount)


@pytest.fixture
def purse(programme: None, anna: int, shop: int, toys: int) -> Purse:  # noqa: F811
    put_in_force("stored_value.packages", {"packages": [PACKAGE]})
    put_money_in(anna, shop, 100, "100+20")
    give_points(anna, 1_000)
    return Purse(a_card(shop, 100), toys)


# (case, goods with quantity, tenders, then each return: lines → what each means pays back)
Case = tuple[str, list[tuple[str, int]], list[tuple[Any, ...]], list[tuple[list[tuple[int, int]], dict[str, str]]]]
CASES: list[Case] = [
    ("a card pays all and gets all", [("TOY", 1)], [("card", "99.50")], [([], {"principal": "99.50"})]),
    (
        "card and cash by their shares, line by line",
        [("TOY", 2)],
        [("card", "50"), ("cash", "149")],
        [([(1, 1)], {"principal": "25", "cash": "74.50"}), ([], {"principal": "25", "cash": "74.50"})],
    ),
    (
        "the odd fen waits for the goods that come last",
        [("SOAP", 3)],
        [("card", "10"), ("cash", "20.15")],
        [
            ([(1, 1)], {"principal": "3.33", "cash": "6.71"}),
            ([(1, 1)], {"principal": "3.33", "cash": "6.72"}),
            ([(1, 1)], {"principal": "3.34", "cash": "6.72"}),
        ],
    ),
    ("a session for a toy", [("TOY", 1)], [("pass", "99.50", 1, 1)], [([], {"pass": "99.50"})]),
    (
        "two of three toys by sessions: a toy's third is money, and sessions come back whole",
        [("TOY", 3)],
        [("pass", "199", 2, 1), ("cash", "99.50")],
        [
            ([(1, 1)], {"cash": "33.16"}),
            ([(1, 1)], {"pass": "99.50", "cash": "33.17"}),
            ([(1, 1)], {"pass": "99.50", "cash": "33.17"}),
        ],
    ),
    (
        "a session pays its own line, cash and account the other",
        [("TOY", 1), ("MILK", 1)],
        [("pass", "99.50", 1, 1), ("account", "60"), ("cash", "239")],
        [([(2, 1)], {"principal": "50", "bonus": "10", "cash": "239"}), ([(1, 1)], {"pass": "99.50"})],
    ),
    (
        "principal before bonus; of 99.66 2/3 that a spending takes, the third of a fen stays the member's",
        [("TOY", 1), ("SOAP", 2)],
        [("account", "119.60")],
        [([(2, 2)], {"principal": "20.10"}), ([(1, 1)], {"principal": "79.56", "bonus": "19.94"})],
    ),
    (
        "five means at once, in one go",
        [("MILK", 1), ("TOY", 1)],
        [("pass", "99.50", 1, 2), ("card", "100"), ("points", "10"), ("account", "12"), ("cash", "177")],
        [([], {"pass": "99.50", "principal": "110", "bonus": "2", "points": "10", "cash": "177"})],
    ),
]


@pytest.mark.parametrize(("what", "bought", "paid", "turns"), CASES, ids=[case[0] for case in CASES])
def test_each_means_gets_its_own_back(
    order: MakeOrder, goods: dict[str, int], anna: int, purse: Purse, what: str, bought: Any, paid: Any, turns: Any
) -> None:
    before = _held(anna, purse)
    lines = tuple(OrderLine(goods[code], count * 1_000) for code, count in bought)
    done = sell(order(member_id=anna, lines=lines, tenders=tuple(purse.tender(*each) for each in paid)))

    for asked, expected in turns:
        back = means(bring_back(done, *((line_no, count * 1_000) for line_no, count in asked)))
        assert {kind.value: money.yuan(-amount) for kind, amount in back.items()} == {
            kind: money.yuan(money.parse_fen(yuan)) for kind, yuan in expected.items()
        }
    assert _held(anna, purse) == before
    assert list(queries.flaws()) == []


def _held(anna: int, purse: Purse) -> tuple[int, ...]:
    return on_card(purse.card), left_of(purse.toys), net(anna, "principal"), net(anna, "bonus"), net(anna)
