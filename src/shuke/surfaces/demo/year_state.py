"""Where a simulated year stands: its day, its people, and what they hold that an act may take up again."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TypeVar

from shuke.foundation.actors import Actor
from shuke.foundation.members.types import Birthday
from shuke.selling.payments import types as payments
from shuke.selling.payments.types import Way
from shuke.selling.tills.types import DeviceFact
from shuke.surfaces.demo.year_provider import PocketProvider

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class YearSpec:
    """So many acts over the days of a year that ends with `ending`; equal specs make equal acts.

    A small year leaves days out: it has a business day for every fifty acts, spread over the whole year.
    """

    ending: date
    acts: int = 100_000
    seed: int = 8
    days: int = 365
    stores: int = 12
    members: int = 2_000

    @property
    def starting(self) -> date:
        """The first day."""
        return self.ending - timedelta(days=self.days - 1)

    @property
    def turns(self) -> int:
        """On how many of the days anything happens."""
        return max(2, min(self.days, self.acts // 50))

    def day_of_turn(self, number: int) -> date:
        """Return the business day of a turn, counted from 0; the last is the last of the year."""
        return self.starting + timedelta(days=(self.days - 1) * number // (self.turns - 1))


@dataclass(frozen=True, slots=True)
class Sold:
    """A sale that may come back."""

    order_id: int
    store: int
    due_minor: int
    lines: tuple[tuple[int, int], ...]
    member_id: int | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """An order whose goods are still to be fetched."""

    store: int
    order_id: int
    client_id: str
    due_minor: int
    deposit_minor: int
    member_id: int | None


@dataclass(slots=True)
class Year:
    """Everything that acts take up and leave behind. Lists are in the order in which things came to be."""

    spec: YearSpec
    chance: random.Random
    at: datetime
    day: date
    stores: list[int]
    guides: list[list[int]]
    devices: list[DeviceFact]
    skus: list[int]
    cashiers: list[Actor]
    manager: Actor
    second: Actor
    members: list[int] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    shifts: dict[int, int] = field(default_factory=dict)
    sold: list[Sold] = field(default_factory=list)
    coupons: list[tuple[int, int]] = field(default_factory=list)
    passes: list[tuple[int, int]] = field(default_factory=list)
    holds: list[int] = field(default_factory=list)
    exchanges: list[int] = field(default_factory=list)
    merges: list[tuple[int, int]] = field(default_factory=list)
    placed: list[Waiting] = field(default_factory=list)
    files: list[int] = field(default_factory=list)
    cards: list[int] = field(default_factory=list)
    printed: list[str] = field(default_factory=list)
    frozen: list[int] = field(default_factory=list)
    savers: list[int] = field(default_factory=list)
    card_holders: list[int] = field(default_factory=list)
    pockets: dict[Way, PocketProvider] = field(default_factory=dict)
    number: int = 0

    def next(self) -> int:
        """Return the next running number of the year."""
        self.number += 1
        return self.number

    def somebody(self) -> int:
        """Draw a member; the first tenth of them come half of the time."""
        regulars = self.members[: max(1, len(self.members) // 10)]
        return self.chance.choice(regulars if self.chance.random() < 0.5 else self.members)

    def some_birthday(self) -> Birthday | None:
        """Draw the month and day of a birthday; one in three does not tell."""
        if self.chance.random() < 0.33:
            return None
        born = date(2000, 1, 1) + timedelta(days=self.chance.randrange(366))
        return Birthday(month=born.month, day=born.day)

    def some_store(self) -> int:
        """Draw the row of a store."""
        return self.chance.randrange(len(self.stores))

    def latest(self, things: list[T], window: int = 400) -> T | None:
        """Draw one of the latest things, or None where there are none."""
        return self.chance.choice(things[-window:]) if things else None

    @contextmanager
    def providers(self) -> Iterator[None]:
        """Let payments be collected out of the customers' pockets while the year lasts."""
        before = {way: payments.provider_of(way) for way in Way}
        self.pockets = {way: PocketProvider(way) for way in Way}
        for way, pocket in self.pockets.items():
            payments.serve(way, pocket)
        try:
            yield
        finally:
            for way, provider in before.items():
                payments.serve(way, provider)
