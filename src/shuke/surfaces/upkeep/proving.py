"""Prove the whole house: the book first, then every room that keeps amounts of its own."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from shuke.foundation.db.flaws import Flaw
from shuke.ledgers.benefits import queries as benefits
from shuke.ledgers.book import operations as book
from shuke.ledgers.book.types import Proof, SealHead
from shuke.ledgers.coupons import queries as coupons
from shuke.ledgers.growth import queries as growth
from shuke.ledgers.passes import queries as passes
from shuke.ledgers.points import queries as points
from shuke.ledgers.stock import queries as stock
from shuke.ledgers.stored_value import queries as stored_value
from shuke.selling.cashup import queries as cashup
from shuke.selling.checkout import queries as checkout
from shuke.selling.payments import queries as payments
from shuke.selling.referrals import queries as referrals
from shuke.selling.rewards import queries as rewards
from shuke.selling.sales import queries as sales

ROOMS: tuple[Callable[[], Iterator[Flaw]], ...] = (
    points.flaws,
    growth.flaws,
    stored_value.flaws,
    coupons.flaws,
    passes.flaws,
    benefits.flaws,
    stock.flaws,
    sales.flaws,
    payments.flaws,
    checkout.flaws,
    cashup.flaws,
    rewards.flaws,
    referrals.flaws,
)
"""Whoever keeps amounts beside the book says here what disagrees."""


@dataclass(frozen=True, slots=True)
class HouseProof:
    """What the book's own proof found, and what the rooms found between themselves and the book."""

    book: Proof
    flaws: tuple[Flaw, ...]

    @property
    def holds(self) -> bool:
        """Whether nothing is wrong anywhere."""
        return self.book.holds and not self.flaws


def room_of(flaws: Callable[[], Iterator[Flaw]]) -> str:
    """Return the name of the room whose flaws these are."""
    return flaws.__module__.split(".")[-2]


def prove(
    *,
    at: datetime,
    freeze: bool = True,
    head: SealHead | None = None,
    tell: Callable[[str, int], None] = lambda room, flaws: None,
) -> HouseProof:
    """Derive the book again and freeze the accounts that are wrong, then hold every room against it.

    `tell` hears of each room once it is proved, with how much disagrees there.
    """
    proof = book.prove(at=at, freeze=freeze, head=head)
    tell("book", len(proof.findings))
    found: list[Flaw] = []
    for room in ROOMS:
        flaws = list(room())
        tell(room_of(room), len(flaws))
        found += flaws
    return HouseProof(proof, tuple(found))
