"""What the keys of a cut's groups are called, and which values a filter can be offered."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta
from typing import Final

from shuke.foundation.org import queries as org
from shuke.insight.measures import labels
from shuke.insight.measures.cuts import checking
from shuke.insight.measures.cuts.fields import Group, Names
from shuke.insight.measures.document import QuadrantRule, RfmRule
from shuke.insight.measures.rulebooks import Rules
from shuke.insight.measures.types import Label, Value
from shuke.insight.warehouse.types import Engine
from shuke.ledgers.growth import queries as growth

Labels = Mapping[str, Label]
Offered = tuple[tuple[str, Label], ...]

MOST_OFFERED: Final = 50
NOTHING: Final = Label("未填", "None")
_UNKNOWN: Final = {"unknown": Label("未知", "Unknown"), **labels.UNIDENTIFIED}
_DAYS: Final = tuple(zip("一二三四五六日", ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"), strict=True))
_BANDS: Final = ("0-17", "18-24", "25-34", "35-44", "45-54", "55+")
_SOURCES: Final = {
    "till": Label("收银台", "Till"),
    "qr": Label("扫码", "QR code"),
    "mini_program": Label("小程序", "Mini-program"),
    "h5": Label("网页", "Web page"),
    "wecom": Label("企业微信", "WeCom"),
    "guide": Label("导购", "Guide"),
    "console": Label("后台", "Console"),
    "referral": Label("老带新", "Referral"),
    "questionnaire": Label("问卷", "Questionnaire"),
    "import": Label("导入", "Import"),
}

_FIXED: Final[Mapping[str, Labels]] = {
    "unknown": _UNKNOWN,
    "weekday": {str(place): Label(f"周{zh}", en) for place, (zh, en) in enumerate(_DAYS, start=1)},
    "hour": {str(hour): Label(f"{hour:02}:00", f"{hour:02}:00") for hour in range(24)},
    "ownership": {"direct": Label("直营", "Direct"), "franchise": Label("加盟", "Franchise")},
    "channel": labels.CHANNELS,
    "customer": labels.FIXED["customer"],
    "lifecycle": {**labels.LIFECYCLE, **_UNKNOWN},
    "value": {**labels.VALUE, **_UNKNOWN},
    "gender": {
        "female": Label("女", "Female"),
        "male": Label("男", "Male"),
        "other": Label("其他", "Other"),
        **_UNKNOWN,
    },
    "age": {**{band: Label(f"{band} 岁", band) for band in _BANDS}, **_UNKNOWN},
    "price_line": {
        "low": Label("低", "Low"),
        "middle": Label("中", "Middle"),
        "high": Label("高", "High"),
        **_UNKNOWN,
    },
    "source": {**_SOURCES, **_UNKNOWN},
}


def labels_of(group: Group, keys: Collection[Value], names: Mapping[Value, str], rules: Rules, as_of: date) -> Labels:
    """Return what these keys of a group are called, by the key as text."""
    called = vocabulary(group, rules, as_of)
    if group.names is Names.ROWS:
        called = {str(key): Label(name or str(key), name or str(key)) for key, name in names.items()}
    elif group.names is Names.STAFF:
        called = _staff(key for key in keys if isinstance(key, int))
    held = {str(key) for key in keys}
    used = {key: label for key, label in called.items() if key in held}
    return used | ({"None": NOTHING} if None in keys else {})


def vocabulary(group: Group, rules: Rules, as_of: date) -> Labels:
    """Return the words of a group whose keys are known beforehand."""
    match group.labels, group.names:
        case "rfm", _:
            return {**labels.of_rfm(rules.of("rfm", RfmRule)), **_UNKNOWN}
        case "quadrant", _:
            return {**labels.of_quadrants(rules.of("quadrants", QuadrantRule)), **_UNKNOWN}
        case _, Names.TIER:
            return _tiers(as_of)
        case named, _:
            return _FIXED.get(named, {})


def offered(name: str, text: str, *, as_of: date, stores: frozenset[int] | None, engine: Engine | None) -> Offered:
    """Return at most fifty values of a group whose names hold the text; of places only those that the asker reaches."""
    group = checking.group(name)
    known = vocabulary(group, Rules(as_of), as_of).items()
    fixed = tuple((key, label) for key, label in known if text.lower() in f"{label.zh} {label.en}".lower())
    if group.picked and engine is not None:
        return (*_picked(group, text, stores, engine), *fixed)[:MOST_OFFERED]
    return fixed[:MOST_OFFERED]


def _picked(group: Group, text: str, stores: frozenset[int] | None, engine: Engine) -> Offered:
    reach, given = "", dict[str, object]({"text": text.lower(), "most": MOST_OFFERED})
    if stores is not None and "stores" in group.needs:
        marks = {f"reach_{place}": store for place, store in enumerate(sorted(stores) or [0])}
        given |= marks
        joint = "AND" if "WHERE" in group.picked else "WHERE"
        reach = f" {joint} store_id IN ({', '.join(f'${mark}' for mark in marks)})"
    sql = (
        f"SELECT k, called FROM ({group.picked}{reach}) AS there(k, called) "
        "WHERE STRPOS(LOWER(called), $text) > 0 OR $text = '' ORDER BY called, k LIMIT $most"
    )
    rows = engine.rows(sql, given).rows
    return tuple((str(key), Label(str(called), str(called))) for key, called in rows)


def _staff(ids: Iterable[int]) -> Labels:
    return {str(key): Label(name, name) for key, name in org.names_of(ids).items()}


def _tiers(as_of: date) -> Labels:
    named = growth.rules_on(as_of - timedelta(days=1))
    levels = named.rules.levels if named else ()
    words = {str(level.number): Label(level.zh, level.en) for level in levels}
    return {**words, "none": Label("无等级", "No tier"), **labels.UNIDENTIFIED}
