"""The arithmetic that the law prescribes, and the linter of plan texts. Pure.

Article numbers are those of 法释〔2025〕4号 unless another law is named. What does not come out even is rounded in the
consumer's favour.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from shuke.foundation import money
from shuke.foundation.money import Rounding
from shuke.foundation.policy.types import Cause, Finding, Prepaid, RefundOf, VoidTerm

_CLAUSES = re.compile(r"[。;;!!??\n]+")
_PRINCIPAL = ("本金", "余额")
_FILLERS = re.compile(r"[\s\"'“”‘’「」《》()()*·]+")
_YEAR_DAYS = 365
_WHOLE = 10_000


def lint(text: str, terms: Sequence[VoidTerm]) -> tuple[Finding, ...]:
    """Return every void term in the text, sentence by sentence; spaces and quotation marks hide nothing."""
    clauses = [_FILLERS.sub("", clause) for clause in _CLAUSES.split(text)]
    return tuple(Finding(term, clause) for clause in clauses for term in terms if _speaks(clause, term))


def is_within_days(paid_on: date, asked_on: date, days: int) -> bool:
    """Article 14: the day of payment does not count (民法典 201), and the last day runs to its midnight."""
    return asked_on <= paid_on + timedelta(days=days)


def refund(prepaid: Prepaid, cause: Cause) -> RefundOf:
    """Articles 15 and 18-20: what was paid less the price of what was used, by who caused the refund.

    Operator's cause: the price agreed (18-1), in the ratio of paid to paid and gift where a gift was promised (18-2).
    Consumer's cause: the full price (19); beyond what was paid nothing is claimed (20).
    """
    if cause is Cause.OPERATOR:
        used = used_by_ratio(prepaid.taken_minor, prepaid.paid_minor, prepaid.gift_minor)
        articles: tuple[str, ...] = ("15", "18-1", "18-2") if prepaid.gift_minor else ("15", "18-1")
    else:
        used = prepaid.taken_minor if prepaid.list_minor is None else prepaid.list_minor
        articles = ("15", "19", "20") if used > prepaid.paid_minor else ("15", "19")
    return RefundOf(prepaid.paid_minor, used, max(prepaid.paid_minor - used, 0), articles)


def refund_in_seven_days(prepaid: Prepaid) -> RefundOf:
    """Article 14: all that was paid, whoever changed his mind; what is not used yet has no price."""
    return RefundOf(prepaid.paid_minor, 0, prepaid.paid_minor, ("14",))


def used_by_ratio(taken_minor: int, paid_minor: int, gift_minor: int) -> int:
    """Article 18-2: what was taken at face value, priced in the ratio of paid to paid and gift."""
    if not gift_minor:
        return taken_minor
    return money.ratio(taken_minor, paid_minor, paid_minor + gift_minor, Rounding.DOWN)


def refund_of_sessions(
    *,
    paid_minor: int,
    sessions_paid: int,
    sessions_gift: int,
    sessions_used: int,
    session_list_minor: int,
    cause: Cause,
) -> RefundOf:
    """Articles 15 and 18-20 for a card of sessions: operator's cause shares the price over paid and gift sessions.

    Consumer's cause counts each used session at the full price of a single one.
    """
    if cause is Cause.OPERATOR:
        used = money.ratio(paid_minor, sessions_used, sessions_paid + sessions_gift, Rounding.DOWN)
        articles: tuple[str, ...] = ("15", "18-2") if sessions_gift else ("15", "18-1")
    else:
        used = sessions_used * session_list_minor
        articles = ("15", "19", "20") if used > paid_minor else ("15", "19")
    return RefundOf(paid_minor, used, max(paid_minor - used, 0), articles)


def refund_of_period(*, paid_minor: int, from_date: date, to_date: date, ended_on: date) -> RefundOf:
    """Article 22: a card without limit of times, by the days that remain of [from_date, to_date).

    `ended_on` is the first day on which it is not used any more.
    """
    whole = (to_date - from_date).days
    left = min(max((to_date - ended_on).days, 0), whole)
    back = money.ratio(paid_minor, left, whole, Rounding.UP)
    return RefundOf(paid_minor, paid_minor - back, back, ("22",))


def interest(principal_minor: int, rate_basis_points: int, terminated_on: date, paid_back_on: date) -> int:
    """Articles 16 and 17: simple interest from the termination to the day it is paid back, a year being 365 days."""
    days = max((paid_back_on - terminated_on).days, 0)
    return money.ratio(principal_minor, rate_basis_points * days, _WHOLE * _YEAR_DAYS, Rounding.UP)


def needed_deposit(balance_minor: int, percent: int) -> int:
    """单用途商业预付卡管理办法 26: the part of last quarter's prepaid balance that lies with a bank."""
    return money.ratio(balance_minor, percent, 100, Rounding.UP)


def headroom(revenue_minor: int, balance_minor: int, percent: int) -> int:
    """单用途商业预付卡管理办法 25: what may still be taken in advance this year; below zero where it is too much."""
    return money.ratio(revenue_minor, percent, 100, Rounding.DOWN) - balance_minor


def _speaks(clause: str, term: VoidTerm) -> bool:
    before, found, _ = clause.partition(term.phrase)
    return bool(found) and not _is_excused(before, term.unless)


def _is_excused(before: str, unless: Iterable[str]) -> bool:
    """What may end (a bonus, a coupon) excuses the phrase, unless principal is spoken of too."""
    return any(word in before for word in unless) and not any(word in before for word in _PRINCIPAL)
