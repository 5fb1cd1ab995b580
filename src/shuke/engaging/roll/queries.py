"""Look through the members: how many a filter finds, a page of them in order, and which filters and runs there are."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from shuke.engaging.roll import conditions
from shuke.engaging.roll.checking import check
from shuke.engaging.roll.conditions import LEVEL, STORED, Condition
from shuke.engaging.roll.document import Filter
from shuke.engaging.roll.models import BulkItem, BulkRun, RollMade, SavedFilter
from shuke.engaging.roll.types import Called, ItemState, Place, Row, Sort
from shuke.foundation.db import bulk
from shuke.foundation.db import rows as plain
from shuke.insight.measures import queries as measures
from shuke.insight.measures.types import Label
from shuke.ledgers.growth import queries as growth

__all__ = [
    "BY_DAY", "BulkItem", "BulkRun", "SavedFilter", "class_names", "count", "filters_of", "ids", "made", "page",
    "refusals", "rows", "run", "runs_of", "tags_of",
]  # fmt: skip

_ORDERS = {
    "joined": ("m.enrolled_on", ""),
    "last": ("r.last_on", "r"),
    "spent": ("r.net_minor", "r"),
    "visits": ("r.purchases", "r"),
    "points": ("p.available", "p"),
}
_ROW = f"""
    SELECT m.id, m.enrolled_on, {LEVEL}, r.state, r.rfm_class, r.quadrant, r.value_class, r.last_on,
           COALESCE(r.purchases, 0), COALESCE(r.net_minor, 0), COALESCE(p.available, 0), {STORED},
           o.store_id, s.name, o.guide_id, f.name
    FROM members_member m {conditions.joined([], "rogpvb")}
    LEFT JOIN org_store s ON s.id = o.store_id
    LEFT JOIN org_staff f ON f.id = o.guide_id
    WHERE m.id """
_TAGS = """
    SELECT DISTINCT COALESCE(a.survivor_id, a.id), g.id, g.zh, g.en FROM members_member a
    JOIN tags_tagging t ON t.member_id = a.id AND t.taken_at IS NULL AND t.from_date <= %s
     AND (t.until_date IS NULL OR t.until_date > %s)
    JOIN tags_tag g ON g.id = t.tag_id
    WHERE (a.id {which} OR a.survivor_id {which}) ORDER BY 1, 2"""
_IDS_AT_ONCE = 5_000
_WALKED = 5_000
"""So many of an order are looked at one by one for whoever is found."""
_WAYS = {"ASC": ("ASC", ">"), "DESC": ("DESC", "<")}
BY_DAY = frozenset({"joined", "last"})
"""Orders whose places are days."""


def count(asked: Filter, *, on: date) -> int:
    """Return how many members in the open scope the filter finds. Refuses one that contradicts itself."""
    check(asked, on=on)
    found = conditions.conditions(asked, on=on)
    statement = f"SELECT COUNT(*) FROM members_member m {conditions.joined(found)} WHERE {_all(found)}"
    return int(plain.fetch(statement, _values(found))[0][0])


def page(asked: Filter, *, on: date, sort: Sort | None = None, after: Place | None = None, most: int) -> list[Place]:
    """Return the next places in order: whoever has no value of it, such as who never bought, comes last, by id."""
    check(asked, on=on)
    found = conditions.conditions(asked, on=on)
    if sort is None:
        return [Place(None, row[0]) for row in _by_id(found, after.member_id if after else 0, most)]
    column, joins = _ORDERS[sort.value.removeprefix("-")]
    places: list[Place] = []
    if after is None or after.value is not None:
        places = _in_order(found, sort, after, most)
    if len(places) == most:
        return places
    rest = after.member_id if after and after.value is None else 0
    untold = [Condition(f"{column} IS NULL", (), joins), Condition("m.id > %s", (rest,))]
    return places + [Place(None, row[0]) for row in _first("m.id", "ASC", untold, found, most - len(places))]


def rows(member_ids: Sequence[int], *, on: date) -> dict[int, Row]:
    """Return of each member what the list shows; the caller has found them within the scope."""
    within, values = bulk.in_list(member_ids)
    return {found[0]: _row(found) for found in plain.fetch(_ROW + within, [growth.base_level(on), *values])}


def tags_of(member_ids: Sequence[int], *, on: date) -> dict[int, list[Called]]:
    """Return the tags that stand with each member on the day, with those of accounts merged into it."""
    which, values = bulk.in_list(member_ids)
    found: dict[int, list[Called]] = {}
    for member_id, *tag in plain.fetch(_TAGS.format(which=which), [on, on, *values, *values]):
        found.setdefault(member_id, []).append(Called(*tag))
    return found


def ids(asked: Filter, *, on: date) -> Iterator[int]:
    """Yield every member in the open scope whom the filter finds, by id."""
    check(asked, on=on)
    found, last = conditions.conditions(asked, on=on), 0
    while batch := _by_id(found, last, _IDS_AT_ONCE):
        yield from (row[0] for row in batch)
        last = batch[-1][0]


def made() -> RollMade | None:
    """Return when the roll was last made; None before the first time."""
    return RollMade.objects.filter(id=1).first()


def class_names(on: date) -> dict[str, dict[str, Label]]:
    """Return by classification the classes that can be asked for, with their names."""
    return {kind: dict(names) for kind, names in measures.class_names(on).items()}


def filters_of(staff_id: int) -> QuerySet[SavedFilter]:
    """Return the person's own filters and those that others share, in the order in which they were made."""
    return SavedFilter.objects.filter(Q(staff_id=staff_id) | Q(is_shared=True)).order_by("id")


