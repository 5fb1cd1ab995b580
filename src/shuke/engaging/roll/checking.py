"""Whether a filter can be asked at all: it contradicts nothing, and names classes that the rules of the day have."""

from datetime import date

from shuke.engaging.roll import rules
from shuke.engaging.roll.document import Filter
from shuke.foundation.refusals import Refusal
from shuke.insight.measures import queries as measures
from shuke.ledgers.growth import queries as growth


class UnknownClass(Refusal):
    """No rule in force has such a class or level."""

    code = "roll.unknown_class"
    status = 422
    zh = "当前规则中没有这个分类:{name}"
    en = "The rules in force have no such class: {name}"


def check(asked: Filter, *, on: date) -> None:
    """Refuse a filter that contradicts itself or names what is not there."""
    rules.judge(asked)
    if asked.rfm_class or asked.quadrant:
        names = measures.class_names(on)
        for kind, wanted in (("rfm_class", asked.rfm_class), ("quadrant", asked.quadrant)):
            _refuse_unknown(kind, {*wanted} - {*names[kind]})
    if asked.tier:
        _refuse_unknown("tier", {str(level) for level in {*asked.tier} - levels(on)})


def levels(on: date) -> set[int]:
    """Return the levels of the day; 0 is outside the programme."""
    version = growth.rules_on(on)
    return {0, *(level.number for level in version.rules.levels)} if version else {0}


def _refuse_unknown(kind: str, unknown: set[str]) -> None:
    if unknown:
        raise UnknownClass(field=kind, name=min(unknown))
