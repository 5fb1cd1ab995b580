"""What is wrong with a document, in the words of those who write it: each fault with its place, in both languages."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from pydantic import ValidationError

from shuke.foundation.rulebook import forms, types
from shuke.foundation.rulebook.forms import Node
from shuke.foundation.rulebook.types import Fault

_PLAIN: Final[Mapping[str, tuple[str, str]]] = {
    "missing": ("必填", "is missing"),
    "extra_forbidden": ("没有这一项", "is not known here"),
    "string_pattern_mismatch": ("格式不对", "is not written as it should be"),
    "literal_error": ("不在可选值内", "is none of the choices"),
    "enum": ("不在可选值内", "is none of the choices"),
    "union_tag_not_found": ("请选择种类", "its kind is missing"),
    "union_tag_invalid": ("没有这个种类", "there is no such kind"),
}
_BOUNDS: Final[Mapping[str, tuple[str, str, str]]] = {
    "greater_than_equal": ("ge", "不能小于 {0}", "is at least {0}"),
    "greater_than": ("gt", "须大于 {0}", "is more than {0}"),
    "less_than_equal": ("le", "不能大于 {0}", "is at most {0}"),
    "less_than": ("lt", "须小于 {0}", "is less than {0}"),
}
_LENGTHS: Final[Mapping[str, tuple[str, str, str]]] = {
    "string_too_short": ("min_length", "至少 {0} 个字", "has at least {0} characters"),
    "string_too_long": ("max_length", "最多 {0} 个字", "has at most {0} characters"),
    "too_short": ("min_length", "至少 {0} 项", "has at least {0} entries"),
    "too_long": ("max_length", "最多 {0} 项", "has at most {0} entries"),
}
_STARTS: Final[tuple[tuple[str, str, str], ...]] = (
    ("int", "须为整数", "is a whole number"),
    ("date", "日期不对", "is a day"),
    ("time", "时间不对", "is a time of day"),
    ("bool", "须为是或否", "is yes or no"),
    ("string", "须为文字", "is a text"),
)
_PARTS: Final[Mapping[str, Callable[[int], tuple[str, str]]]] = {
    "minor": lambda fen: (f"{fen / 100:,.2f} 元", f"¥{fen / 100:,.2f}"),
    "percent": lambda percent: (f"{percent}%", f"{percent} %"),
    "bp": lambda parts: (f"{parts / 100:g}%", f"{parts / 100:g} %"),
    "milli": lambda thousandths: (f"{thousandths / 1000:g}", f"{thousandths / 1000:g}"),
}


def faults_of(kind: str, failure: ValidationError) -> list[Fault]:
    """Return every fault of a document of the kind, in the order in which they were found."""
    form, said = forms.form_of(kind), types.wording_of(kind).faults
    errors = failure.errors(include_url=False)
    found = []
    for error in errors:
        if error["type"] == "too_short" and any(_is_within(other["loc"], error["loc"]) for other in errors):
            continue  # pydantic leaves faulty entries out before it counts
        place = _Place(form, error["loc"])
        zh, en = _words(error, place.unit, said)
        found.append(Fault(tuple(place.path), zh, en, " › ".join(place.zh), " › ".join(place.en)))
    return found


def _is_within(inner: Sequence[int | str], outer: Sequence[int | str]) -> bool:
    return len(inner) > len(outer) and tuple(inner[: len(outer)]) == tuple(outer)


class _Place:
    """A place of a document: pydantic's way there, without the kinds of alternatives that it names on the way."""

    def __init__(self, form: Node, way: Sequence[int | str]) -> None:
        self.path: list[str] = []
        self.zh: list[str] = []
        self.en: list[str] = []
        self.unit = ""
        node = form
        for step in way:
            node = self._go(_past_none(node), step)

    def _go(self, node: Node, step: int | str) -> Node:
        if "oneOf" in node:
            variants: list[Node] = node["oneOf"]
            return next((each for each in variants if _kind(each) == step), {})
        if step == "[key]":
            return node
        self.path.append(str(step))
        if isinstance(step, int):
            self._say(str(step + 1), str(step + 1))
            inner: Node = node.get("items") or (node.get("prefixItems") or [{}])[0]
            return inner
        child: Node | None = node.get("properties", {}).get(step)
        if child is None:
            self._say(str(step), str(step))
            values = node.get("additionalProperties")
            return values if isinstance(values, dict) else {}
        self.unit = child.get("unit", "")
        self._say(child.get("zh", str(step)), child.get("en", str(step)))
        return child

    def _say(self, zh: str, en: str) -> None:
        self.zh.append(zh)
        self.en.append(en)


def _past_none(node: Node) -> Node:
    return next((each for each in node["anyOf"] if each.get("type") != "null"), {}) if "anyOf" in node else node


def _kind(variant: Node) -> Any:
    return variant.get("properties", {}).get("kind", {}).get("const")


def _words(error: Any, unit: str, said: Mapping[str, str]) -> tuple[str, str]:
    code, context = error["type"], error.get("ctx", {})
    if code in said:
        return said[code].format(**context), error["msg"]
    if code in _PLAIN:
        return _PLAIN[code]
    if error["input"] is None:
        return _PLAIN["missing"]
    for table, part in ((_BOUNDS, _PARTS.get(unit)), (_LENGTHS, None)):
        if code in table:
            name, zh, en = table[code]
            in_zh, in_en = part(context[name]) if part else (context[name], context[name])
            return zh.format(in_zh), en.format(in_en)
    found = next(((zh, en) for start, zh, en in _STARTS if code.startswith(start)), None)
    return found or ("不合格", error["msg"])
