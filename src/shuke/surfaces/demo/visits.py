"""When people come: a renewal rhythm of their own, warped by the seasons, broken by lapses, joined by strangers."""

from dataclasses import fields

import numpy as np

from shuke.surfaces.demo import chain, seasons
from shuke.surfaces.demo.types import NOBODY, Archetype, DemoSpec, Flags, Ints, People, Reals, Visits

_HOUR_ODDS = (7, 11, 10, 6, 5, 6, 7, 9, 9, 12, 11, 7)
_OPENING_HOUR = 9
_WALK_INS_PER_SALE = 0.25
_LONGEST_GAP = 60


def make(spec: DemoSpec, block: int, people: People) -> Visits:
    """Every visit of the block's members and a fourth as many of strangers, in order of time."""
    random = spec.random(2, block)
    person, day = _come(spec, random, people)
    order = np.lexsort((day, person))
    person, day = person[order], day[order]
    once = np.ones(len(person), dtype=np.bool_)
    once[1:] = (person[1:] != person[:-1]) | (day[1:] != day[:-1])
    known = _known(spec, random, people, person[once], day[once])
    strangers = _strangers(spec, random, int(len(known) * _WALK_INS_PER_SALE))
    return _in_time_order([known, strangers])


def _come(spec: DemoSpec, random: np.random.Generator, people: People) -> tuple[Ints, Ints]:
    regular = people.archetype != Archetype.GIFT
    person, day = _rhythm(spec, random, people, np.flatnonzero(regular))
    givers, gift_day = _giving(spec, random, people, np.flatnonzero(~regular))
    person, day = np.concatenate([person, givers]), np.concatenate([day, gift_day])
    bargain = people.archetype[person] == Archetype.DISCOUNT
    day[bargain] = _next_bargain(spec, day[bargain])
    kept = (day >= 0) & (day < spec.days)
    return person[kept], day[kept]


def _rhythm(spec: DemoSpec, random: np.random.Generator, people: People, rows: Ints) -> tuple[Ints, Ints]:
    """Visits of people with a rhythm: gamma gaps on busy-time, which runs faster on busy days."""
    busy_time = np.concatenate([[0.0], np.cumsum(seasons.busyness(spec))])
    start_day = np.maximum(people.joined_day[rows], 0)
    start = busy_time[np.minimum(start_day, spec.days)]
    mean = people.interval_days[rows]
    counts = ((busy_time[-1] - start) / mean * 1.5).astype(np.int64) + 4
    gaps = random.gamma(2.6, 1.0, int(counts.sum())) / 2.6 * np.repeat(mean, counts)
    heads = np.cumsum(counts) - counts
    # Most people join at the till, so their first visit is the day they joined.
    joins_buying = (random.random(len(rows)) < 0.88) & (people.joined_day[rows] >= 0)
    gaps[heads[joins_buying]] = 0.0
    since = np.cumsum(gaps) - np.repeat((np.cumsum(gaps) - gaps)[heads], counts)
    warped = np.interp(np.repeat(start, counts) + since, busy_time, np.arange(spec.days + 1), right=spec.days + 1)
    person, day = np.repeat(rows, counts), warped.astype(np.int64)
    return _lapsed(people, person, day)


def _lapsed(people: People, person: Ints, day: Ints) -> tuple[Ints, Ints]:
    """Visits after the lapse fall away, or move behind the gap for those who return."""
    after = day > people.lapse_day[person]
    gap = people.return_gap[person]
    kept = ~after | (gap != NOBODY)
    moved = day + np.where(after, np.maximum(gap, 0), 0)
    return person[kept], moved[kept]


def _giving(spec: DemoSpec, random: np.random.Generator, people: People, rows: Ints) -> tuple[Ints, Ints]:
    """Gift buyers come once in the three weeks before a festival, every other festival."""
    days = np.array([(day - spec.starting).days for day in seasons.festivals(spec)], dtype=np.int64)
    person, festival = np.repeat(rows, len(days)), np.tile(days, len(rows))
    day = festival - random.integers(1, seasons.GIFT_LEAD_DAYS, len(person))
    kept = (random.random(len(person)) < 0.55) & (day >= people.joined_day[person])
    return person[kept], day[kept]


def _next_bargain(spec: DemoSpec, day: Ints) -> Ints:
    bargains = np.append(np.flatnonzero(seasons.off_percent(spec) > 0), spec.days)
    return bargains[np.searchsorted(bargains, np.clip(day, 0, spec.days))]


