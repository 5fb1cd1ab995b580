"""Read the organisation."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from shuke.foundation import scopes
from shuke.foundation.db import rows
from shuke.foundation.org import credentials, rules
from shuke.foundation.org.models import ApiToken, Chain, Entity, Grant, Region, Staff, Store
from shuke.foundation.org.types import Bearer, GrantFact, Role, TokenAccess, TokenFact

__all__ = ["ApiToken", "Chain", "Entity", "Grant", "Region", "Staff", "Store"]

_BEARER = (
    "SELECT t.id, p.id, p.code, t.access, g.role, g.region_id, g.store_id, s.entity_id FROM org_api_token t "
    "JOIN org_staff p ON p.id = t.staff_id AND p.is_active JOIN org_grant g ON g.staff_id = p.id "
    "LEFT JOIN org_store s ON s.id = g.store_id WHERE t.secret_sha256 = %s AND t.revoked_at IS NULL "
    "AND (t.expires_on IS NULL OR t.expires_on > %s) AND g.from_date <= %s AND (g.to_date IS NULL OR g.to_date > %s)"
)
NOWHERE = scopes.Scope(stores=frozenset(), entities=frozenset())


def chain() -> Chain | None:
    """Return the chain, or None before it is set up."""
    return Chain.objects.filter(id=1).first()


def is_set_up() -> bool:
    """Tell whether the first run has happened."""
    return Staff.objects.exists()


def roles_of(staff_id: int, on: date) -> frozenset[Role]:
    """Return the roles in force on the day."""
    return frozenset(fact.role for fact in grants_in_force(staff_id, on))


def grants_in_force(staff_id: int, on: date) -> list[GrantFact]:
    """Return what the person may be on the day, each with the stores and entities it reaches. Empty when they left."""
    rows = Grant.objects.filter(
        Q(to_date__isnull=True) | Q(to_date__gt=on), staff_id=staff_id, staff__is_active=True, from_date__lte=on
    ).select_related("store")
    return [_fact(row) for row in rows]


def scope_of(staff_id: int, on: date, roles: Iterable[Role] | None = None) -> scopes.Scope:
    """Everything the person's grants reach on the day, or only those of the given roles.

    Narrowing to the roles that allow an act keeps a manager of one store from managing another where he only sells.
    """
    wanted = None if roles is None else frozenset(roles)
    return scope_of_grants(fact for fact in grants_in_force(staff_id, on) if wanted is None or fact.role in wanted)


def scope_of_grants(facts: Iterable[GrantFact]) -> scopes.Scope:
    """Return the union of what the grants reach."""
    stores: frozenset[int] = frozenset()
    entities: frozenset[int] = frozenset()
    for fact in facts:
        if fact.stores is None or fact.entities is None:
            return scopes.WHOLE_CHAIN
        stores |= fact.stores
        entities |= fact.entities
    return scopes.Scope(stores=stores, entities=entities)


def granted(role: str, region_id: int | None, store_id: int | None, entity_id: int | None) -> GrantFact:
    """Return a grant as it reaches, from its columns and the entity of its store."""
    if store_id is not None and entity_id is not None:
        return GrantFact(Role(role), frozenset({store_id}), frozenset({entity_id}))
    return _of_region(Role(role), region_id) if region_id is not None else GrantFact(Role(role), None, None)


def _fact(row: Grant) -> GrantFact:
    store = row.store
    return granted(row.role, row.region_id, store.id if store else None, store.entity_id if store else None)


def _of_region(role: Role, region_id: int) -> GrantFact:
    below = rules.regions_below(region_id, dict(Region.objects.values_list("id", "parent_id")))
    pairs = list(Store.objects.filter(region_id__in=below).values_list("id", "entity_id"))
    return GrantFact(role, frozenset(s for s, _ in pairs), frozenset(e for _, e in pairs))


def staff_of_user(user_id: int) -> Staff | None:
    """Return the working person behind a login."""
    return Staff.objects.filter(user_id=user_id, is_active=True).first()


def staff(staff_id: int) -> Staff | None:
    """Return a person, working or gone."""
    return Staff.objects.filter(id=staff_id).first()


def names_of(staff_ids: Iterable[int]) -> dict[int, str]:
    """Return person → name, whoever has left among them."""
    return dict(Staff.objects.filter(id__in=set(staff_ids)).values_list("id", "name"))


def holders(roles: Iterable[Role], *, on: date) -> frozenset[int]:
    """Return everybody who works here and holds one of the roles on the day."""
    held = Grant.objects.filter(
        Q(to_date__isnull=True) | Q(to_date__gt=on),
        role__in=[role.value for role in roles],
        from_date__lte=on,
        staff__is_active=True,
    )
    return frozenset(held.values_list("staff_id", flat=True))


def live_token(secret: str, on: date) -> TokenFact | None:
    """Whose token this is, if it is neither revoked nor expired and its owner still works here."""
    row = ApiToken.objects.filter(
        Q(expires_on__isnull=True) | Q(expires_on__gt=on),
        secret_sha256=credentials.fingerprint(secret),
        revoked_at__isnull=True,
        staff__is_active=True,
    ).first()
    return None if row is None else TokenFact(row.id, row.staff_id, TokenAccess(row.access))


def bearer(secret: str, on: date) -> Bearer | None:
    """Return whose live token this is, with the roles in force on the day, in one plain statement; for a till."""
    found = rows.fetch(_BEARER, [credentials.fingerprint(secret), on, on, on])
    if not found:
        return None
    token_id, staff_id, code, access = found[0][:4]
    grants = tuple(granted(*row[4:]) for row in found)
    return Bearer(staff_id, code, token_id, TokenAccess(access) is TokenAccess.WRITE, grants)


def tokens_of(staff_id: int) -> QuerySet[ApiToken]:
    """Return the person's tokens, newest first."""
    return ApiToken.objects.filter(staff_id=staff_id).order_by("-id")


