"""Look a cut through before any engine sees it: unknown names, values that are none, figures that do not fit."""

from __future__ import annotations

from datetime import date

from shuke.foundation.refusals import Refusal
from shuke.insight.measures.asking import WrongPeriod
from shuke.insight.measures.cuts.days import Days
from shuke.insight.measures.cuts.document import Cut, CutCompare, CutFilter, Op
from shuke.insight.measures.cuts.fields import GROUP_OF, WINDOWED, Group
from shuke.insight.measures.cuts.figures import RATIO_OF, SUM_OF, Grain, sums_of
from shuke.insight.measures.types import Unit

MOST_DAYS = 3_660
Bound = int | str | date


class UnknownField(Refusal):
    """There is no such group or figure."""

    code = "measures.unknown_field"
    status = 422
    zh = "没有这个字段:{name}"
    en = "There is no such field: {name}"


class NamedTwice(Refusal):
    """A group or figure is named twice."""

    code = "measures.named_twice"
    status = 422
    zh = "字段 {name} 重复了"
    en = "The field {name} is named twice"


class WrongValue(Refusal):
    """A filter's value is not one that its field can have, or there are too many or too few of them."""

    code = "measures.wrong_value"
    status = 422
    zh = "筛选 {name} 的值不对"
    en = "A value of the filter {name} is wrong"


class OneClassAtATime(Refusal):
    """RFM, quadrants and classes of value look back over windows of their own."""

    code = "measures.one_class_at_a_time"
    status = 422
    zh = "RFM、四象限、价值类型各有自己的回看期,一次只能用其中一种"
    en = "RFM, quadrants and classes of value look back over windows of their own: use one of them at a time"


class OfWholeReceipts(Refusal):
    """The figure belongs to whole receipts and cannot be told of single goods."""

    code = "measures.of_whole_receipts"
    status = 422
    zh = "“{name}”按整张小票计,不能按商品拆分"
    en = "“{name}” belongs to whole receipts and cannot be parted by goods"


class PeriodTooLong(Refusal):
    """A cut looks at ten years at most."""

    code = "measures.period_too_long"
    status = 422
    zh = "期间最长 {days} 天"
    en = "A period has at most {days} days"


def checked(cut: Cut, days: Days, as_of: date) -> Grain:
    """Return what one row of the cut is; refuse what does not fit together."""
    _names(cut)
    _period(days, as_of)
    used = groups_used(cut)
    if len({group.name for group in used} & WINDOWED) > 1:
        raise OneClassAtATime(field="groups")
    grain = Grain.LINE if any(group.of_goods for group in used) else Grain.RECEIPT
    for figure in sums_of(cut.figures) if grain is Grain.LINE else ():
        if figure.whole:
            raise OfWholeReceipts(field="figures", name=figure.column.zh)
    for place, narrowed in enumerate(cut.filters):
        values_of(narrowed, place)
    return grain


def groups_used(cut: Cut) -> tuple[Group, ...]:
    """Return every group by which the cut parts or narrows, each once."""
    names = dict.fromkeys((*cut.groups, *(narrowed.field for narrowed in cut.filters)))
    return tuple(group(name) for name in names)


def group(name: str) -> Group:
    """Return the group of that name; refuse an unknown one."""
    if name not in GROUP_OF:
        raise UnknownField(field="groups", name=name[:60])
    return GROUP_OF[name]


def values_of(narrowed: CutFilter, place: int) -> tuple[Bound | None, ...]:
    """Return a filter's values as its field has them."""
    kind = group(narrowed.field)
    values = tuple(_value(kind, text, place) for text in narrowed.values)
    if narrowed.op is Op.BETWEEN and (len(values) != 2 or None in values or not kind.is_ranged):
        raise WrongValue(field=f"filters.{place}", name=kind.zh)
    return values


def _value(kind: Group, text: str | None, place: int) -> Bound | None:
    if text is None:
        return None
    try:
        if kind.unit is Unit.DATE:
            return date.fromisoformat(text)
        number = int(text) if kind.is_number else 0
    except ValueError as failure:
        raise WrongValue(field=f"filters.{place}", name=kind.zh) from failure
    if kind.is_number and abs(number) >= 2**63:
        raise WrongValue(field=f"filters.{place}", name=kind.zh)
    return number if kind.is_number else text


def _names(cut: Cut) -> None:
    for names in (cut.groups, cut.figures):
        for name in names:
            if names.count(name) > 1:
                raise NamedTwice(name=name)
    for name in cut.figures:
        if name not in SUM_OF and name not in RATIO_OF:
            raise UnknownField(field="figures", name=name[:60])
    if cut.sort is not None:
        plain = cut.sort.field.removeprefix("before:").removeprefix("change:")
        compared = plain != cut.sort.field
        known = cut.figures if compared else (*cut.groups, *cut.figures)
        if plain not in known or (compared and cut.compare is CutCompare.NONE):
            raise UnknownField(field="sort", name=cut.sort.field[:60])


def _period(days: Days, as_of: date) -> None:
    if not days.from_ < days.to <= as_of:
        told = {"from_date": days.from_, "to_date": days.to, "as_of": as_of}
        raise WrongPeriod(**{name: day.isoformat() for name, day in told.items()})
    if (days.to - days.from_).days > MOST_DAYS:
        raise PeriodTooLong(days=MOST_DAYS)
