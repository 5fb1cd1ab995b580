"""What is owed, to whom, how much of it will never be asked for, and what the law wants held for it. Reads only."""

from collections.abc import Collection
from datetime import date, timedelta

from django.db.models import Sum

from shuke.foundation import dates, scopes
from shuke.foundation.org import queries as org
from shuke.foundation.policy import queries as policy
from shuke.foundation.refusals import Refusal
from shuke.foundation.rulebook import queries as rulebook
from shuke.insight.liability import estimating, rules
from shuke.insight.liability.document import LiabilityTerms
from shuke.insight.liability.types import (
    CURRENCIES,
    NETTING_KIND,
    Breakage,
    Custody,
    Netted,
    RolledForward,
)
from shuke.ledgers.book import queries as book
from shuke.ledgers.coupons import queries as held
from shuke.ledgers.coupons import types as coupons
from shuke.selling.checkout import queries as checkout
from shuke.selling.sales import queries as sales

LOOKED_BACK = (3, 6, 12)
"""How many months ago an estimate is tried."""
_known_today: dict[tuple[date, int | None], int] = {}


class NotASpan(Refusal):
    """A span of months begins and ends on the first of a month, and ends after it begins."""

    code = "liability.not_a_span"
    status = 422
    zh = "期间须为整月,且止月在起月之后"
    en = "A span is whole months, and ends after it begins"


class NotOwed(Refusal):
    """The book does not know this as something that is owed to members."""

    code = "liability.not_owed"
    status = 422
    zh = "没有这种负债:{currency},可选:{known}"
    en = "This is nothing that is owed: {currency}; there are: {known}"


def terms_on(on: date) -> LiabilityTerms:
    """Return the chain's terms of the day; the product's own until it has written some."""
    version = rulebook.find_in_force(NETTING_KIND, on)
    return LiabilityTerms.model_validate(version.body) if version else LiabilityTerms()


def roll_forward(currency: str, *, since: date, until: date) -> RolledForward:
    """Return what was owed and what became of it in [since, until), by month, issuing store and funder.

    The total's closing is what the book says is owed before `until`. Refuses NotOwed, NotASpan.
    """
    _must_be_owed(currency)
    _must_be_a_span(since, until)
    flows = book.flows([currency], since=since, until=until)
    return rules.roll(currency, book.standing([currency], before=since), flows, since=since, until=until)


def breakage(currency: str, *, month: date, looked_back: Collection[int] = LOOKED_BACK) -> Breakage:
    """Estimate, at the beginning of the month, how much of what is owed will never be used; with back-tests.

    Refuses NotOwed, NotASpan.
    """
    _must_be_owed(currency)
    _must_be_a_span(month, dates.add_months(month, 1))
    rows = book.ageing(currency, until=month)
    tried = (estimating.back_test(rows, month, months) for months in looked_back)
    return Breakage(currency, month, estimating.estimate(rows, month), tuple(each for each in tried if each))


def custody(*, on: date) -> Custody:
    """Return what the law asks to be deposited for the quarter, and how much may still be taken in advance."""
    terms = terms_on(on)
    deposited = policy.row(f"prepaid.deposit.{terms.issuer}", on, terms.policy_pack)
    allowed = policy.row("prepaid.headroom", on, terms.policy_pack)
    quarter, year = rules.quarter_start(on), on.year - 1
    at_quarter, now, revenue = _prepaid(quarter), _prepaid(on + timedelta(days=1)), _revenue(year)
    limit = rules.limit(revenue, int(allowed.value))
    return Custody(
        on=on,
        issuer=terms.issuer,
        quarter_ended_before=quarter,
        quarter_balance_minor=at_quarter,
        deposit_percent=int(deposited.value),
        deposit_minor=rules.deposit(at_quarter, int(deposited.value)),
        balance_minor=now,
        revenue_year=year,
        revenue_minor=revenue,
        limit_percent=int(allowed.value),
        limit_minor=limit,
        headroom_minor=limit - now,
        state=rules.headroom_state(now, limit, revenue),
        articles=tuple(f"{row.law} {row.article}" for row in (deposited, allowed)),
    )


