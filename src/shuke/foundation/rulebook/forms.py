"""The form of a kind of document: its JSON Schema, whole and without references, with words and units at each field."""

from collections.abc import Mapping
from functools import cache
from typing import Any, Final

from shuke.foundation.rulebook import types
from shuke.foundation.rulebook.types import Wording

Node = dict[str, Any]

_NESTED: Final = ("items", "additionalProperties", "propertyNames")
_ALTERNATIVES: Final = ("anyOf", "oneOf", "prefixItems")
_DROPPED: Final = frozenset({"title", "description", "discriminator", "$defs", "$ref"})
_ENDINGS: Final = {
    "weekdays": "weekday",
    "_minor": "minor",
    "_milli": "milli",
    "_bp": "bp",
    "_days": "days",
    "_months": "months",
    "percent": "percent",
    "percent_off": "percent",
    "days": "days",
    "months": "months",
    "years": "years",
    "category_paths": "category",
    "categories": "category",
    "sku_id": "sku",
    "sku_ids": "sku",
    "product_ids": "product",
    "brand_ids": "brand",
    "store_ids": "store",
    "min_level": "level",
}


@cache
def form_of(kind: str) -> Node:
    """Return the form of a kind; refuse an unknown one. Nobody may change what is returned: it is kept."""
    document = types.document_of(kind)
    schema = document.model_json_schema()
    return _Reader(schema.get("$defs", {}), types.wording_of(kind)).part(schema, document.__name__)


def unit_of(wording: Wording, place: str) -> str:
    """Return how the field ("Level.number") is read: as its room says, or by the ending of its name; "" for plain."""
    if place in wording.units:
        return wording.units[place]
    name = place.partition(".")[2]
    return next((unit for ending, unit in _ENDINGS.items() if name.endswith(ending)), "")


class _Reader:
    """Puts what is referred to in its place, and words beside it."""

    def __init__(self, parts: Mapping[str, Node], wording: Wording) -> None:
        self._parts, self._wording = parts, wording

    def part(self, node: Node, name: str) -> Node:
        """Return a part of a document, or a list of values, with its own name in words."""
        whole = self._walked(node, name, name)
        if "enum" in whole:
            whole["named"] = self._named(whole["enum"], name, name)
        return whole | self._words(name)

    def _walked(self, node: Node, owner: str, place: str) -> Node:
        if "$ref" in node:
            name = node["$ref"].rsplit("/", 1)[1]
            whole = self.part(self._parts[name], name)
            return whole | {key: value for key, value in node.items() if key not in _DROPPED}
        found = {key: value for key, value in node.items() if key not in _DROPPED}
        for name in _NESTED:
            if isinstance(node.get(name), dict):
                found[name] = self._walked(node[name], owner, place)
        for name in _ALTERNATIVES:
            if name in node:
                found[name] = [self._walked(each, owner, place) for each in node[name]]
        if "patternProperties" in node:
            (pattern, value), *_ = node["patternProperties"].items()
            found.pop("patternProperties")
            found |= {"additionalProperties": self._walked(value, owner, place), "propertyNames": {"pattern": pattern}}
        if "properties" in node:
            found["properties"] = {name: self._field(each, owner, name) for name, each in node["properties"].items()}
        if "enum" in node and place != owner:
            found["named"] = self._named(node["enum"], owner, place)
        return found

    def _field(self, node: Node, owner: str, name: str) -> Node:
        place = f"{owner}.{name}"
        found = self._walked(node, owner, place) | self._words(place)
        unit, keys = unit_of(self._wording, place), self._wording.units.get(place + "{}", "")
        if "enum" in found:
            found["named"] = self._named(found["enum"], owner, place) | found.get("named", {})
        return found | ({"unit": unit} if unit else {}) | ({"key_unit": keys} if keys else {})

    def _named(self, values: list[Any], owner: str, place: str) -> Node:
        said = self._wording.said
        keys = {value: f"{place}={value}" for value in values}
        return {
            str(value): dict(zip(("zh", "en"), said[key], strict=False)) for value, key in keys.items() if key in said
        }

    def _words(self, place: str) -> Node:
        return dict(zip(("zh", "en", "help_zh", "help_en"), self._wording.said.get(place, ()), strict=False))
