"""Who is this? One blind index hit, within the scope of who asks, and masked."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date

from django.db.models import Q, QuerySet

from shuke.foundation import scopes
from shuke.foundation.datamap import rules as masks
from shuke.foundation.datamap.types import Mask
from shuke.foundation.db import bulk
from shuke.foundation.members import rules, sealed, sql
from shuke.foundation.members.acts.holding import NoSuchMember
from shuke.foundation.members.models import Identity, Member, Tombstone
from shuke.foundation.members.types import Customer, Found, IdentityKind, NewMember, Status
from shuke.foundation.refusals import Refusal

_MOST_FOUND = 20
_TAIL = 4
_IDS_A_STATEMENT = 5_000
_MANY = 50_000
_STANDING = (Status.ACTIVE.value, Status.FROZEN.value)


def find(text: str) -> list[Found]:
    """Return the members within the scope whose phone, card or other code this is, or whose phone ends in these four.

    Nobody at all and nobody within reach give the same empty answer.
    """
    plain = text.strip()
    known = _ids_by_tail(plain) if len(plain) == _TAIL and plain.isdigit() else _ids_by_whole(plain)
    return _found(known, _MOST_FOUND) if known else []


def many(member_ids: Collection[int]) -> list[Found]:
    """Return those of the members who are within the scope, masked, by id, in as many statements for 1 as for 1,000.

    A merged account gives its survivor; whoever has left or is out of reach is left out.
    """
    return _found(resolve(member_ids).values())


def within_reach(member_ids: Sequence[int]) -> list[int]:
    """Return those of the members who are within the scope and have not left, in the order they are named in."""
    if scopes.current() == scopes.WHOLE_CHAIN:
        gone = set(tombstones())
        return [key for key in member_ids if key not in gone] if gone else list(member_ids)
    reached = _reached(set(member_ids))
    return [key for key in member_ids if key in reached]


def _reached(member_ids: Collection[int]) -> set[int]:
    """Look for the ids, or, where that is quicker because they are so many, read everybody in the scope."""
    standing = Member.objects.filter(status__in=_STANDING)
    if len(member_ids) > _MANY:
        return set(standing.values_list("pk", flat=True).iterator())
    batches = bulk.batches(member_ids, _IDS_A_STATEMENT)
    return {key for batch in batches for key in standing.filter(pk__in=batch).values_list("pk", flat=True)}


def get(member_id: int) -> Found:
    """Return one member within the scope, masked; a merged account gives its survivor. Refuse everybody else."""
    found = many([member_id])
    if not found:
        raise NoSuchMember
    return found[0]


def joined_on(member_id: int) -> date:
    """Return the day on which a member within the scope joined. Refuses NoSuchMember."""
    joined = Member.objects.filter(pk=member_id).values_list("enrolled_on", flat=True).first()
    if joined is None:
        raise NoSuchMember
    return joined


def customer(member_id: int, *, on: date) -> Customer:
    """Return who stands behind the id within the scope, and the owner on the day, in one statement; for a till.

    Refuses NoSuchMember for whoever has left or is out of reach.
    """
    row = sql.customer(member_id, on)
    if row is None or row[1] not in _STANDING or not _in_reach(*row[:5]):
        raise NoSuchMember
    return Customer(row[0], Status(row[1]), row[4], row[5])


def resolve(member_ids: Collection[int]) -> dict[int, int]:
    """Return for each known id the member that it now stands for: itself, or the survivor of its merge."""
    return sql.survivors(list(member_ids))


def ids_by_identity(kind: IdentityKind, values: Iterable[str]) -> dict[str, int]:
    """Return the member id of each value that is known, in one statement; a value that cannot be one is unknown."""
    indexes: dict[str, list[str]] = {}
    for text in values:
        try:
            indexes.setdefault(sealed.index(kind, rules.identity(kind, text)), []).append(text)
        except Refusal:
            continue
    found = {text: member_id for index, member_id in _known(indexes) for text in indexes[index]}
    if kind == IdentityKind.CARD:
        texts = [text for same in indexes.values() for text in same if text not in found]
        numbers = sql.ids_of_numbers([text.strip().upper() for text in texts])
        found |= {text: numbers[text.strip().upper()] for text in texts if text.strip().upper() in numbers}
    return found


def problems(new: NewMember, on: date) -> list[Refusal]:
    """Return every reason why this person could not be enrolled as given: for a form, or for a row of a file."""
    checks = (
        lambda: rules.identities_of(new),
        lambda: rules.card_number(new.number) if new.number else "",
        lambda: rules.name(new.name),
        lambda: rules.gender(new.gender),
        lambda: rules.birthday(new.birthday, on=on),
    )
    found = []
    for check in checks:
        try:
            check()
        except Refusal as refusal:
            found.append(refusal)
    return found


def phones(member_ids: Sequence[int]) -> dict[int, str]:
    """Return the phone in clear of each member that has one. For the send gate alone; never to be stored."""
    return addresses(IdentityKind.PHONE, member_ids)


def addresses(kind: IdentityKind, member_ids: Sequence[int]) -> dict[int, str]:
    """Return one identity of the kind in clear for each of up to a few thousand members, the own before a merged one's.

    For the send gate alone: by these a platform is told whom to reach. Never to be stored.
    """
    found: dict[int, str] = {}
    rows = Identity.objects.filter(kind=kind.value, member__in=_accounts(member_ids)).select_related("member")
    for row in rows.order_by("-id"):
        owner = row.member.survivor_id or row.member_id
        if owner == row.member_id or owner not in found:
            found[owner] = sealed.IDENTITY.open(row.id, row.ciphertext)
    return found


def _accounts(member_ids: Collection[int]) -> QuerySet[Member, int]:
    """Ask for the ids of the members and of what was merged into them.

    They are found by themselves: an OR over members and identities at once would read every identity there is.
    """
    own_or_merged = Member.everyone.filter(Q(pk__in=member_ids) | Q(survivor__in=member_ids))
    return own_or_merged.values_list("pk", flat=True)


def identities_masked(member_ids: Sequence[int]) -> tuple[tuple[IdentityKind, str], ...]:
    """Return what the accounts are known by: 138****1234, ****5678."""
    rows = Identity.objects.filter(member__in=member_ids).order_by("id")
    return tuple(
        (IdentityKind(row.kind), masks.masked(sealed.IDENTITY.open(row.id, row.ciphertext), _mask(row.kind)))
        for row in rows
    )


def briefly(member_ids: Iterable[int]) -> dict[int, Found]:
    """Return member → name and number as a list shows them; who has left is left out."""
    return {found.member_id: found for found in _found(member_ids)}


def tombstones() -> list[int]:
    """Return the ids of all who have left for good, for the backup."""
    return list(Tombstone.objects.order_by("member_id").values_list("member_id", flat=True))


def _in_reach(member_id: int, status: str, entity_id: int, is_shared: bool, owner_store_id: int | None) -> bool:
    """Tell whether the member lies within the scope; only for whoever seems not to is the long question asked."""
    scope = scopes.current()
    if scope.entities is None or is_shared or entity_id in scope.entities:
        return True
    return (scope.stores is not None and owner_store_id in scope.stores) or Member.objects.filter(pk=member_id).exists()


def _known(indexes: Mapping[str, object]) -> Iterable[tuple[str, int]]:
    return sql.ids_of_indexes(list(indexes)).items() if indexes else ()


def _ids_by_tail(tail: str) -> list[int]:
    marks = [sealed.tail(kind, tail) for kind in (IdentityKind.PHONE, IdentityKind.CARD)]
    rows = Identity.objects.filter(tail_hex__in=marks).order_by("id").values_list("member_id", flat=True)
    return list(resolve(list(rows[: _MOST_FOUND * 5])).values())


def _ids_by_whole(text: str) -> list[int]:
    indexes = []
    for kind in (IdentityKind.PHONE, IdentityKind.CARD, IdentityKind.LEGACY_ID):
        try:
            indexes.append(sealed.index(kind, rules.identity(kind, text)))
        except Refusal:
            continue
    found = list(sql.ids_of_indexes(indexes).values()) if indexes else []
    return found or list(sql.ids_of_numbers([text.upper()]).values())


def _found(member_ids: Iterable[int], most: int | None = None) -> list[Found]:
    rows = Member.objects.filter(pk__in=set(member_ids), status__in=_STANDING)
    members = list(rows.order_by("id")[:most])
    phones_masked = _phones_masked([member.id for member in members])
    return [
        Found(
            member_id=member.id,
            number=member.number,
            status=Status(member.status),
            name_masked=masks.masked_name(sealed.NAME.open(member.id, member.name) if member.name else ""),
            phone_masked=phones_masked.get(member.id, ""),
        )
        for member in members
    ]


def _phones_masked(member_ids: Sequence[int]) -> dict[int, str]:
    """Return the phone told first of each member that has one, a merged account's too, masked."""
    rows = Identity.objects.filter(kind=IdentityKind.PHONE.value, member__in=_accounts(member_ids))
    found: dict[int, str] = {}
    for row in rows.select_related("member").order_by("id"):
        owner = row.member.survivor_id or row.member_id
        if owner not in found:
            found[owner] = masks.masked(sealed.IDENTITY.open(row.id, row.ciphertext), Mask.PHONE)
    return found


def _mask(kind: str) -> Mask:
    return Mask.PHONE if kind == IdentityKind.PHONE else Mask.TAIL
