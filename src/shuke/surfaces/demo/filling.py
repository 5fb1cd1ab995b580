"""Fill the database with the demo chain through the same operations that a shop's own data would go through.

Every step may be repeated: what is there already is recognised, so a run that was cut off is simply started again.
"""

import gc
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from shuke.foundation import clock
from shuke.foundation.actors import Actor
from shuke.foundation.members import operations as members
from shuke.foundation.members.types import Birthday, Gender, NewConsent, NewMember, Purpose
from shuke.ledgers.growth import operations as growth
from shuke.ledgers.points import operations as points
from shuke.selling.sales import operations as sales
from shuke.selling.sales.types import NewReceipt
from shuke.surfaces.demo import founding, offers, people, people_names, profiles, programme, receipts
from shuke.surfaces.demo import sales as generator
from shuke.surfaces.demo.founding import Places
from shuke.surfaces.demo.types import NOBODY, DemoSpec, People, Sales

SOURCE = "demo"
_GENDERS = (None, Gender.FEMALE, Gender.MALE)
_MEMBERS_AT_ONCE = 5_000
_RECEIPTS_AT_ONCE = 8_000

Tell = Callable[[str, int, int], None]
"""Is told the step, how much of it is done, and how much there is to do."""


@dataclass(frozen=True, slots=True)
class Filled:
    """What a filling brought in, and what had been there from an earlier run."""

    stores: int
    skus: int
    members: int
    receipts: int
    receipts_known: int


@dataclass(frozen=True, slots=True)
class Founded:
    """Where the chain sells, and what."""

    where: Places
    skus: list[int]


def fill(spec: DemoSpec, *, by: Actor, at: datetime, tell: Tell) -> Filled:
    """Bring the whole chain in, in the order of time, with the rules of the programme applied to every receipt."""
    whole = replace(spec, block=max(spec.members, 1))
    tell("catalogue", 0, 1)
    founded = found(whole, by=by, at=at)
    tell("catalogue", 1, 1)
    persons, sold = generator.make(whole, 0)
    ids = enrol(whole, persons, founded, by=by, at=at, tell=tell)
    recorded, known = record(whole, sold, founded, ids, by=by, at=at, tell=tell)
    hand_out(whole, founded, ids, by=by, at=at)
    return Filled(len(founded.where.stores), len(founded.skus), len(ids), recorded, known)


def found(spec: DemoSpec, *, by: Actor, at: datetime) -> Founded:
    """Found stores, staff, goods, profile fields and the rules of the programme."""
    where = founding.found_places(spec, by=by, at=at)
    skus = founding.found_catalogue(by=by, at=at)
    founding.found_profile_fields(by=by, at=at)
    programme.found(since=clock.day_start(spec.starting - founding.OPENED_BEFORE), by=by, at=at)
    return Founded(where, skus)


def record(
    spec: DemoSpec, sold: Sales, founded: Founded, ids: list[int], *, by: Actor, at: datetime, tell: Tell
) -> tuple[int, int]:
    """Bring every receipt in, with the nights between them; returns how many were new and how many known before."""
    recorded = known = 0
    chunks = receipts.chunks(spec, sold, founded.where, founded.skus, ids, size=_RECEIPTS_AT_ONCE)
    for chunk in _collected_between(chunks):
        _turn_to(clock.business_date(chunk[0].sold_at), by=by)
        done = sales.record_many(receipts=chunk, source=SOURCE, by=by, at=at, replay_rules=True)
        recorded, known = recorded + done.recorded, known + done.duplicates
        tell("receipts", recorded + known, len(sold))
    _turn_to(spec.ending + timedelta(days=1), by=by)
    return recorded, known


def hand_out(spec: DemoSpec, founded: Founded, ids: list[int], *, by: Actor, at: datetime) -> None:
    """Put the chain's offers in force and give the first members some of them."""
    today = spec.ending + timedelta(days=1)
    offers.found(from_day=today, gift_sku_id=founded.skus[-1], by=by, at=at)
    offers.hand_out(member_ids=ids, store_ids=founded.where.stores, by=by, at=at)


def _collected_between(chunks: Iterator[list[NewReceipt]]) -> Iterator[list[NewReceipt]]:
    """Yield the chunks, collecting garbage only between them.

    A chunk makes a million small objects and no cycles to speak of; looking for some costs a fifth of the time.
    """
    gc.disable()
    try:
        for chunk in chunks:
            yield chunk
            gc.collect()
    finally:
        gc.enable()


def _turn_to(day: date, *, by: Actor) -> None:
    """Let the points expire and the tiers end that would have done so in the nights up to this day."""
    midnight = clock.day_start(day)
    while not points.expire_due(on=day, by=by, at=midnight).finished:
        pass
    growth.run_daily(on=day, by=by, at=midnight)


def enrol(spec: DemoSpec, persons: People, founded: Founded, *, by: Actor, at: datetime, tell: Tell) -> list[int]:
    """Enrol everybody, or recognise them by their phone; returns the ids in the order of the people."""
    told = profiles.told(spec, persons)
    ids: list[int] = []
    for first in range(0, len(persons), _MEMBERS_AT_ONCE):
        rows = range(first, min(first + _MEMBERS_AT_ONCE, len(persons)))
        answers = [
            {name: profiles.OPTIONS[name][told[name][row]] for name in told if told[name][row] != NOBODY}
            for row in rows
        ]
        new = [_member(spec, persons, row, founded.where, answer) for row, answer in zip(rows, answers, strict=True)]
        ids += members.enrol_many(rows=new, by=by, at=at)
        tell("members", len(ids), len(persons))
    return ids


def _member(spec: DemoSpec, persons: People, row: int, where: Places, answers: dict[str, str]) -> NewMember:
    store, guide = int(persons.store[row]), int(persons.guide[row])
    joined = clock.day_start(spec.starting + timedelta(days=int(persons.joined_day[row])))
    return NewMember(
        store_id=where.stores[store],
        source=people.SOURCES[persons.source[row]],
        phone=people_names.phone(int(persons.phone[row])),
        name=people_names.full_name(int(persons.surname[row]), int(persons.given[row])),
        gender=_GENDERS[persons.gender[row]],
        birthday=_birthday(persons, row),
        enrolled_at=joined + timedelta(seconds=int(persons.joined_second[row])),
        profile=answers,
        consents=_consents(persons, row),
        guide_id=None if guide == NOBODY else where.guides[store][guide],
    )


def _birthday(persons: People, row: int) -> Birthday | None:
    month = int(persons.birth_month[row])
    if not month:
        return None
    return Birthday(int(persons.birth_year[row]) or None, month, int(persons.birth_day[row]))


def _consents(persons: People, row: int) -> tuple[NewConsent, ...]:
    """What the member agreed to: one bit for each purpose that was asked."""
    ticked = int(persons.consents[row])
    purposes = (Purpose.MARKETING, Purpose.PROFILING, Purpose.SHARING)
    return tuple(NewConsent(purpose) for bit, purpose in enumerate(purposes) if ticked >> bit & 1)
