"""Every field of every rule document is spoken of in both languages, and so is every fault that it can have."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import shuke
from shuke.foundation.rulebook import forms, operations, types

KINDS = [kind for kind in types.kinds() if not kind.startswith("test.")]


def places(form: dict[str, Any], path: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, field in form.get("properties", {}).items():
        yield f"{path}.{name}", field
        yield from places(field, f"{path}.{name}")
    for name in ("items", "additionalProperties", "propertyNames"):
        if isinstance(form.get(name), dict):
            yield from places(form[name], f"{path}[]")
    for name in ("anyOf", "oneOf", "prefixItems"):
        for each in form.get(name, ()):
            yield from places(each, path)


def nodes(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
    for each in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from nodes(each)


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_has_words_in_both_languages(kind: str) -> None:
    found = list(places(forms.form_of(kind), kind))

    assert found
    assert [path for path, field in found if not (field.get("zh") and field.get("en"))] == []
    assert [path for path, field in found if bool(field.get("help_zh")) != bool(field.get("help_en"))] == []


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_part_and_choice_has_words(kind: str) -> None:
    assert len(types.wording_of(kind).said[kind]) == 4
    for node in nodes(forms.form_of(kind)):
        if "properties" in node and isinstance(node["properties"], dict) and node.get("type") == "object":
            assert node.get("zh"), (kind, sorted(node["properties"]))
        if isinstance(node.get("enum"), list):
            assert {str(value) for value in node["enum"]} <= set(node.get("named", {})), (kind, node["enum"])


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_said_of_what_is_not_there(kind: str) -> None:
    fields = {name for node in nodes(forms.form_of(kind)) for name in node.get("properties", {})}
    rooms = [each for each in KINDS if types.wording_of(each) is types.wording_of(kind)]
    for each in rooms:
        fields |= {name for node in nodes(forms.form_of(each)) for name in node.get("properties", {})}
    said = {place.partition(".")[2].partition("=")[0] for place in types.wording_of(kind).said if place not in rooms}

    assert said - fields - {""} == set()


def test_every_fault_that_a_document_names_has_chinese_words() -> None:
    root = Path(shuke.__file__).parent
    named = set()
    for path in root.rglob("document.py"):
        text = path.read_text()
        named |= set(re.findall(r'PydanticCustomError\(\s*"([a-z_.]+)"', text))
        named |= {f"measures.{code}" for code in re.findall(r'_refuse\("([a-z_]+)"', text)}
    known = {code for kind in KINDS for code in types.wording_of(kind).faults}

    assert named == known


def test_faults_are_told_all_at_once_each_at_its_place() -> None:
    level = {"number": 1, "code": "Gold", "zh": "金", "en": "Gold", "open": True}
    spend = {"kind": "single_order", "amount_minor": 0, "window": {"kind": "rolling", "months": 300}}
    body = {"levels": [level, {**level, "number": 2, "code": "two", "qualifications": [spend]}], "downgrade": "never"}

    valid, faults = operations.examine(kind="growth.tiers", body=body)

    assert valid is None
    assert {(fault.path, fault.zh, fault.en) for fault in faults} == {
        (("levels", "0", "code"), "格式不对", "is not written as it should be"),
        (("levels", "1", "qualifications", "0", "amount_minor"), "不能小于 0.01 元", "is at least ¥0.01"),
        (("levels", "1", "qualifications", "0", "window", "months"), "不能大于 120", "is at most 120"),
        (("downgrade",), "不在可选值内", "is none of the choices"),
    }
    assert faults[1].place_zh == "等级 › 2 › 升级条件 › 1 › 单笔门槛"


@pytest.mark.parametrize(
    ("kind", "body", "path", "zh"),
    [
        ("points.earn", {"points": "many"}, ("points",), "须为整数"),
        ("points.earn", {"points": None}, ("points",), "必填"),
        ("points.earn", {"pointz": 1}, ("pointz",), "没有这一项"),
        ("points.earn", {"tiers": {"2": 99_999}}, ("tiers", "2"), "不能大于 10000%"),
        ("points.earn", {"campaigns": [{"code": "x"}]}, ("campaigns", "0", "first_day"), "必填"),
        ("points.earn", {"validity": {"kind": "soon"}}, ("validity",), "没有这个种类"),
        ("points.earn", {"validity": {}}, ("validity",), "请选择种类"),
        ("points.earn", {"cap_per_receipt": 9, "cap_per_day": 5}, (), "每单上限高于每日上限"),
        ("measures.activity", {"line_bp": 20_000}, ("line_bp",), "不能大于 100%"),
        ("measures.rfm", {"frequency": [5, 3, 2, 1]}, (), "分档须从小到大"),
        ("measures.lifecycle", {"templates": {"a": {"zh": "甲"}}}, ("templates", "a", "en"), "必填"),
        ("stock.below_zero", {"stores": {"": True}}, ("stores", ""), "至少 1 个字"),
        ("promotions.rule", {"zh": "", "en": "x", "offer": {"kind": "any_n"}}, ("zh",), "至少 1 个字"),
    ],
)
def test_a_fault_in_chinese(kind: str, body: dict[str, Any], path: tuple[str, ...], zh: str) -> None:
    _, faults = operations.examine(kind=kind, body=body)

    assert (path, zh) in {(fault.path, fault.zh) for fault in faults}


@pytest.mark.parametrize(
    ("kind", "field", "unit"),
    [
        ("promotions.rule", "weekdays", "weekday"),
        ("coupons.template", "threshold_minor", "minor"),
        ("passes.plan", "valid_days", "days"),
        ("measures.activity", "line_bp", "bp"),
        ("points.earn", "excluded_categories", "category"),
        ("rewards.reward", "store_ids", "store"),
    ],
)
def test_a_field_tells_how_it_is_read(kind: str, field: str, unit: str) -> None:
    assert forms.form_of(kind)["properties"][field]["unit"] == unit
