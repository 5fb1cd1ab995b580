"""How good the member database is: completeness, fill of each field, likely duplicates, and what a merge would do."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from django.db.models import Case, Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Sum, Value, When
from django.db.models.expressions import Combinable

from shuke.foundation.members import documents
from shuke.foundation.members.acts.holding import NoSuchMember, family
from shuke.foundation.members.models import Clash, Identity, Member, ProfileConflict, ProfileValue
from shuke.foundation.members.reads.consents import consent_history
from shuke.foundation.members.reads.lookups import identities_masked
from shuke.foundation.members.reads.owners import owner_at
from shuke.foundation.members.reads.persons import entries_of
from shuke.foundation.members.types import (
    Completeness,
    FieldQuality,
    Follower,
    IdentityKind,
    MergePreview,
    Status,
    Suspect,
)
from shuke.foundation.rulebook import queries as rulebook

_TWIN_SCORE, _CLASH_SCORE, _SAME_STORE_SCORE, _MOST = 70, 90, 5, 99
_WHOLE = 1000


def required_fields(on: date) -> list[str]:
    """Return the fields of a whole profile on the day: the chain's own list, or phone, name, gender and birthday."""
    version = rulebook.find_in_force(documents.COMPLETENESS, on)
    return list(version.body["required"]) if version else list(documents.CompletenessRule().required)


