"""Members of one block: who they are, and what hidden habits their purchases will follow."""

from dataclasses import replace

import numpy as np

from shuke.surfaces.demo import chain
from shuke.surfaces.demo.types import NOBODY, Archetype, DemoSpec, Ints, People, Reals

SOURCES = ("till", "mini_program", "referral", "qr", "wecom")
_SOURCE_ODDS = (0.52, 0.22, 0.11, 0.09, 0.06)
_ARCHETYPE_ODDS = (0.50, 0.17, 0.09, 0.08, 0.16)
_BRAND_TIERS = {"milk": (0, 3, 7, 10), "nappy": (0, 3, 6, 8)}
UNKNOWN, FEMALE, MALE = 0, 1, 2


def make(spec: DemoSpec, block: int) -> People:
    """The people of one block; the last block may be short."""
    random = spec.random(1, block)
    first = block * spec.block
    count = min(spec.block, spec.members - first)
    archetype = random.choice(5, count, p=_ARCHETYPE_ODDS)
    joined_day = _joined(spec, random, count)
    taste = random.choice(3, count, p=(0.36, 0.44, 0.20))
    baby = joined_day - _age_at_joining(random, count)
    store = random.choice(spec.stores, count, p=_store_odds(spec))
    gender = random.choice(3, count, p=(0.12, 0.74, 0.14))
    birth_year, birth_month, birth_day = _birthdays(spec, random, count)
    people = People(
        number=np.arange(first, first + count, dtype=np.int64),
        joined_day=joined_day,
        joined_second=_opening_second(random, count),
        store=store,
        guide=np.where(random.random(count) < 0.72, random.integers(0, chain.GUIDES_PER_STORE, count), NOBODY),
        source=random.choice(len(SOURCES), count, p=_SOURCE_ODDS),
        gender=gender,
        birth_year=birth_year,
        birth_month=birth_month,
        birth_day=birth_day,
        surname=random.integers(0, 1 << 20, count),
        given=random.integers(0, 1 << 20, count),
        phone=_phones(spec, first, count),
        archetype=archetype,
        baby_born_day=baby,
        milk_brand=_brand(random, taste, "milk"),
        nappy_brand=_brand(random, taste, "nappy"),
        drinks_formula=random.random(count) < 0.74,
        taste=taste,
        wallet_percent=random.integers(25, 101, count),
        interval_days=_intervals(random, archetype),
        lapse_day=joined_day + _lifetimes(random, archetype),
        return_gap=np.where(random.random(count) < 0.24, random.integers(100, 260, count), NOBODY),
        consents=_consents(random, count),
        household=np.full(count, NOBODY, dtype=np.int64),
    )
    return _with_partners(people)


def _joined(spec: DemoSpec, random: np.random.Generator, count: int) -> Ints:
    """A quarter joined in the year before the first receipt; the others all through the demo but its last days."""
    earlier = random.random(count) < 0.25
    before = -random.integers(1, 366, count)
    during = random.integers(0, max(1, spec.days - 3), count)
    return np.where(earlier, before, during)


def _age_at_joining(random: np.random.Generator, count: int) -> Ints:
    """Days since the baby's birth at joining: from three months before it to two years after, mostly early."""
    return (random.beta(1.1, 3.2, count) * 820).astype(np.int64) - 90


def _store_odds(spec: DemoSpec) -> Reals:
    weights = np.array([store.weight for store in chain.stores(spec.stores)], dtype=np.float64)
    odds: Reals = weights / weights.sum()
    return odds


def _opening_second(random: np.random.Generator, count: int) -> Ints:
    return random.integers(9 * 3600, 21 * 3600, count)


def _birthdays(spec: DemoSpec, random: np.random.Generator, count: int) -> tuple[Ints, Ints, Ints]:
    """Four in ten give no birthday, one in five month and day only; nobody is under twenty."""
    year = spec.ending.year - 20 - (random.beta(2.2, 3.0, count) * 42).astype(np.int64)
    month, day = random.integers(1, 13, count), random.integers(1, 29, count)
    told = random.random(count)
    nothing, no_year = told < 0.40, told < 0.60
    return np.where(no_year, 0, year), np.where(nothing, 0, month), np.where(nothing, 0, day)


def _phones(spec: DemoSpec, first: int, count: int) -> Ints:
    """Different for every member of a chain: steps through all eight-digit numbers from a seeded start."""
    start = spec.seed * 7_654_321 % 100_000_000
    return (start + np.arange(first, first + count, dtype=np.int64) * 61_803_399) % 100_000_000


def _consents(random: np.random.Generator, count: int) -> Ints:
    """Bits: 1 marketing (seven in ten agree), 2 profiling, 4 sharing within the franchise."""
    agreed = random.random((3, count)) < np.array([[0.70], [0.81], [0.55]])
    bits: Ints = agreed.astype(np.int64).T @ np.array([1, 2, 4])
    return bits


def _brand(random: np.random.Generator, taste: Ints, shelf: str) -> Ints:
    """A brand of the own price line."""
    edges = np.array(_BRAND_TIERS[shelf])
    low, high = edges[taste], edges[taste + 1]
    brand: Ints = low + (random.random(len(taste)) ** 1.6 * (high - low)).astype(np.int64)
    return brand


def _intervals(random: np.random.Generator, archetype: Ints) -> Reals:
    """The mean days between visits: a wide spread of habits, which makes a fifth of the members most of the sales."""
    middle = np.array([44.0, 400.0, 200.0, 62.0, 105.0])[archetype]
    spread = np.array([0.62, 0.1, 0.3, 0.5, 0.75])[archetype]
    intervals: Reals = np.clip(middle * np.exp(random.normal(0.0, 1.0, len(archetype)) * spread), 6.0, 720.0)
    return intervals


def _lifetimes(random: np.random.Generator, archetype: Ints) -> Ints:
    mean = np.array([520.0, 1.0, 3000.0, 600.0, 380.0])[archetype]
    days: Ints = (random.exponential(1.0, len(archetype)) * mean).astype(np.int64) + 1
    return days


def _with_partners(people: People) -> People:
    """About one family member in twenty has the partner as a member too: same store, baby, brands and household."""
    family = np.flatnonzero(people.archetype == Archetype.FAMILY)
    pairs = len(family) // 40
    mothers, fathers = family[:pairs], family[len(family) - pairs :]
    shared = people.household.copy()
    shared[mothers] = shared[fathers] = people.number[mothers]
    columns = {
        name: getattr(people, name).copy()
        for name in ("store", "baby_born_day", "milk_brand", "nappy_brand", "drinks_formula", "gender")
    }
    for name in ("store", "baby_born_day", "milk_brand", "nappy_brand", "drinks_formula"):
        columns[name][fathers] = columns[name][mothers]
    columns["gender"][mothers], columns["gender"][fathers] = FEMALE, MALE
    return replace(people, **columns, household=shared)
