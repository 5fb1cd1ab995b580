"""From a checked cut to one statement: words of the registry by name, values of a person as parameters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final
from zoneinfo import ZoneInfo

from shuke.insight.measures import binding, composing
from shuke.insight.measures.binding import Question, Statement
from shuke.insight.measures.cuts import checking, days
from shuke.insight.measures.cuts.days import Days, Shift
from shuke.insight.measures.cuts.document import Cut, CutFilter, Op
from shuke.insight.measures.cuts.fields import Group
from shuke.insight.measures.cuts.figures import Grain, sums_of
from shuke.insight.measures.rulebooks import Rules
from shuke.insight.measures.types import Measure

MOST_ROWS: Final = 100_000

_PAGE: Final = Measure(name="cut", zh="自定义报表", en="Custom report", sql="cut", columns=())

_JOINS: Final[Mapping[str, str]] = {
    "receipts": "JOIN receipts r ON r.receipt_id = t.receipt_id",
    "lines": "JOIN lines l ON l.receipt_id = t.receipt_id AND l.business_date >= $from AND l.business_date < $to",
    "gone_goods": "LEFT JOIN gone_goods g ON g.receipt_id = l.receipt_id AND g.sku_id = l.sku_id",
    "stores": "LEFT JOIN stores s ON s.store_id = t.store_id",
    "products": "LEFT JOIN products x ON x.sku_id = l.sku_id",
    "people": "LEFT JOIN people m ON m.member_id = t.member_id",
    "tier_now": "LEFT JOIN tier_spells n ON n.member_id = t.member_id AND n.to_date >= $as_of",
    "tier_spells": (
        "LEFT JOIN tier_spells h ON h.member_id = t.member_id"
        " AND h.from_date <= t.business_date AND t.business_date < h.to_date"
    ),
    "lifecycle_of_member": "LEFT JOIN lifecycle_of_member i ON i.member_id = t.member_id",
    "rfm_of_member": "LEFT JOIN rfm_of_member f ON f.member_id = t.member_id",
    "quadrant_of_member": "LEFT JOIN quadrant_of_member q ON q.member_id = t.member_id",
    "value_of_member": "LEFT JOIN value_of_member v ON v.member_id = t.member_id",
    "repeat_of_member": "LEFT JOIN repeat_of_member y ON y.member_id = t.member_id",
    "points_of_receipt": "LEFT JOIN points_of_receipt p ON p.receipt_id = t.receipt_id",
}
"""Sub-queries and tables by name, in the order in which they can be joined."""

_OF_RECEIPTS: Final = (
    "t.stands, t.net_minor, t.quantity_milli, t.costed_minor, t.margin_minor",
    "r.list_minor, r.discount_minor, r.line_count",
)
_OF_LINES: Final = (
    "CASE WHEN t.stands = 1 AND g.receipt_id IS NULL THEN 1 ELSE 0 END AS stands, l.net_minor, l.quantity_milli,"
    " CASE WHEN l.cost_minor IS NULL THEN 0 ELSE l.net_minor END AS costed_minor,"
    " CASE WHEN l.cost_minor IS NULL THEN 0 ELSE l.net_minor - l.cost_minor END AS margin_minor,"
    " l.list_minor, l.discount_minor, 1 AS line_count"
)
_TOLD_BY_RECEIPTS: Final = frozenset({"list_minor", "discount_minor", "line_count"})
_REPEAT_PARAMS: Final = ("window_days", "least_days", "of", "refunds_out")


@dataclass(frozen=True, slots=True)
class Writing:
    """A checked cut with all that its statements need."""

    cut: Cut
    grain: Grain
    span: Days
    as_of: date
    stores: frozenset[int] | None
    zone: ZoneInfo
    rules: Rules

    def statement(self, shift: Shift | None = None) -> Statement:
        """Return the statement; with a shift, that of the days which lie so far back."""
        at = self.span if shift is None else days.before(self.span, shift)
        words = {"day": _day(shift), "hour": _hour(self.zone, at)}
        filters, given = _filters(self.cut, self.stores, words)
        text = composing.page(_PAGE.sql).format(
            most=MOST_ROWS + 2, filters=filters, **_parts(self.cut, self.grain, words), **_grouping(self.cut)
        )
        only, params = _only(self.cut, self.stores), _params(self.cut, self.rules)
        question = Question(_PAGE, self.cut.view, only, self.as_of, at.from_, at.to, params)
        return binding.bind(question, self.rules, page=text, more=given)


def _parts(cut: Cut, grain: Grain, words: Mapping[str, str]) -> dict[str, str]:
    groups = [checking.group(name) for name in cut.groups]
    needs = _needs(cut, grain)
    keys = "".join(f"{_key(group, words)} AS g{place}, " for place, group in enumerate(groups))
    keys += "".join(f"{group.named} AS n{place}, " for place, group in enumerate(groups) if group.named)
    named = "".join(f"MAX(n{place}) AS n{place}, " for place, group in enumerate(groups) if group.named)
    return {
        "keys": keys,
        "shown": "".join(f"g{place}, " for place in range(len(groups))) + named,
        "trades": "new_old_trades" if "new_old_trades" in needs else "trades",
        "joins": "".join(f"\n    {text}" for name, text in _JOINS.items() if name in needs),
        "counted": _counted(needs, grain),
        "sums": ", ".join(f"{one.at(grain)} AS {one.name}" for one in sums_of(cut.figures)),
    }


def _key(group: Group, words: Mapping[str, str]) -> str:
    return group.sql.replace("{day}", words["day"]).replace("{hour}", words["hour"])


def _needs(cut: Cut, grain: Grain) -> set[str]:
    needs = {need for group in checking.groups_used(cut) for need in group.needs}
    sums = sums_of(cut.figures)
    needs |= {need for figure in sums for need in figure.needs}
    if grain is Grain.LINE:
        return needs | {"lines", "gone_goods"}
    return needs | ({"receipts"} if _TOLD_BY_RECEIPTS & {figure.name for figure in sums} else set())


def _counted(needs: set[str], grain: Grain) -> str:
    told = [_OF_LINES] if grain is Grain.LINE else [_OF_RECEIPTS[0]]
    if grain is Grain.RECEIPT and "receipts" in needs:
        told.append(_OF_RECEIPTS[1])
    if "repeat_of_member" in needs:
        told.append("y.repeated")
    if "points_of_receipt" in needs:
        told.append("COALESCE(p.points, 0) AS points")
    return ", ".join(told)


def _grouping(cut: Cut) -> dict[str, str]:
    keys = ", ".join(f"g{place}" for place in range(len(cut.groups)))
    if not keys:
        return {"is_total": "1", "grouping": "", "order": ""}
    grouping = f"\nGROUP BY GROUPING SETS (({keys}), ())"
    return {"is_total": "GROUPING(g0)", "grouping": grouping, "order": f", {keys}"}


def _filters(cut: Cut, stores: frozenset[int] | None, words: Mapping[str, str]) -> tuple[str, dict[str, binding.Bound]]:
    given: dict[str, binding.Bound] = {}
    texts = [_filter(narrowed, place, words, given) for place, narrowed in enumerate(cut.filters)]
    if stores is not None:
        texts.append(f"t.store_id IN ({_bound('reach', sorted(stores) or [0], given)})")
    return "".join(f"\n      AND {text}" for text in texts), given


def _filter(narrowed: CutFilter, place: int, words: Mapping[str, str], given: dict[str, binding.Bound]) -> str:
    key = _key(checking.group(narrowed.field), {**words, "day": "t.business_date"})
    values = checking.values_of(narrowed, place)
    known = [value for value in values if value is not None]
    if narrowed.op is Op.BETWEEN:
        low, high = (_bound(f"f{place}_{side}", [value], given) for side, value in enumerate(known))
        return f"{key} BETWEEN {low} AND {high}"
    among = f"{key} IN ({_bound(f'f{place}', known, given)})" if known else "1 = 0"
    empty = None in values
    if narrowed.op is Op.IN:
        return f"({among} OR {key} IS NULL)" if empty else f"({among})"
    return f"(NOT ({among}) AND {key} IS NOT NULL)" if empty else f"(NOT ({among}) OR {key} IS NULL)"


def _bound(prefix: str, values: Iterable[binding.Bound], given: dict[str, binding.Bound]) -> str:
    names = []
    for place, value in enumerate(values):
        given[f"{prefix}_{place}"] = value
        names.append(f"${prefix}_{place}")
    return ", ".join(names)


def _only(cut: Cut, stores: frozenset[int] | None) -> int | None:
    """Return the one store that the cut is narrowed to: it is then that store's own report, as a measure would be."""
    left = set(stores) if stores is not None else None
    for place, narrowed in enumerate(cut.filters):
        if narrowed.field == "store" and narrowed.op is Op.IN:
            chosen = {value for value in checking.values_of(narrowed, place) if isinstance(value, int)}
            left = chosen if left is None else left & chosen
    return next(iter(left)) if left is not None and len(left) == 1 else None


def _params(cut: Cut, rules: Rules) -> dict[str, int | str | None]:
    """Return the settings of what it means to buy again, where a figure asks for it."""
    if not any("repeat_of_member" in figure.needs for figure in sums_of(cut.figures)):
        return {}
    return {name: rules.value(f"repurchase.{name}") for name in _REPEAT_PARAMS}


def _day(shift: Shift | None) -> str:
    if shift is None:
        return "t.business_date"
    if shift.months:
        return f"CAST(t.business_date + INTERVAL 1 MONTH * {shift.months} AS DATE)"
    return f"CAST(t.business_date + INTERVAL 1 DAY * {shift.days} AS DATE)"


def _hour(zone: ZoneInfo, span: Days) -> str:
    """Return the hour on the chain's wall clock; a zone that changes its clocks has a bound for each change."""
    turns = list(days.offsets(zone, span.from_, span.to))
    minutes = str(turns[0][1])
    for instant, later in turns[1:]:
        minutes = f"CASE WHEN t.sold_at >= TIMESTAMP '{instant:%Y-%m-%d %H:%M:%S}' THEN {later} ELSE {minutes} END"
    return f"EXTRACT(HOUR FROM (t.sold_at + INTERVAL 1 MINUTE * ({minutes})))"
