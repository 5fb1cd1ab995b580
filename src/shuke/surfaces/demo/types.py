"""What the rooms of the demo hand to each other: plain arrays, one row per person, visit or line."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Reals = npt.NDArray[np.float64]

NOBODY = -1


@dataclass(frozen=True, slots=True)
class DemoSpec:
    """One demo chain. `ending` is its last business day; equal specs make equal bytes."""

    ending: date
    members: int = 20_000
    seed: int = 8
    days: int = 730
    block: int = 20_000
    stores: int = 12

    @property
    def starting(self) -> date:
        """The first business day with receipts."""
        return self.ending - timedelta(days=self.days - 1)

    @property
    def blocks(self) -> int:
        """Members are made in blocks, so that a million of them need no more memory than twenty thousand."""
        return -(-self.members // self.block)

    def random(self, stream: int, block: int = 0) -> np.random.Generator:
        """A generator of its own for each stream and block: a change in one never shifts another."""
        return np.random.Generator(np.random.PCG64(np.random.SeedSequence([self.seed, stream, block])))


class Archetype(IntEnum):
    """Why somebody buys; hidden from the product, which has to find it out."""

    FAMILY = 0
    ONE_TIME = 1
    GIFT = 2
    DISCOUNT = 3
    CASUAL = 4


@dataclass(frozen=True, slots=True)
class People:
    """Members of one block, one row each. Days count from `DemoSpec.starting`; unknown year, month or day is 0."""

    number: Ints
    joined_day: Ints
    joined_second: Ints
    store: Ints
    guide: Ints
    source: Ints
    gender: Ints
    birth_year: Ints
    birth_month: Ints
    birth_day: Ints
    surname: Ints
    given: Ints
    phone: Ints
    archetype: Ints
    baby_born_day: Ints
    milk_brand: Ints
    nappy_brand: Ints
    drinks_formula: Flags
    taste: Ints
    wallet_percent: Ints
    interval_days: Reals
    lapse_day: Ints
    return_gap: Ints
    household: Ints
    consents: Ints

    def __len__(self) -> int:
        return len(self.number)


@dataclass(frozen=True, slots=True)
class Visits:
    """Visits that end in a sale, one row each, in order of time. `person` is a row of People or NOBODY."""

    person: Ints
    store: Ints
    guide: Ints
    day: Ints
    second: Ints
    online: Flags
    archetype: Ints
    age_days: Ints
    gap_days: Ints
    milk_brand: Ints
    nappy_brand: Ints
    drinks_formula: Flags
    taste: Ints
    wallet_percent: Ints
    off_percent: Ints
    festive: Flags

    def __len__(self) -> int:
        return len(self.person)


@dataclass(frozen=True, slots=True)
class Baskets:
    """Lines of a block's receipts, ordered by receipt and line number. Money in fen, quantities in milli-units."""

    receipt: Ints
    line_no: Ints
    sku: Ints
    quantity_milli: Ints
    list_minor: Ints
    discount_minor: Ints
    net_minor: Ints
    cost_minor: Ints

    def __len__(self) -> int:
        return len(self.receipt)


@dataclass(frozen=True, slots=True)
class Sales:
    """Receipts of one block, sales and returns, in order of time, with their lines.

    `original` is the row of the sale that a return takes back, or NOBODY; a return's lines are negative.
    """

    person: Ints
    store: Ints
    guide: Ints
    day: Ints
    second: Ints
    online: Flags
    original: Ints
    lines: Baskets

    def __len__(self) -> int:
        return len(self.person)
