"""Check a question and settle what was left open: the measure, the view, the period, the parameters."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from shuke.foundation.refusals import Refusal
from shuke.insight.measures.binding import Question
from shuke.insight.measures.document import moved
from shuke.insight.measures.registry import loyalty, members, sales
from shuke.insight.measures.rulebooks import Rules
from shuke.insight.measures.types import Kind, Measure, Param, View

ALL: Final[Mapping[str, Measure]] = {
    measure.name: measure for measure in (*sales.MEASURES, *members.MEASURES, *loyalty.MEASURES)
}
_PERIOD_MONTHS: Final = 12


class UnknownMeasure(Refusal):
    """No measure has this name."""

    code = "measures.unknown"
    status = 404
    zh = "没有这个报表:{name}"
    en = "There is no such report: {name}"


class WrongPeriod(Refusal):
    """The period is empty, or reaches beyond the day of the report."""

    code = "measures.wrong_period"
    status = 422
    zh = "期间不对:须 {from_date} < {to_date} ≤ {as_of}"
    en = "The period is wrong: {from_date} < {to_date} ≤ {as_of} must hold"


class WrongParameter(Refusal):
    """The measure has no such parameter, or its value is not allowed."""

    code = "measures.wrong_parameter"
    status = 422
    zh = "参数 {name} 不对:{value}(允许:{allowed})"
    en = "Parameter {name} is wrong: {value} (allowed: {allowed})"


def measure(name: str) -> Measure:
    """Return one measure; refuse an unknown name."""
    if name not in ALL:
        raise UnknownMeasure(name=name[:60])
    return ALL[name]


def ask(
    name: str,
    *,
    as_of: date,
    rules: Rules,
    view: View | str = View.OWNER,
    store: int | None = None,
    from_: date | None = None,
    to: date | None = None,
    params: Mapping[str, int | str | None] | None = None,
) -> Question:
    """Check a question and settle what was left open."""
    asked = measure(name)
    end = to or as_of
    start = from_ or moved(end, -_PERIOD_MONTHS)
    if not start < end <= as_of:
        raise WrongPeriod(from_date=start.isoformat(), to_date=end.isoformat(), as_of=as_of.isoformat())
    if view not in tuple(View):
        raise WrongParameter(field="view", name="view", value=str(view)[:60], allowed=", ".join(View))
    settled = _settled(asked, params or {}, rules)
    return Question(asked, View(view), store, as_of, start, end, settled)


def _settled(asked: Measure, given: Mapping[str, int | str | None], rules: Rules) -> dict[str, int | str | None]:
    for name in given:
        if asked.param(name) is None:
            allowed = ", ".join(param.name for param in asked.params) or "-"
            raise WrongParameter(field=name, name=name[:60], value=str(given[name])[:60], allowed=allowed)
    return {param.name: _value(param, given.get(param.name), rules) for param in asked.params}


def _value(param: Param, given: int | str | None, rules: Rules) -> int | str | None:
    if given is None or given == "":
        if param.rule:
            return rules.value(param.rule)
        if param.default is None and not param.optional:
            raise _wrong(param, "")
        return param.default
    if param.kind in {Kind.TEXT, Kind.CHOICE}:
        if param.choices and given not in param.choices:
            raise _wrong(param, given)
        return str(given)
    return _number(param, given)


def _number(param: Param, given: int | str) -> int:
    words = {"true": 1, "yes": 1, "false": 0, "no": 0} if param.kind is Kind.FLAG else {}
    try:
        number = words[given.lower()] if isinstance(given, str) and given.lower() in words else int(given)
    except ValueError as failure:
        raise _wrong(param, given) from failure
    if not param.least <= number <= (1 if param.kind is Kind.FLAG else param.most):
        raise _wrong(param, given)
    return number


def _wrong(param: Param, given: int | str) -> WrongParameter:
    numbers = "0, 1" if param.kind is Kind.FLAG else f"{param.least}…{param.most}"
    allowed = ", ".join(param.choices) or numbers
    return WrongParameter(field=param.name, name=param.name, value=str(given)[:60], allowed=allowed)