def runs_of(staff_id: int) -> QuerySet[BulkRun]:
    """Return what the person did to many at once, the latest first."""
    return BulkRun.objects.filter(asked_by=staff_id).order_by("-id")


def run(run_id: int) -> BulkRun | None:
    """Return one act on many."""
    return BulkRun.objects.filter(pk=run_id).first()


def refusals(run_id: int, *, after: int = 0, most: int) -> list[BulkItem]:
    """Return whom the act passed over and why, by member."""
    rows = BulkItem.objects.filter(run=run_id, state=ItemState.REFUSED.value, member_id__gt=after)
    return list(rows.order_by("member_id")[:most])


def _in_order(found: list[Condition], sort: Sort, after: Place | None, most: int) -> list[Place]:
    column, joins = _ORDERS[sort.value.removeprefix("-")]
    way, beyond = _WAYS["DESC" if sort.value.startswith("-") else "ASC"]
    frame = [Condition(f"{column} IS NOT NULL", (), joins)]
    if after is not None:
        frame.append(_past(f"{column}, m.id", beyond, (after.value, after.member_id)))
    is_day = sort.value.removeprefix("-") in BY_DAY
    given = _first(f"{column}, m.id", way, frame, found, most)
    return [Place(str(value) if is_day else value, member_id) for value, member_id in given]


def _first(keys: str, way: str, frame: list[Condition], found: list[Condition], most: int) -> list[Any]:
    """Return the keys of the first within the frame who are found: one by one near its beginning, the rest at once.

    Walking on to whoever is rare would look at everybody, each on a page of her own.
    """
    order = ", ".join(f"{key} {way}" for key in keys.split(", "))
    beyond, until = _WAYS[way][1], "<=" if way == "ASC" else ">="
    within = f"SELECT {keys} FROM members_member m {{}} WHERE {{}}"
    last = plain.fetch(
        f"{within.format(conditions.joined(frame), _all(frame))} ORDER BY {order} LIMIT 1 OFFSET %s",
        [*_values(frame), _WALKED],
    )
    if not last:
        whole = [*frame, *found]
        statement = f"{within.format(conditions.joined(whole), _all(whole))} ORDER BY {order} LIMIT %s"
        return plain.fetch(statement, [*_values(whole), most])
    near = [*frame, *found, _past(keys, until, last[0])]
    statement = f"{within.format(conditions.joined(near), _all(near))} ORDER BY {order} LIMIT %s"
    first = plain.fetch(statement, [*_values(near), most])
    if len(first) == most:
        return first
    far = [*frame, *found, _past(keys, beyond, last[0])]
    places = ", ".join(f"{place} {way}" for place in range(1, len(last[0]) + 1))
    statement = (
        f"WITH far AS MATERIALIZED ({within.format(conditions.joined(far), _all(far))}) "
        f"SELECT * FROM far ORDER BY {places} LIMIT %s"
    )
    return first + plain.fetch(statement, [*_values(far), most - len(first)])


def _past(keys: str, comparison: str, place: Sequence[Any]) -> Condition:
    """Return the condition on a place in an order of one or two keys; the first by itself, for an index knows that."""
    if len(place) == 1:
        return Condition(f"{keys} {comparison} %s", tuple(place))
    first, _ = keys.split(", ")
    text = f"{first} {comparison[0]}= %s AND ({keys}) {comparison} (%s, %s)"
    return Condition(text, (place[0], *place))


def _by_id(found: list[Condition], after: int, most: int) -> list[Any]:
    statement = (
        f"SELECT m.id FROM members_member m {conditions.joined(found)} "
        f"WHERE m.id > %s AND {_all(found)} ORDER BY m.id LIMIT %s"
    )
    return plain.fetch(statement, [after, *_values(found), most])


def _all(found: Sequence[Condition]) -> str:
    return " AND ".join(f"({condition.text})" for condition in found)


def _values(found: Sequence[Condition]) -> list[Any]:
    return [value for condition in found for value in condition.values]


def _row(found: Sequence[Any]) -> Row:
    values = list(found)
    for place in (1, 7):
        values[place] = plain.day(values[place])
    return Row(*values)
