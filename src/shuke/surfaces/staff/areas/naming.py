"""Names of what a report knows by number only: stores, guides, tiers, and members (masked, and only those in reach)."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from shuke.foundation.members import queries as members
from shuke.foundation.org import queries as org
from shuke.insight.measures.types import Label, ReportColumn, Value
from shuke.ledgers.growth import queries as growth


def named(column: ReportColumn, values: Iterable[Value], *, by: object, on: date) -> dict[str, Label]:
    """Return the column's labels, with the names of these values where the report has only numbers for them."""
    return {**column.labels, **_names(column.name, values, by, on)}


def _names(column: str, values: Iterable[Value], by: object, on: date) -> dict[str, Label]:
    if column in {"level", "tier"} or (column == "layer" and by == "tier"):
        return _tiers(on)
    find = _NAMED_BY.get(column)
    ids = [int(str(value)) for value in values if value is not None] if find else []
    return {str(key): Label(name, name) for key, name in find(ids).items()} if find and ids else {}


def _tiers(on: date) -> dict[str, Label]:
    programme = growth.rules_on(on)
    levels = programme.rules.levels if programme else ()
    return {**{str(level.number): Label(level.zh, level.en) for level in levels}, **_NO_TIER}


def _members(ids: Iterable[int]) -> dict[int, str]:
    return {row.member_id: row.name_masked or row.number for row in members.many(set(ids))}


_NO_TIER: Mapping[str, Label] = {
    "": Label("无等级", "No tier"),
    "none": Label("无等级", "No tier"),
    "unidentified": Label("未识别", "Unidentified"),
}

_NAMED_BY: Mapping[str, Callable[[Iterable[int]], dict[int, str]]] = {
    "store_id": org.store_names,
    "guide_id": org.staff_names,
    "member_id": _members,
}
