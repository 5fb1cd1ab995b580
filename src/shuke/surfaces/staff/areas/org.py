"""The chain, its legal entities, regions and stores."""

from datetime import date

from ninja import Schema

from shuke.foundation.org import operations as org
from shuke.foundation.org import queries
from shuke.foundation.org.types import EntityKind, EntityRow, StoreKind, StoreRow
from shuke.surfaces.staff import limits, permissions
from shuke.surfaces.staff.declared import Reach
from shuke.surfaces.staff.gate import StaffRequest
from shuke.surfaces.staff.routes import Routes
from shuke.surfaces.staff.shapes import Body, Code, Cursor, Day, Done, Id, Limit, Made, Name, Page, page, seek

routes = Routes("组织 Organisation")


class ChainOut(Schema):
    name: str
    time_zone: str


class ChainName(Body):
    name: Name


class StoreOut(Schema):
    id: Id
    code: str
    name: str
    kind: StoreKind
    region_id: Id | None
    region: str | None
    entity_id: Id
    entity: str
    opened_on: date | None
    closed_on: date | None
    is_active: bool


class NewStore(Body):
    code: Code
    name: Name
    kind: StoreKind = StoreKind.DIRECT
    region: Code | None = None
    entity: Code | None = None
    opened_on: Day | None = None


class StoreChange(Body):
    name: Name
    closed_on: Day | None = None


class PlaceOut(Schema):
    id: Id
    code: str
    name: str


class RegionOut(PlaceOut):
    parent_id: Id | None


class EntityOut(PlaceOut):
    kind: EntityKind


class NewRegion(Body):
    code: Code
    name: Name
    parent_id: Id | None = None


class NewEntity(Body):
    code: Code
    name: Name
    kind: EntityKind


@routes.get("/chain", rule=permissions.ORG_SEE, scope=Reach.CHAIN, rate=limits.FREE, answers=ChainOut)
def chain(request: StaffRequest) -> ChainOut:
    """Return the chain's name and the time zone its business days are cut in."""
    found = queries.chain()
    return ChainOut(name=found.name if found else "", time_zone=found.time_zone if found else "Asia/Shanghai")


@routes.put(
    "/chain",
    rule=permissions.ORG_CHANGE,
    scope=Reach.CHAIN,
    rate=limits.WRITE,
    answers=Done,
    idempotent=True,
    audited=True,
)
def name_chain(request: StaffRequest, body: ChainName) -> Done:
    """Name the chain."""
    org.name_chain(name=body.name, by=request.by, at=request.at)
    return Done()


@routes.get("/stores", rule=permissions.ORG_SEE, scope=Reach.SCOPED, rate=limits.FREE, answers=Page[StoreOut])
def list_stores(request: StaffRequest, limit: Limit, cursor: Cursor) -> Page[StoreOut]:
    """Return the stores in reach, by code."""
    rows = queries.stores_in_reach().filter(code__gt=seek(cursor))[: limit + 1]
    return page(list(rows), limit, lambda store: store.code, _store)


@routes.get("/stores/{store_id}", rule=permissions.ORG_SEE, scope=Reach.SCOPED, rate=limits.FREE, answers=StoreOut)
def see_store(request: StaffRequest, store_id: Id) -> StoreOut:
    """Return one store in reach."""
    return _store(_in_reach(store_id))


@routes.post(
    "/stores",
    rule=permissions.ORG_CHANGE,
    scope=Reach.CHAIN,
    rate=limits.WRITE,
    answers=Made,
    idempotent=True,
    audited=True,
)
def open_store(request: StaffRequest, body: NewStore) -> Made:
    """Open a store; a region or legal entity that is named for the first time is made with it."""
    row = StoreRow(
        code=body.code,
        name=body.name,
        kind=body.kind,
        region=body.region or "",
        entity=body.entity or "",
        opened_on=body.opened_on,
    )
    return Made(id=org.open_store(row=row, by=request.by, at=request.at))


@routes.patch(
    "/stores/{store_id}",
    rule=permissions.ORG_CHANGE,
    scope=Reach.SCOPED,
    rate=limits.WRITE,
    answers=Done,
    idempotent=True,
    audited=True,
)
def change_store(request: StaffRequest, store_id: Id, body: StoreChange) -> Done:
    """Rename a store, close it from a day on, or open it again."""
    store = _in_reach(store_id)
    org.change_store(store_id=store.id, name=body.name, closed_on=body.closed_on, by=request.by, at=request.at)
    return Done()


@routes.get("/regions", rule=permissions.ORG_SEE, scope=Reach.CHAIN, rate=limits.FREE, answers=Page[RegionOut])
def list_regions(request: StaffRequest, limit: Limit, cursor: Cursor) -> Page[RegionOut]:
    """Return the regions, by code."""
    rows = queries.regions().filter(code__gt=seek(cursor))[: limit + 1]
    return page(list(rows), limit, lambda row: row.code, RegionOut.from_orm)


@routes.post(
    "/regions",
    rule=permissions.ORG_CHANGE,
    scope=Reach.CHAIN,
    rate=limits.WRITE,
    answers=Made,
    idempotent=True,
    audited=True,
)
def add_region(request: StaffRequest, body: NewRegion) -> Made:
    """Add a region, under another one when a parent is given."""
    made = org.add_region(code=body.code, name=body.name, parent_id=body.parent_id, by=request.by, at=request.at)
    return Made(id=made)


@routes.get("/entities", rule=permissions.ORG_SEE, scope=Reach.CHAIN, rate=limits.FREE, answers=Page[EntityOut])
def list_entities(request: StaffRequest, limit: Limit, cursor: Cursor) -> Page[EntityOut]:
    """Return the legal entities, by code."""
    rows = queries.entities().filter(code__gt=seek(cursor))[: limit + 1]
    return page(list(rows), limit, lambda row: row.code, EntityOut.from_orm)


@routes.post(
    "/entities",
    rule=permissions.ORG_CHANGE,
    scope=Reach.CHAIN,
    rate=limits.WRITE,
    answers=Made,
    idempotent=True,
    audited=True,
)
def add_entity(request: StaffRequest, body: NewEntity) -> Made:
    """Register a legal entity."""
    row = EntityRow(code=body.code, name=body.name, kind=body.kind)
    return Made(id=org.add_entity(row=row, by=request.by, at=request.at))


def _in_reach(store_id: int) -> queries.Store:
    store = queries.stores_in_reach().filter(id=store_id).first()
    if store is None:
        raise org.StoreUnknown
    return store


def _store(store: queries.Store) -> StoreOut:
    return StoreOut(
        id=store.id,
        code=store.code,
        name=store.name,
        kind=StoreKind(store.kind),
        region_id=store.region_id,
        region=store.region.name if store.region else None,
        entity_id=store.entity_id,
        entity=store.entity.name,
        opened_on=store.opened_on,
        closed_on=store.closed_on,
        is_active=store.is_active,
    )