def completeness(member_id: int, on: date) -> Completeness:
    """Return how whole the profile of a member within the scope is, in thousandths, and what is missing."""
    required = required_fields(on)
    member = _marked(Member.objects.filter(pk=member_id), required).first()
    if member is None:
        raise NoSuchMember
    missing = tuple(key for place, key in enumerate(required) if not getattr(member, f"has_{place}"))
    return Completeness((len(required) - len(missing)) * _WHOLE // len(required), missing)


def completeness_by_store(on: date) -> dict[int, int]:
    """Return the mean completeness of each enrolling store's active members within the scope, in thousandths."""
    required = required_fields(on)
    rows = _marked(Member.objects.filter(status=Status.ACTIVE.value), required)
    filled: Combinable = sum((F(f"has_{place}") for place in range(len(required))), Value(0))
    stores = rows.values("enrolling_store_id").annotate(members=Count("id"), filled=Sum(filled)).order_by()
    return {row["enrolling_store_id"]: row["filled"] * _WHOLE // (row["members"] * len(required)) for row in stores}


def data_quality(on: date) -> list[FieldQuality]:
    """Return for each basic and dictionary field how many active members tell it and how often sources differed."""
    active = Member.objects.filter(status=Status.ACTIVE.value)
    members = active.count()
    conflicts = dict(
        ProfileConflict.objects.filter(member__in=active).values_list("key").annotate(Count("id")).order_by()
    )
    filled = {key: active.filter(_told(key)).count() for key in ("phone", "name", "gender", "birthday")} | dict(
        ProfileValue.objects.filter(member__in=active).values_list("field__key").annotate(Count("id")).order_by()
    )
    wanted = [*filled, *(key for key in required_fields(on) if key not in filled)]
    return [FieldQuality(key, filled.get(key, 0), members, conflicts.get(key, 0)) for key in wanted]


def duplicates(*, of: int | None = None) -> list[Suspect]:
    """Return pairs of members within the scope who may be one person, the likeliest first, with the reasons.

    `of` asks for the pairs of one member only.

    "identity:phone" — one row gave identities of both; "name_and_birthday" — both told the same name and whole
    birthday; "same_store" adds a little.
    """
    reasons: dict[tuple[int, int], list[tuple[str, int]]] = defaultdict(list)
    clashes = Clash.objects.all() if of is None else Clash.objects.filter(Q(member=of) | Q(other=of))
    for pair in _twins() if of is None else _twins_of(of):
        reasons[pair].append(("name_and_birthday", _TWIN_SCORE))
    for member_id, other_id, kind in clashes.values_list("member_id", "other_id", "kind"):
        reasons[member_id, other_id].append((f"identity:{kind}", _CLASH_SCORE))
    standing = Member.objects.filter(status__in=[Status.ACTIVE.value, Status.FROZEN.value])
    stores = dict(
        standing.filter(pk__in={one for pair in reasons for one in pair}).values_list("id", "enrolling_store_id")
    )
    suspects = [_suspect(pair, found, stores) for pair, found in reasons.items() if stores.keys() >= set(pair)]
    return sorted(suspects, key=lambda one: (-one.score, one.member_id, one.other_id))


def preview_merge(*, survivor_id: int, merged_id: int, followers: Sequence[Follower] = ()) -> MergePreview:
    """Return what merging the two would do, without doing it; both must be within the scope."""
    if Member.objects.filter(pk__in=[survivor_id, merged_id]).count() != len({survivor_id, merged_id}):
        raise NoSuchMember
    kept, brought = entries_of(family(survivor_id)), entries_of(family(merged_id))
    return MergePreview(
        survivor_id=survivor_id,
        merged_id=merged_id,
        identities=identities_masked(family(merged_id)),
        filled=tuple(sorted(brought.keys() - kept.keys())),
        conflicts=tuple(sorted(key for key in brought.keys() & kept.keys() if brought[key] != kept[key])),
        owner_kept=owner_at(survivor_id, None) or owner_at(merged_id, None),
        owner_ending=owner_at(merged_id, None) if owner_at(survivor_id, None) else None,
        consents=tuple(consent_history(merged_id)),
        followers={
            follower.name: follower.preview(survivor_id=survivor_id, merged_id=merged_id) for follower in followers
        },
    )


def _marked(rows: QuerySet[Member], keys: Sequence[str]) -> QuerySet[Member]:
    """Give each row a mark of 1 or 0 for each field, as `has_0`, `has_1` and so on."""
    return rows.annotate(**{f"has_{place}": _mark(key) for place, key in enumerate(keys)})


def _mark(key: str) -> Case:
    return Case(When(_told(key), then=Value(1)), default=Value(0), output_field=IntegerField())


def _told(key: str) -> Q | Exists:
    """Return the condition that a member tells the field."""
    match key:
        case "phone":
            return Exists(Identity.objects.filter(kind=IdentityKind.PHONE.value, member=OuterRef("pk")))
        case "name":
            return Q(name__isnull=False)
        case "gender":
            return Q(gender__isnull=False)
        case "birthday":
            return Q(birthday__isnull=False)
        case _:
            return Exists(ProfileValue.objects.filter(field__key=key, member=OuterRef("pk")))


def _twins() -> list[tuple[int, int]]:
    standing = Member.objects.filter(twin_hex__isnull=False, status__in=[Status.ACTIVE.value, Status.FROZEN.value])
    shared = standing.values("twin_hex").annotate(members=Count("id")).filter(members__gt=1).order_by()
    groups: dict[str | None, list[int]] = defaultdict(list)
    for twin, member_id in standing.filter(twin_hex__in=shared.values("twin_hex")).values_list("twin_hex", "id"):
        groups[twin].append(member_id)
    return [(min(ids), other) for ids in groups.values() for other in sorted(ids)[1:]]


def _twins_of(member_id: int) -> list[tuple[int, int]]:
    twin = Member.objects.filter(pk=member_id).values("twin_hex")
    others = Member.objects.filter(twin_hex__in=twin).exclude(pk=member_id).values_list("id", flat=True)
    return [(min(member_id, other), max(member_id, other)) for other in others]


def _suspect(pair: tuple[int, int], found: Sequence[tuple[str, int]], stores: dict[int, int]) -> Suspect:
    reasons = sorted(found, key=lambda reason: -reason[1])
    score = reasons[0][1] + 5 * (len(reasons) - 1)
    names = [name for name, _ in reasons]
    if stores[pair[0]] == stores[pair[1]]:
        names.append("same_store")
        score += _SAME_STORE_SCORE
    return Suspect(*pair, score=min(score, _MOST), reasons=tuple(names))
