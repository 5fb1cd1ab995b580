"""Somebody joins: at the till, by a code, in the mini-program, or with fifty thousand others in a file."""

import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import IntegrityError, transaction

from shuke.foundation import clock, failpoints, ids
from shuke.foundation.actors import Actor
from shuke.foundation.audit import operations as audit
from shuke.foundation.db import bulk
from shuke.foundation.members import rules, sealed, sql
from shuke.foundation.members.acts import consents, ownership, profiles
from shuke.foundation.members.events import Enrolled, EnrolledMany
from shuke.foundation.members.models import Clash, Consent, Identity, Member, Ownership, ProfileValue
from shuke.foundation.members.types import Enrolment, IdentityKind, NewMember, Purpose, Status
from shuke.foundation.outbox import operations as outbox
from shuke.foundation.refusals import Refusal

MOST_AT_ONCE = 5_000
_DRAWS = 10**14
_TRIES = 3
_MEMBER = (
    "id", "number", "status", "enrolled_at", "enrolled_on", "enrolling_store_id", "entity_id", "source", "gender",
    "birth_year", "birth_month", "name", "birthday", "twin_hex", "is_shared", "changed_at",
)  # fmt: skip
_IDENTITY = ("id", "member_id", "kind", "index_hex", "tail_hex", "ciphertext")
_CLASH = ("id", "member_id", "other_id", "kind", "noted_at")

Key = tuple[IdentityKind, str]


class UnknownStore(Refusal):
    """A member joins at a store of the chain."""

    code = "members.unknown_store"
    status = 422
    zh = "没有这家门店"
    en = "There is no such store"


class TooManyAtOnce(Refusal):
    """A batch has at most 5,000 rows, so that others at the database need not wait long."""

    code = "members.too_many_at_once"
    status = 422
    zh = "每批最多 {limit} 位会员"
    en = "At most {limit} members at once"


@dataclass(slots=True)
class _Rows:
    """What a batch will write, table by table."""

    members: list[tuple[object, ...]] = field(default_factory=list)
    identities: list[tuple[object, ...]] = field(default_factory=list)
    owners: list[tuple[object, ...]] = field(default_factory=list)
    consents: list[tuple[object, ...]] = field(default_factory=list)
    values: list[tuple[object, ...]] = field(default_factory=list)
    clashes: list[tuple[object, ...]] = field(default_factory=list)


@dataclass(slots=True)
class _Batch:
    """What a batch needs to know of the chain while it is prepared."""

    by: Actor
    at: datetime
    day: date
    entities: dict[int, int]
    known: dict[str, int]
    numbers: dict[str, int]
    dictionary: profiles.Dictionary
    texts: consents.Texts
    owner_rule: ownership.RuleInForce
    free: list[str]
    ids: Iterator[int]
    rows: _Rows = field(default_factory=_Rows)


@transaction.atomic
def enrol(*, new: NewMember, by: Actor, at: datetime) -> int:
    """Enrol one person and return the member id; one whose identity is known already is that member.

    A phone is enough. Nothing else is asked for, and refusing every consent hinders nothing.
    """
    enrolment = enrol_batch(rows=[new], by=by, at=at, announce=False)
    member_id = enrolment.ids[0]
    if not enrolment.known:
        outbox.emit(Enrolled(member_id, new.store_id, str(new.source)), by=by, at=at)
        audit.record(by=by, at=at, action="members.enrol", subject=f"member:{member_id}")
    return member_id


def enrol_many(*, rows: Sequence[NewMember], by: Actor, at: datetime) -> list[int]:
    """Enrol at most 5,000 people at once and return their member ids in order; known ones keep their id."""
    return enrol_batch(rows=rows, by=by, at=at).ids


def enrol_batch(*, rows: Sequence[NewMember], by: Actor, at: datetime, announce: bool = True) -> Enrolment:
    """Enrol at most 5,000 people at once and tell which of them were known; one bad row refuses the whole batch.

    Of two processes that enrol the same phone at one moment, the second meets the unique key and looks again.
    """
    if len(rows) > MOST_AT_ONCE:
        raise TooManyAtOnce(limit=MOST_AT_ONCE)
    for _ in range(_TRIES - 1):
        try:
            with transaction.atomic():
                return _enrol(rows, by, at, announce)
        except IntegrityError:
            continue
    with transaction.atomic():
        return _enrol(rows, by, at, announce)


def _enrol(rows: Sequence[NewMember], by: Actor, at: datetime, announce: bool) -> Enrolment:
    keys = [rules.identities_of(new) for new in rows]
    indexes = [[(kind, value, sealed.index(kind, value)) for kind, value in found] for found in keys]
    batch = _open_batch(rows, [index for found in indexes for _, _, index in found], by, at)
    failpoints.hit("members.enrol_looked")
    member_ids: list[int] = []
    known: set[int] = set()
    for position, (new, found) in enumerate(zip(rows, indexes, strict=True)):
        member_id = _known_member(batch, new, found)
        if member_id is None:
            member_id = _add_member(batch, new, keys[position])
        else:
            known.add(position)
        _add_identities(batch, member_id, found)
        member_ids.append(member_id)
    _write(batch)
    if announce and (fresh := [row[0] for row in batch.rows.members]):
        outbox.emit(EnrolledMany([int(str(member_id)) for member_id in fresh]), by=by, at=at)
        audit.record(
            by=by, at=at, action="members.enrol_many", subject=f"members:{len(fresh)}", after={"known": len(known)}
        )
    return Enrolment(member_ids, frozenset(known))


