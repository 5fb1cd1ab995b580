"""What the law asks on a day, and where it says so."""

from datetime import date

from shuke.foundation.policy import packs, rules
from shuke.foundation.policy.types import NATIONAL, Article, Cause, Finding, Pack, Row
from shuke.foundation.refusals import Refusal


class NoSuchPack(Refusal):
    """No pack has this name."""

    code = "policy.no_such_pack"
    status = 404
    zh = "没有这个法规包:{name}"
    en = "There is no such policy pack: {name}"


class NoSuchRow(Refusal):
    """The pack says nothing of it on the day."""

    code = "policy.no_such_row"
    status = 404
    zh = "法规包 {pack} 在 {day} 没有规则:{row}"
    en = "Policy pack {pack} has no row {row} on {day}"


def names() -> tuple[str, ...]:
    """Return the names of the packs that there are."""
    return packs.names()


def whole(name: str = NATIONAL) -> Pack:
    """Return the pack with every dated row, past, present and to come."""
    if name not in packs.names():
        raise NoSuchPack(field="pack", name=name)
    return packs.load(name)


def pack(name: str, on: date) -> Pack:
    """Return the pack as it is in force on the day."""
    every = whole(name)
    return Pack(every.name, every.title, tuple(row for row in every.rows if row.holds_on(on)), every.void_terms)


def row(code: str, on: date, pack: str = NATIONAL) -> Row:
    """Return the row in force on the day; refuse when there is none."""
    found = find(code, on, pack)
    if found is None:
        raise NoSuchRow(row=code, day=on.isoformat(), pack=pack)
    return found


def find(code: str, on: date, pack: str = NATIONAL) -> Row | None:
    """Return the row in force on the day, or None where the law said nothing yet."""
    return next((one for one in whole(pack).rows if one.code == code and one.holds_on(on)), None)


def value(code: str, on: date, pack: str = NATIONAL) -> int | str:
    """Return what the row says on the day: fen, percent, basis points, days or years, or a word."""
    return row(code, on, pack).value


def number(code: str, on: date, pack: str = NATIONAL) -> int:
    """Return the row's value where it counts something."""
    found = row(code, on, pack).value
    if not isinstance(found, int):
        raise TypeError(f"{code} is not a number")
    return found


def article(code: str, pack: str = NATIONAL, on: date | None = None) -> Article:
    """Return where the law says it: on the day, or the latest row of that code."""
    rows = [one for one in whole(pack).rows if one.code == code and (on is None or one.holds_on(on))]
    if not rows:
        raise NoSuchRow(row=code, day=on.isoformat() if on else "-", pack=pack)
    latest = max(rows, key=lambda one: one.from_date)
    return Article(latest.law, latest.article, latest.source_zh)


def interest_rate(cause: Cause, signed_on: date, pack: str = NATIONAL) -> int:
    """Return the yearly rate in basis points: the rate of the day on which the contract was made.

    Which rate it is, 法释〔2025〕4号 16 says by who caused the refund, whenever the contract was made.
    """
    which = {Cause.OPERATOR: "rate.lpr_1y", Cause.CONSUMER: "rate.deposit_1y"}[cause]
    return number(which, signed_on, pack)


def lint(text: str, pack: str = NATIONAL) -> tuple[Finding, ...]:
    """Return the void terms in the text of a plan or contract, by 法释〔2025〕4号 9."""
    return rules.lint(text, whole(pack).void_terms)
