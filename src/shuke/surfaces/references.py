"""What a rule names and nobody knows: goods, stores, templates and their like, looked up once for a whole document."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from shuke.foundation.catalog import queries as catalog
from shuke.foundation.org import queries as org
from shuke.foundation.rulebook import queries as rulebook
from shuke.ledgers.growth import queries as tiers

_KINDS: Final = {
    "coupon": "coupons.template",
    "benefit": "benefits.benefit",
    "plan": "passes.plan",
    "promotion": "promotions.rule",
}


@dataclass(frozen=True, slots=True)
class Unknown:
    """A name at a place of a document that stands for nothing."""

    path: tuple[str, ...]
    name: str
    unit: str


def unknown(kind: str, body: Mapping[str, Any], *, on: date) -> list[Unknown]:
    """Return every name of a valid document that stands for nothing on the day."""
    named: dict[str, list[Unknown]] = defaultdict(list)
    for each in _names(rulebook.form_of(kind), body, ()):
        if each.unit in _LOOK_UP and each.name:
            named[each.unit].append(each)
    return [each for unit, found in named.items() for each in _left_over(unit, found, on)]


def _left_over(unit: str, found: list[Unknown], on: date) -> Iterator[Unknown]:
    known = _LOOK_UP[unit]({each.name for each in found}, unit, on)
    return (each for each in found if each.name not in known)


def _names(form: Mapping[str, Any], value: Any, path: tuple[str, ...], unit: str = "") -> Iterator[Unknown]:
    """Yield every scalar of a document with the unit of its field."""
    unit = form.get("unit", unit)
    if isinstance(value, Mapping):
        yield from _of_part(_variant(form, value), value, path, unit)
    elif isinstance(value, list):
        for place, each in enumerate(value):
            yield from _names(_inner(form, "items"), each, (*path, str(place)), unit)
    elif value is not None:
        yield Unknown(path, str(value), unit)


def _of_part(form: Mapping[str, Any], value: Mapping[str, Any], path: tuple[str, ...], unit: str) -> Iterator[Unknown]:
    fields = form.get("properties", {})
    for name, each in value.items():
        if name not in fields:
            yield Unknown((*path, name), name, form.get("key_unit", ""))
        yield from _names(fields.get(name) or _inner(form, "additionalProperties"), each, (*path, name))


def _variant(form: Mapping[str, Any], value: Mapping[str, Any]) -> Mapping[str, Any]:
    alternatives = [each for each in form.get("anyOf", ()) if each.get("type") != "null"]
    form = alternatives[0] if alternatives else form
    kinds: dict[Any, Mapping[str, Any]] = {each["properties"]["kind"]["const"]: each for each in form.get("oneOf", ())}
    return kinds.get(value.get("kind"), form)


def _inner(form: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    inner = form.get(name)
    return inner if isinstance(inner, Mapping) else {}


def _skus(names: set[str], unit: str, on: date) -> set[str]:
    return {str(each) for each in catalog.goods(int(name) for name in names)}


def _products(names: set[str], unit: str, on: date) -> set[str]:
    return {str(each.product_id) for each in catalog.find_skus(product_ids=[int(name) for name in names], limit=1_000)}


def _categories(names: set[str], unit: str, on: date) -> set[str]:
    return set(catalog.categories().filter(path__in=names).values_list("path", flat=True))


def _brands(names: set[str], unit: str, on: date) -> set[str]:
    return {str(each) for each in catalog.brands().filter(id__in=names).values_list("id", flat=True)}


def _stores(names: set[str], unit: str, on: date) -> set[str]:
    by = "code" if unit == "store_code" else "id"
    return {str(each) for each in org.all_stores().filter(**{f"{by}__in": names}).values_list(by, flat=True)}


def _levels(names: set[str], unit: str, on: date) -> set[str]:
    programme = tiers.rules_on(on)
    return {"0"} | {str(level.number) for level in programme.rules.levels} if programme else names


def _rules(names: set[str], unit: str, on: date) -> set[str]:
    return set(rulebook.documents(_KINDS[unit]).values_list("key", flat=True))


_LOOK_UP: Final[Mapping[str, Callable[[set[str], str, date], set[str]]]] = {
    "sku": _skus,
    "product": _products,
    "category": _categories,
    "brand": _brands,
    "store": _stores,
    "store_code": _stores,
    "level": _levels,
    **dict.fromkeys(_KINDS, _rules),
}
