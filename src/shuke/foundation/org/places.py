"""Bulk writes of places by code: entities, regions, stores. Values that a row leaves empty keep what is stored."""

from collections.abc import Iterable, Sequence
from datetime import date

from shuke.foundation.org.models import Entity, Region, Store
from shuke.foundation.org.types import EntityKind, EntityRow, StoreKind, StoreRow
from shuke.foundation.refusals import Refusal

DEFAULT_ENTITY = EntityRow(code="HQ", name="总部", kind=EntityKind.HEADQUARTERS)
BATCH = 500


class ClosesBeforeOpening(Refusal):
    """A store closes on the day on which it opened, or later."""

    code = "org.closes_before_opening"
    status = 422
    zh = "停业日期不能早于开业日期 {opened_on}"
    en = "A store cannot close before the day on which it opened, {opened_on}"


def entity_ids(rows: Iterable[EntityRow]) -> dict[str, int]:
    """Create the entities that are missing and return code → id; what is already there stays untouched."""
    wanted = {row.code: row for row in rows}
    new = [Entity(code=row.code, name=row.name, kind=row.kind.value) for row in wanted.values()]
    Entity.objects.bulk_create(new, ignore_conflicts=True, batch_size=BATCH)
    return dict(Entity.objects.filter(code__in=wanted).values_list("code", "id"))


def region_ids(codes: Iterable[str]) -> dict[str, int]:
    """Create the regions that are missing (their code is their name) and return code → id."""
    wanted = sorted(set(codes))
    new = [Region(code=code, name=code) for code in wanted]
    Region.objects.bulk_create(new, ignore_conflicts=True, batch_size=BATCH)
    return dict(Region.objects.filter(code__in=wanted).values_list("code", "id"))


def store_ids(codes: Iterable[str]) -> dict[str, int]:
    """Return code → id of the stores that exist."""
    return dict(Store.objects.filter(code__in=list(codes)).values_list("code", "id"))


def write_stores(rows: Sequence[StoreRow]) -> dict[str, int]:
    """Insert or update the stores by code and return code → id."""
    wanted = {row.code: row for row in rows}
    stored = {store.code: store for store in Store.objects.filter(code__in=list(wanted))}
    entities = entity_ids([_entity_of(row) for row in wanted.values()])
    regions = region_ids(row.region for row in wanted.values() if row.region)
    stores = [_merged(row, stored.get(row.code), entities, regions) for row in wanted.values()]
    Store.objects.bulk_create(
        stores,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name", "kind", "region", "entity", "opened_on", "closed_on"],
        batch_size=BATCH,
    )
    return store_ids(wanted)


def hold_days(opened_on: date | None, closed_on: date | None) -> None:
    """Refuse a store that would close before it opened."""
    if opened_on is not None and closed_on is not None and closed_on < opened_on:
        raise ClosesBeforeOpening(field="closed_on", opened_on=opened_on.isoformat())


def _entity_of(row: StoreRow) -> EntityRow:
    """Return who answers for the store: unless named, a franchised one itself, a direct one headquarters."""
    if row.entity:
        kind = EntityKind.FRANCHISEE if row.kind is StoreKind.FRANCHISE else EntityKind.HEADQUARTERS
        return EntityRow(code=row.entity, name=row.entity, kind=kind)
    if row.kind is StoreKind.FRANCHISE:
        return EntityRow(code=row.code, name=row.name, kind=EntityKind.FRANCHISEE)
    return DEFAULT_ENTITY


def _merged(row: StoreRow, stored: Store | None, entities: dict[str, int], regions: dict[str, int]) -> Store:
    region_id = regions[row.region] if row.region else (stored.region_id if stored else None)
    keeps_entity = stored is not None and not row.entity and stored.kind == row.kind.value
    entity_id = stored.entity_id if stored and keeps_entity else entities[_entity_of(row).code]
    opened_on = row.opened_on or (stored.opened_on if stored else None)
    closed_on = row.closed_on or (stored.closed_on if stored else None)
    hold_days(opened_on, closed_on)
    return Store(
        code=row.code,
        name=row.name or (stored.name if stored else row.code),
        kind=row.kind.value,
        region_id=region_id,
        entity_id=entity_id,
        opened_on=opened_on,
        closed_on=closed_on,
    )
