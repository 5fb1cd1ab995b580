"""What is owed, as tables for screens, terminals and files: stores by their codes, one row a fact."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from shuke.foundation import dates, scopes
from shuke.foundation.org import queries as org
from shuke.foundation.refusals import Refusal
from shuke.insight.liability import queries as liability
from shuke.insight.liability.types import Breakage, Custody, Party, PartyKind, RollRow

MOST_MONTHS = 60


class NotAMonth(Refusal):
    """A month is written 2026-03."""

    code = "liability.not_a_month"
    status = 422
    zh = "月份应写作 2026-03,收到:{text}"
    en = "A month is written 2026-03; got: {text}"


class TooManyMonths(Refusal):
    """One answer spans five years at most."""

    code = "liability.too_many_months"
    status = 422
    zh = "一次最多查询 {most} 个月"
    en = "One answer spans {most} months at most"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table by name; `facts` stand above its rows."""

    name: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Any]]
    facts: Mapping[str, Any] = field(default_factory=dict)

    def records(self) -> list[dict[str, Any]]:
        """The rows, each by the names of its columns."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


def month(text: str) -> date:
    """Return the first day of a month written 2026-03. Refuses NotAMonth."""
    try:
        year, number = map(int, text.split("-"))
        return date(year, number, 1)
    except ValueError:
        raise NotAMonth(text=text[:20]) from None


def roll_forward(currency: str, first: date, last: date) -> Sheet:
    """The roll-forward of the months from `first` to `last`, both included; the last row is the total."""
    rolled = liability.roll_forward(currency, since=first, until=_after(first, last))
    codes = _codes()
    rows = [_rolled(row, codes) for row in (*rolled.rows, rolled.total)]
    columns = ("month", "store", "funder", "opening", *_CHANGES, "closing")
    return Sheet("roll-forward", columns, rows, {"currency": currency})


def breakage(currency: str, of: date) -> Sheet:
    """The estimate at the beginning of a month, then what earlier estimates said and what happened."""
    found = liability.breakage(currency, month=of)
    columns = ("made_in", "looks_months", "outstanding", "used", "low", "high", "happened", "error_per_mille", "within")
    rows = [
        (
            f"{test.made_in:%Y-%m}",
            test.months,
            test.outstanding,
            test.expected_used,
            test.low,
            test.high,
            test.used,
            test.error_per_mille,
            test.within,
        )
        for test in found.back_tests
    ]
    return Sheet("breakage", columns, rows, _estimate(found))


def with_facts(sheet: Sheet) -> Sheet:
    """The same table for a file, which has one alone: the facts stand before its rows, in columns of their own."""
    columns = ("name", "value", *sheet.columns)
    facts = [(name, _plain(value), *[None] * len(sheet.columns)) for name, value in sheet.facts.items()]
    return Sheet(sheet.name, columns, [*facts, *((None, None, *row) for row in sheet.rows)], sheet.facts)


def custody(on: date) -> Sheet:
    """What the law wants deposited and lets be taken, a line each."""
    found = liability.custody(on=on)
    facts = _custody(found)
    return Sheet("custody", ("name", "value"), [(name, _plain(value)) for name, value in facts.items()], facts)


def netting(first: date, last: date) -> Sheet:
    """Who pays whom in the months from `first` to `last`, both included, then each party's position."""
    found = liability.netting(since=first, until=_after(first, last))
    codes = _codes()
    paid = [
        (f"{each.month:%Y-%m}", "payment", _party(each.payer, codes), _party(each.payee, codes), each.amount_minor)
        for each in found.settlements
    ]
    stand = [
        (f"{each.month:%Y-%m}", "position", _party(each.party, codes), None, each.amount_minor)
        for each in found.positions
    ]
    columns = ("month", "what", "party", "to", "amount_minor")
    return Sheet("netting", columns, [*paid, *stand], {"currencies": list(found.currencies)})


_CHANGES = ("brought_in", "issued", "used", "refunded", "expired", "adjusted", "moved")


def _after(first: date, last: date) -> date:
    until = dates.add_months(last, 1)
    if until > dates.add_months(first, MOST_MONTHS):
        raise TooManyMonths(most=MOST_MONTHS)
    return until


def _rolled(row: RollRow, codes: Mapping[int, str]) -> tuple[Any, ...]:
    named = f"{row.month:%Y-%m}" if row.month else None
    changes = (getattr(row, name) for name in _CHANGES)
    return (named, _code(row.store_id, codes), _code(row.funder_id, codes), row.opening, *changes, row.closing)


def _estimate(found: Breakage) -> dict[str, Any]:
    estimate = found.estimate
    return {
        "currency": found.currency,
        "month": f"{found.month:%Y-%m}",
        "outstanding": estimate.outstanding,
        "used": estimate.used,
        "never_used": estimate.never_used,
        "low": estimate.low,
        "high": estimate.high,
        "share_per_mille": estimate.share_per_mille,
        "months_of_history": estimate.months_of_history,
        "enough": estimate.enough,
    }


def _custody(found: Custody) -> dict[str, Any]:
    return {
        "on": found.on.isoformat(),
        "issuer": found.issuer,
        "quarter_ended_before": found.quarter_ended_before.isoformat(),
        "quarter_balance_minor": found.quarter_balance_minor,
        "deposit_percent": found.deposit_percent,
        "deposit_minor": found.deposit_minor,
        "balance_minor": found.balance_minor,
        "revenue_year": found.revenue_year,
        "revenue_minor": found.revenue_minor,
        "limit_percent": found.limit_percent,
        "limit_minor": found.limit_minor,
        "headroom_minor": found.headroom_minor,
        "state": found.state.value,
        "articles": list(found.articles),
    }


def _plain(value: object) -> object:
    return "; ".join(map(str, value)) if isinstance(value, list) else value


def _party(party: Party, codes: Mapping[int, str]) -> str:
    if party.kind in (PartyKind.CHAIN, PartyKind.POOL):
        return party.kind.value
    return f"{party.kind.value}:{codes.get(party.id, str(party.id))}"


def _code(number: int | None, codes: Mapping[int, str]) -> str | None:
    return None if number is None else codes.get(number, str(number))


def _codes() -> dict[int, str]:
    with scopes.everywhere(reason="what is owed is told for all stores of the chain"):
        return dict(org.Store.objects.values_list("id", "code"))