def headroom(*, on: date) -> int | None:
    """Return how much the chain may still take in advance, now; None where last year's revenue is not known.

    Quick enough to be asked at every top-up: the revenue of the year that is over is read once a day by each process.
    """
    terms, revenue = terms_on(on), _revenue_known_today(on)
    if revenue <= 0:
        return None
    allowed = policy.row("prepaid.headroom", on, terms.policy_pack)
    return rules.limit(revenue, int(allowed.value)) - book.held_in_all(rules.PRINCIPAL)


def netting(*, since: date, until: date) -> Netted:
    """Return who pays whom for whole months in [since, until), at the worths in force on the last day. Sums to zero.

    A coupon that an order used is worth what it took off the goods that stayed sold. Refuses NotASpan.
    """
    _must_be_a_span(since, until)
    terms = terms_on(until - timedelta(days=1))
    settled = {rules.PRINCIPAL} | {currency for currency, worth in terms.worth_per_hundred.items() if worth}
    with scopes.everywhere(reason="netting is between all stores of the chain"):
        stores = frozenset(org.Store.objects.values_list("id", flat=True))
    per_hundred: dict[str, int] = dict(terms.worth_per_hundred.items())
    worths = rules.Worths(per_hundred, terms.unfunded_to_chain, stores)
    spent = book.spent(coupons.CURRENCY, since=since, until=until)
    used = {(each.cause.id, each.lot.id) for each in spent if each.cause.kind == rules.ORDER}
    off = checkout.coupon_deductions({order_id for order_id, _ in used})
    valued, plain = rules.value(spent, off, held.faces({coupon_id for _, coupon_id in used}))
    valued += _undone(since, until)
    flows = book.flows(settled - {coupons.CURRENCY}, since=since, until=until)
    flows += plain if coupons.CURRENCY in settled else []
    return rules.net(flows, worths, since=since, until=until, valued=valued)


def _undone(since: date, until: date) -> list[rules.Valued]:
    """Return what goods that came back take with them of the deductions that coupons made on them."""
    undone = checkout.coupon_deductions_undone(since=since, until=until)
    origins = held.origins({each.coupon_id for each in undone})
    return [
        rules.Valued(each.day.replace(day=1), origins[each.coupon_id], each.store_id, -each.amount_minor)
        for each in undone
    ]


def _prepaid(before: date) -> int:
    """What was paid in advance and not used or refunded; bonus was given, not paid."""
    return sum(book.standing([rules.PRINCIPAL], before=before).values())


def _revenue_known_today(on: date) -> int:
    """Return last year's revenue, as this process read it on the day; the oldest receipt tells one chain from another.

    Receipts of last year that come in later count from the next day on.
    """
    with scopes.everywhere(reason="the law counts the revenue of the whole chain"):
        oldest = sales.receipts().order_by("id").values_list("id", flat=True).first()
    key = (on, oldest)
    if oldest is None or key not in _known_today:
        revenue = _revenue(on.year - 1)
        if oldest is None:
            return revenue
        _known_today.clear()
        _known_today[key] = revenue
    return _known_today[key]


def _revenue(year: int) -> int:
    with scopes.everywhere(reason="the law counts the revenue of the whole chain"):
        receipts = sales.receipts().filter(business_date__gte=date(year, 1, 1), business_date__lt=date(year + 1, 1, 1))
        return int(receipts.order_by().aggregate(total=Sum("net_minor"))["total"] or 0)


def _must_be_owed(currency: str) -> None:
    if currency not in CURRENCIES:
        raise NotOwed(field="currency", currency=currency, known=", ".join(CURRENCIES))


def _must_be_a_span(since: date, until: date) -> None:
    if since.day != 1 or until.day != 1 or since >= until:
        raise NotASpan(field="until")
