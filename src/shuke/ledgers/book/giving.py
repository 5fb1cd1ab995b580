"""Earn, open, redeem and adjust: acts that give lots and take from them. Single acts are batches of one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import TypeVar

from shuke.foundation.actors import Actor
from shuke.foundation.refusals import Refusal
from shuke.ledgers.book import blocks, opening, rules, writing
from shuke.ledgers.book.page import Draft, Heading, LotTerms
from shuke.ledgers.book.types import Adjustment, Earning, Kind, Posted, Spending, System

Act = TypeVar("Act", Earning, Spending, Adjustment)


class NotAnAmount(Refusal):
    """An amount must be above zero, or not zero for an adjustment."""

    code = "book.not_an_amount"
    status = 422
    zh = "数量无效"
    en = "Not a valid amount"


def earn(*, earning: Earning, by: Actor, at: datetime) -> Posted:
    """Give a holder a new lot; debt is settled from it at once when it is available."""
    return earn_many(earnings=[earning], by=by, at=at)[0]


def earn_many(*, earnings: Sequence[Earning], by: Actor, at: datetime) -> list[Posted]:
    """Like `earn` for up to 5,000 earnings in a handful of statements; results in the same order. All or none."""
    return _give(earnings, Kind.EARN, by, at)


def open_balances(*, openings: Sequence[Earning], by: Actor, at: datetime) -> list[Posted]:
    """Bring balances from an older system in as lots of kind `opening`, with their own expiry and source."""
    return _give(openings, Kind.OPENING, by, at)


def redeem(*, spending: Spending, by: Actor, at: datetime) -> Posted:
    """Spend what is available. Refuses with NotEnough, AccountFrozen."""
    return redeem_many(spendings=[spending], by=by, at=at)[0]


def redeem_many(*, spendings: Sequence[Spending], by: Actor, at: datetime) -> list[Posted]:
    """Spend for many holders at once, in order. All or none: one NotEnough refuses the whole batch."""
    _must_be_amounts(spending.amount > 0 for spending in spendings)

    def write(opened: blocks.Opened, spending: Spending, head: Heading) -> Draft:
        return spend(opened, spending, head)

    into = {spending.into for spending in spendings}
    return _each(spendings, Kind.REDEEM, write, systems=into, by=by, at=at, with_lots=True)


def adjust(*, adjustment: Adjustment, by: Actor, at: datetime) -> Posted:
    """Correct a balance by hand. Negative beyond what is available is refused with NotEnough."""
    return adjust_many(adjustments=[adjustment], by=by, at=at)[0]


def adjust_many(*, adjustments: Sequence[Adjustment], by: Actor, at: datetime) -> list[Posted]:
    """Correct many balances at once, in order. All or none."""
    _must_be_amounts(adjustment.amount != 0 for adjustment in adjustments)
    return _each(adjustments, Kind.ADJUST, _adjust, systems={System.ADJUSTED}, by=by, at=at, with_lots=True)


def spend(opened: blocks.Opened, spending: Spending, head: Heading) -> Draft:
    """Choose the lots of a spending and write them off. Raises NotEnough, AccountFrozen."""
    account_id = opened.account(spending.holder, spending.currency)
    writing.refuse_frozen(opened.page, account_id)
    lots, on = opened.page.lots_of(account_id), head.business_date
    if spending.parts:
        parts = rules.exact(opened.page, account_id, spending.parts, spending.amount, on)
    else:
        parts = rules.choose(lots, spending.amount, on, spending.restrictions)
    return rules.spend(opened.page, head, account_id, parts, spending.into)


def _give(earnings: Sequence[Earning], kind: Kind, by: Actor, at: datetime) -> list[Posted]:
    _must_be_amounts(earning.amount > 0 for earning in earnings)
    from_before = kind is Kind.OPENING

    def write(opened: blocks.Opened, earning: Earning, head: Heading) -> Draft:
        account_id = opened.account(earning.holder, earning.currency)
        system = System.OPENING if from_before else earning.out_of
        return rules.issue(opened.page, head, account_id, _terms(earning), earning.amount, out_of=system)

    out_of = {System.OPENING} if from_before else {earning.out_of for earning in earnings}
    return _each(earnings, kind, write, systems=out_of, by=by, at=at, with_lots=False)


def _adjust(opened: blocks.Opened, adjustment: Adjustment, head: Heading) -> Draft:
    account_id = opened.account(adjustment.holder, adjustment.currency)
    if adjustment.amount > 0:
        terms = _adjustment_terms(adjustment)
        return rules.issue(opened.page, head, account_id, terms, adjustment.amount, out_of=System.ADJUSTED)
    writing.refuse_frozen(opened.page, account_id)
    parts = rules.choose(opened.page.lots_of(account_id), -adjustment.amount, head.business_date, None)
    return rules.spend(opened.page, head, account_id, parts, System.ADJUSTED)


def _each(
    acts: Sequence[Act],
    kind: Kind,
    write: Callable[[blocks.Opened, Act, Heading], Draft],
    *,
    systems: set[System],
    by: Actor,
    at: datetime,
    with_lots: bool,
) -> list[Posted]:
    """Write every act on one page, except those whose idempotency key was used before."""

    def work() -> list[Posted]:
        keys = {(act.holder, act.currency) for act in acts}
        opened = opening.open_for(keys, systems, with_lots=with_lots)
        # asked for only now, under the lock: a twin that held it has committed its key
        done = writing.known((act.idempotency_key, kind, act.source) for act in acts)
        results = []
        for act in acts:
            if act.idempotency_key is not None and act.idempotency_key in done:
                results.append(done[act.idempotency_key])
                continue
            result = writing.posted(write(opened, act, _heading(kind, act, by, at)))
            results.append(result)
            if act.idempotency_key is not None:
                done[act.idempotency_key] = writing.again(result)
        writing.close(opened.page, by=by, at=at)
        return results

    return opening.atomically(work) if acts else []


def _heading(kind: Kind, act: Earning | Spending | Adjustment, by: Actor, at: datetime) -> Heading:
    return writing.heading(
        kind,
        source=act.source,
        by=by,
        at=at,
        occurred_at=act.occurred_at,
        store_id=act.store_id,
        idempotency_key=act.idempotency_key,
        rule_version_id=None if isinstance(act, Adjustment) else act.rule_version_id,
    )


def _terms(earning: Earning) -> LotTerms:
    return LotTerms(
        currency=earning.currency,
        available_on=earning.available_on,
        expires_on=earning.expires_on,
        store_id=earning.store_id,
        funder_id=earning.funder_id,
        restriction=earning.restriction,
        source=earning.source,
        rule_version_id=earning.rule_version_id,
    )


def _adjustment_terms(adjustment: Adjustment) -> LotTerms:
    return LotTerms(
        currency=adjustment.currency,
        available_on=None,
        expires_on=adjustment.expires_on,
        store_id=adjustment.store_id,
        funder_id=adjustment.funder_id,
        restriction=None,
        source=adjustment.source,
        rule_version_id=None,
    )


def _must_be_amounts(checks: Iterable[bool]) -> None:
    if not all(checks):
        raise NotAnAmount(field="amount")