def store(store_id: int) -> Store | None:
    """Return a store anywhere in the chain."""
    return Store.objects.filter(id=store_id).first()


def store_by_code(code: str) -> Store | None:
    """Return a store by its code."""
    return Store.objects.filter(code=code).first()


def store_ids(codes: Iterable[str]) -> dict[str, int]:
    """Return code → id of the stores that exist."""
    return dict(Store.objects.filter(code__in=list(codes)).values_list("code", "id"))


def people(ids: Iterable[int]) -> dict[int, Staff]:
    """Return the people with these ids, working or gone, by id."""
    return Staff.objects.in_bulk(list(ids))


def staff_ids(codes: Iterable[str]) -> dict[str, int]:
    """Return code → id of the people who exist."""
    return dict(Staff.objects.filter(code__in=list(codes)).values_list("code", "id"))


def all_stores() -> QuerySet[Store]:
    """Every store of the chain with its region and entity, for jobs and dimension snapshots."""
    return Store.objects.select_related("region", "entity").order_by("id")


def stores_in_reach() -> QuerySet[Store]:
    """Return the stores within the open scope, by code."""
    return Store.within.select_related("region", "entity").order_by("code")


def staff_in_reach(
    *, text: str = "", role: Role | None = None, is_active: bool | None = None, on: date | None = None
) -> QuerySet[Staff]:
    """Return the colleagues within the open scope, by code, narrowed by words, by a role on a day, and by activity."""
    rows = Staff.within.order_by("code")
    if text:
        rows = rows.filter(Q(code__icontains=text) | Q(name__icontains=text))
    if is_active is not None:
        rows = rows.filter(is_active=is_active)
    if role is not None and on is not None:
        rows = rows.filter(id__in=_in_force(on).filter(role=role.value).values("staff_id"))
    return rows


def roles_of_many(staff_ids: Iterable[int], on: date) -> dict[int, list[Role]]:
    """Return person → roles in force on the day, the weightiest first, in one statement."""
    held: dict[int, set[str]] = {}
    rows = _in_force(on).filter(staff_id__in=list(staff_ids), staff__is_active=True)
    for staff_id, role in rows.values_list("staff_id", "role"):
        held.setdefault(staff_id, set()).add(role)
    return {staff_id: [role for role in Role if role.value in roles] for staff_id, roles in held.items()}


def _in_force(on: date) -> QuerySet[Grant]:
    return Grant.objects.filter(Q(to_date__isnull=True) | Q(to_date__gt=on), from_date__lte=on)


def regions() -> QuerySet[Region]:
    """Return the regions by code."""
    return Region.objects.order_by("code")


def entities() -> QuerySet[Entity]:
    """Return the legal entities by code."""
    return Entity.objects.order_by("code")


def grants_of(staff_id: int) -> QuerySet[Grant]:
    """Every grant of the person, past ones too, newest first."""
    return Grant.objects.filter(staff_id=staff_id).select_related("store", "region").order_by("-from_date", "-id")


def guides_of(store_id: int, on: date) -> QuerySet[Staff]:
    """Who may own members of the store on the day: its guides and its manager, by code."""
    serving = Grant.objects.filter(
        Q(to_date__isnull=True) | Q(to_date__gt=on),
        store_id=store_id,
        role__in=[Role.GUIDE.value, Role.STORE_MANAGER.value],
        from_date__lte=on,
    )
    return Staff.objects.filter(is_active=True, id__in=serving.values("staff_id")).order_by("code")


def store_names(store_ids: Iterable[int]) -> dict[int, str]:
    """Return the name of each of the stores, in reach or not: a name is no secret within the chain."""
    return dict(Store.objects.filter(id__in=set(store_ids)).values_list("id", "name"))


def staff_names(staff_ids: Iterable[int]) -> dict[int, str]:
    """Return the name of each of the people, those who left too."""
    return dict(Staff.objects.filter(id__in=set(staff_ids)).values_list("id", "name"))