def _open_batch(rows: Sequence[NewMember], indexes: Sequence[str], by: Actor, at: datetime) -> _Batch:
    stores = {new.store_id for new in rows}
    entities = sql.entities_of_stores(stores)
    if stores - entities.keys():
        raise UnknownStore(field="store_id")
    day = clock.business_date(at)
    given = [rules.card_number(new.number) for new in rows if new.number]
    drawn = [rules.number_of(secrets.randbelow(_DRAWS)) for _ in range(len(rows) - len(given))]
    numbers = sql.ids_of_numbers([*given, *drawn])
    return _Batch(
        by=by,
        at=at,
        day=day,
        entities=entities,
        known=sql.ids_of_indexes(indexes),
        numbers=numbers,
        dictionary=profiles.dictionary() if any(new.profile for new in rows) else {},
        texts=consents.latest_texts() if any(new.consents for new in rows) else consents.Texts(),
        owner_rule=ownership.rule_in_force(day),
        free=[number for number in drawn if number not in numbers],
        ids=_fresh_ids(len(rows)),
    )


def _known_member(batch: _Batch, new: NewMember, found: Sequence[tuple[IdentityKind, str, str]]) -> int | None:
    """Return the member whom the row's identities name; where they name two, note that and trust the surest kind."""
    meant = {kind: batch.known[index] for kind, _, index in found if index in batch.known}
    if new.number and (owner := batch.numbers.get(rules.card_number(new.number))):
        meant.setdefault(IdentityKind.CARD, owner)
    if not meant:
        return None
    member_id = next(iter(meant.values()))
    for kind, other in meant.items():
        if other != member_id:
            pair = sorted((member_id, other))
            batch.rows.clashes.append((next(batch.ids), *pair, kind.value, batch.at))
    return member_id


def _add_member(batch: _Batch, new: NewMember, keys: Sequence[Key]) -> int:
    member_id = next(batch.ids)
    enrolled_at, enrolled_on = batch.at, batch.day
    if new.enrolled_at:
        enrolled_at, enrolled_on = new.enrolled_at, clock.business_date(new.enrolled_at)
    name, birthday = rules.name(new.name), rules.birthday(new.birthday, on=batch.day)
    told = rules.birthday_text(birthday)
    number = rules.card_number(new.number) if new.number else _free_number(batch)
    batch.numbers[number] = member_id
    granted = consents.granted(new.consents)
    batch.rows.members.append((
        member_id, number, Status.ACTIVE.value, enrolled_at, enrolled_on, new.store_id, batch.entities[new.store_id],
        str(new.source), rules.gender(new.gender), birthday.year, birthday.month,
        sealed.NAME.seal(member_id, name) if name else None,
        sealed.BIRTHDAY.seal(member_id, told) if told else None,
        sealed.twin(rules.twin_key(name, birthday)), Purpose.SHARING in granted, batch.at,
    ))  # fmt: skip
    batch.rows.owners.extend(
        ownership.opening_rows(batch.owner_rule, member_id, new.store_id, new.guide_id, enrolled_on)
    )
    batch.rows.consents.extend(
        consents.rows(member_id, new.consents, batch.texts, store_id=new.store_id, by=batch.by, at=enrolled_at)
    )
    batch.rows.values.extend(
        profiles.first_values(
            batch.dictionary, member_id, new.profile, source=str(new.source), granted=granted, at=enrolled_at
        )
    )
    return member_id


def _add_identities(batch: _Batch, member_id: int, found: Sequence[tuple[IdentityKind, str, str]]) -> None:
    for kind, value, index in found:
        if index not in batch.known:
            batch.known[index] = member_id
            identity_id = next(batch.ids)
            blob = sealed.IDENTITY.seal(identity_id, value)
            batch.rows.identities.append((identity_id, member_id, kind.value, index, sealed.tail(kind, value), blob))


def _free_number(batch: _Batch) -> str:
    while not batch.free:
        number = rules.number_of(secrets.randbelow(_DRAWS))
        batch.free = [] if sql.ids_of_numbers([number]) else [number]
    return batch.free.pop()


def _fresh_ids(at_once: int) -> Iterator[int]:
    while True:
        yield from ids.many(at_once)


def _write(batch: _Batch) -> None:
    rows = batch.rows
    bulk.insert(Member, _MEMBER, rows.members)
    bulk.insert(Identity, _IDENTITY, rows.identities)
    bulk.insert(Ownership, ownership.COLUMNS, rows.owners)
    bulk.insert(Consent, consents.COLUMNS, rows.consents)
    bulk.insert(ProfileValue, profiles.COLUMNS, rows.values)
    bulk.insert(Clash, _CLASH, rows.clashes, ignore_conflicts=True)
