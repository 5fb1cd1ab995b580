"""What a filter must keep to, and how it counts ages."""

from datetime import date

from shuke.engaging.roll.document import Filter
from shuke.foundation.refusals import Refusal

_PAIRS = (
    ("joined_from", "joined_before"),
    ("last_from", "last_before"),
)
_MOSTS = (("spent_least", "spent_most"), ("receipts_least", "receipts_most"), ("age_least", "age_most"))


class RangeReversed(Refusal):
    """A span ends before it begins: nobody could be in it."""

    code = "roll.range_reversed"
    status = 422
    zh = "筛选范围的起点须早于终点"
    en = "A range of the filter ends before it begins"


class OwnedByNobody(Refusal):
    """Whoever has no owner is of no store and no guide."""

    code = "roll.owned_by_nobody"
    status = 422
    zh = "“无归属”不能与门店或导购同时筛选"
    en = "“Without an owner” cannot be asked together with a store or a guide"


def judge(asked: Filter) -> None:
    """Refuse a filter that contradicts itself."""
    for first, beyond in _PAIRS:
        start, end = getattr(asked, first), getattr(asked, beyond)
        if start is not None and end is not None and start >= end:
            raise RangeReversed(field=beyond)
    for least, most in _MOSTS:
        low, high = getattr(asked, least), getattr(asked, most)
        if low is not None and high is not None and low > high:
            raise RangeReversed(field=most)
    if asked.unowned and (asked.store_id is not None or asked.guide_id is not None):
        raise OwnedByNobody(field="unowned")


def born_by(on: date, years: int) -> int:
    """Return the latest month of birth, counted from the year 0, with which one is so many years old on the day."""
    return on.year * 12 + on.month - years * 12