def _known(spec: DemoSpec, random: np.random.Generator, people: People, person: Ints, day: Ints) -> Visits:
    """Visits of members, ordered by person and day."""
    count = len(person)
    follows = np.zeros(count, dtype=np.bool_)
    follows[:-1] = person[:-1] == person[1:]
    gap = np.full(count, 0, dtype=np.int64)
    gap[:-1] = day[1:] - day[:-1]
    usual = people.interval_days[person].astype(np.int64)
    away = random.random(count) < 0.06
    archetype = people.archetype[person]
    first_day = day == people.joined_day[person]
    second = np.where(
        first_day,
        np.minimum(people.joined_second[person] + random.integers(60, 1800, count), 22 * 3600),
        _seconds(random, count),
    )
    stray = random.random((2, count)) < 0.05
    return Visits(
        person=person,
        store=np.where(away, random.integers(0, spec.stores, count), people.store[person]),
        guide=_served_by(random, people.guide[person], away),
        day=day,
        second=second,
        online=(random.random(count) < 0.11) & ~first_day,
        archetype=archetype,
        age_days=day - people.baby_born_day[person],
        gap_days=np.clip(np.where(follows, gap, usual), 1, _LONGEST_GAP),
        milk_brand=np.where(stray[0], random.integers(0, 10, count), people.milk_brand[person]),
        nappy_brand=np.where(stray[1], random.integers(0, 8, count), people.nappy_brand[person]),
        drinks_formula=people.drinks_formula[person],
        taste=people.taste[person],
        wallet_percent=people.wallet_percent[person],
        off_percent=_markdown(spec, random, day, archetype),
        festive=seasons.festive(spec)[day],
    )


def _strangers(spec: DemoSpec, random: np.random.Generator, count: int) -> Visits:
    """Sales nobody identified."""
    odds = seasons.busyness(spec) / spec.days
    day = random.choice(spec.days, count, p=odds).astype(np.int64)
    weights: Reals = np.array([store.weight for store in chain.stores(spec.stores)], dtype=np.float64)
    archetype = random.choice((Archetype.FAMILY, Archetype.GIFT, Archetype.CASUAL), count, p=(0.45, 0.1, 0.45))
    nobody = np.full(count, NOBODY, dtype=np.int64)
    return Visits(
        person=nobody,
        store=random.choice(spec.stores, count, p=weights / weights.sum()),
        guide=_served_by(random, nobody, np.ones(count, dtype=np.bool_)),
        day=day,
        second=_seconds(random, count),
        online=np.zeros(count, dtype=np.bool_),
        archetype=archetype.astype(np.int64),
        age_days=random.integers(-80, 1200, count),
        gap_days=random.integers(8, 30, count),
        milk_brand=random.integers(0, 10, count),
        nappy_brand=random.integers(0, 8, count),
        drinks_formula=random.random(count) < 0.7,
        taste=random.choice(3, count, p=(0.42, 0.42, 0.16)),
        wallet_percent=random.integers(20, 80, count),
        off_percent=_markdown(spec, random, day, archetype),
        festive=seasons.festive(spec)[day],
    )


def _seconds(random: np.random.Generator, count: int) -> Ints:
    hours = np.array(_HOUR_ODDS, dtype=np.float64)
    hour = random.choice(len(hours), count, p=hours / hours.sum()) + _OPENING_HOUR
    return (hour * 3600 + random.integers(0, 3600, count)).astype(np.int64)


def _served_by(random: np.random.Generator, own: Ints, away: Flags) -> Ints:
    """The own guide mostly, otherwise whoever is there; one sale in eight names nobody."""
    count = len(own)
    anybody = random.integers(0, chain.GUIDES_PER_STORE, count)
    nobody = random.random(count) < 0.12
    stays = (random.random(count) < 0.75) & ~away & (own != NOBODY)
    return np.where(nobody, NOBODY, np.where(stays, own, anybody))


def _markdown(spec: DemoSpec, random: np.random.Generator, day: Ints, archetype: Ints) -> Ints:
    """The day's markdown, or a small discount at the till for a few."""
    chain_wide = seasons.off_percent(spec)[day]
    at_the_till = np.where(random.random(len(day)) < 0.18, random.integers(3, 11, len(day)), 0)
    off = np.maximum(chain_wide, at_the_till)
    return np.where((archetype == Archetype.DISCOUNT) & (off == 0), 8, off)


def _in_time_order(parts: list[Visits]) -> Visits:
    joined = {f.name: np.concatenate([getattr(part, f.name) for part in parts]) for f in fields(Visits)}
    order = np.lexsort((joined["person"], joined["second"], joined["day"]))
    return Visits(**{name: column[order] for name, column in joined.items()})
