"""What a refund comes to by the law, and paying an account out."""

from datetime import date, datetime

from django.db import transaction

from shuke.foundation import clock
from shuke.foundation.actors import Actor
from shuke.foundation.audit import operations as audit
from shuke.foundation.outbox import operations as outbox
from shuke.foundation.policy import queries as policy
from shuke.foundation.policy import rules as law
from shuke.foundation.policy.types import Cause
from shuke.foundation.refusals import Refusal
from shuke.ledgers.book import operations as book
from shuke.ledgers.book import queries as accounts
from shuke.ledgers.book.types import Holder, Lot, LotPart, Reversal, Source, Spending, System
from shuke.ledgers.stored_value import events, reading, rules
from shuke.ledgers.stored_value.document import Terms
from shuke.ledgers.stored_value.models import Instalment, Refund, TopUp
from shuke.ledgers.stored_value.reading import Shelf
from shuke.ledgers.stored_value.rules import Fund, LotLeft, Used
from shuke.ledgers.stored_value.types import (
    BONUS,
    CURRENCIES,
    PRINCIPAL,
    TOP_UP,
    Quote,
    QuotePart,
    RefundChannel,
    Refunded,
)


class NothingToRefund(Refusal):
    """The account holds nothing that could be paid out or written off."""

    code = "stored_value.nothing_to_refund"
    zh = "账户没有可退的储值"
    en = "There is nothing to refund"


class NotInCash(Refusal):
    """More than this is not paid in cash (单用途商业预付卡管理办法 21)."""

    code = "stored_value.not_in_cash"
    status = 422
    zh = "超过 {limit} 分不得以现金退款"
    en = "Above {limit} fen a refund is not paid in cash"


class IdentityNotShown(Refusal):
    """A refund to a bank account takes the holder's identity document (单用途商业预付卡管理办法 21)."""

    code = "stored_value.identity_not_shown"
    status = 422
    zh = "退至同名账户须核验有效身份证件"
    en = "The holder's identity document must be shown"


class SomethingHeld(Refusal):
    """Part of the account is set aside for a running act."""

    code = "stored_value.something_held"
    zh = "账户有冻结金额,请先处理"
    en = "Part of the account is on hold; close the hold first"


class RefundNeedsSecondPerson(Refusal):
    """A refund above the chain's limit is proposed by one person and approved by another."""

    code = "stored_value.refund_needs_second_person"
    status = 403
    zh = "超过 {limit} 分的退款须由第二人审批"
    en = "A refund above {limit} fen takes a second person"


class AnotherRefund(Refusal):
    """The id belongs to the refund of another account."""

    code = "stored_value.another_refund"
    status = 422
    zh = "该退款编号已用于另一账户"
    en = "This id was used for another refund"


def quote(
    *, holder: Holder, cause: Cause, on: date, terminated_on: date | None = None, tried_before: bool = False
) -> Quote:
    """Return what a refund of the whole account would pay on the day, top-up by top-up with the articles.

    Interest runs from `terminated_on` (None: nothing is late). `tried_before`: the holder had the same goods before he
    paid; it matters only where the chain's terms make the seven days conditional.
    """
    shelf = reading.shelf(holder, on)
    terms = reading.in_force(on).terms
    used = reading.used(holder, list(shelf.top_ups))
    ended = terminated_on or on
    parts, all_early = [], True
    for fund in shelf.funds:
        top_up = shelf.top_ups.get(fund.top_up_id or 0)
        early = top_up is not None and _is_early(top_up, on, terms, tried_before=tried_before)
        part = _part(fund, top_up, used.get(fund.top_up_id or 0, Used()), cause, terms, early=early, ended=ended, on=on)
        all_early = all_early and part.articles == ("14",)
        parts.append(part)
    deadline = "refund.deadline_days.unused" if all_early else "refund.deadline_days"
    return Quote(
        holder=holder,
        cause=cause,
        on=on,
        refund_minor=sum(part.refund_minor for part in parts),
        interest_minor=sum(part.interest_minor for part in parts),
        principal_left_minor=sum(part.principal_left_minor for part in parts),
        bonus_left_minor=sum(fund.bonus_ready + fund.bonus_waiting for fund in shelf.funds),
        due_on=rules.due_on(ended, policy.number(deadline, on, terms.policy_pack)),
        parts=tuple(parts),
    )


@transaction.atomic
def refund_account(
    *,
    refund_id: int,
    holder: Holder,
    cause: Cause,
    channel: RefundChannel,
    reason: str,
    store_id: int,
    by: Actor,
    at: datetime,
    identity_shown: bool = False,
    terminated_on: date | None = None,
    tried_before: bool = False,
) -> Refunded:
    """Pay the account out by the law and empty it. Above the chain's limit it is proposed and approved instead.

    Principal goes out as refund; what the law counts as used besides is written off as used; bonus lapses. The same id
    again gives the same answer.
    """
    limit = reading.in_force(clock.business_date(at)).terms.second_person_above_minor
    done = pay_out(
        refund_id=refund_id,
        holder=holder,
        cause=cause,
        channel=channel,
        reason=reason,
        store_id=store_id,
        by=by,
        at=at,
        identity_shown=identity_shown,
        terminated_on=terminated_on,
        tried_before=tried_before,
    )
    if done.paid_out_minor > limit and not done.repeated:
        raise RefundNeedsSecondPerson(limit=limit)
    return done


def pay_out(
    *,
    refund_id: int,
    holder: Holder,
    cause: Cause,
    channel: RefundChannel,
    reason: str,
    store_id: int,
    by: Actor,
    at: datetime,
    identity_shown: bool,
    terminated_on: date | None,
    tried_before: bool,
) -> Refunded:
    """Write a refund of any size: for `refund_account`, and for an approved proposal."""
    on = clock.business_date(at)
    with book.together(holders=[holder], currencies=CURRENCIES, spends=CURRENCIES, by=by, at=at):
        if known := _known(refund_id, holder):
            return known
        quoted = quote(holder=holder, cause=cause, on=on, terminated_on=terminated_on, tried_before=tried_before)
        _judge(quoted, channel, identity_shown=identity_shown)
        _write_off(quoted, reading.shelf(holder, on), Source("stored_value_refund", refund_id), store_id, by=by, at=at)
    _note(refund_id, quoted, channel, reason, store_id, by=by, at=at)
    return Refunded(refund_id, quoted.refund_minor, quoted.interest_minor, channel, quoted.due_on)


def _is_early(top_up: TopUp, on: date, terms: Terms, *, tried_before: bool) -> bool:
    days = policy.find("refund.seven_days", on, terms.policy_pack)
    if days is None or (tried_before and not terms.unconditional_seven_days):
        return False
    return law.is_within_days(top_up.business_date, on, int(days.value))


def _part(
    fund: Fund, top_up: TopUp | None, used: Used, cause: Cause, terms: Terms, *, early: bool, ended: date, on: date
) -> QuotePart:
    back = rules.refund_of(fund, used, cause, within_seven_days=early)
    signed = top_up.business_date if top_up else ended
    rate = policy.interest_rate(cause, signed, terms.policy_pack) if ended < on else 0
    return QuotePart(
        top_up_id=fund.top_up_id,
        paid_minor=back.paid_minor,
        used_minor=back.used_minor,
        refund_minor=back.refund_minor,
        principal_left_minor=fund.principal_left,
        interest_minor=law.interest(back.refund_minor, rate, ended, on),
        articles=back.articles,
    )


def _known(refund_id: int, holder: Holder) -> Refunded | None:
    row = Refund.objects.filter(id=refund_id).first()
    if row is None:
        return None
    if (row.holder_kind, row.holder_id) != (holder.kind, holder.id):
        raise AnotherRefund(field="id")
    return Refunded(row.id, row.refund_minor, row.interest_minor, RefundChannel(row.channel), row.due_on, repeated=True)


def _judge(quoted: Quote, channel: RefundChannel, *, identity_shown: bool) -> None:
    if not quoted.parts:
        raise NothingToRefund
    if any(accounts.balance(quoted.holder, currency).held for currency in CURRENCIES):
        raise SomethingHeld
    pack = reading.in_force(quoted.on).terms.policy_pack
    limit = policy.number("prepaid.refund.cash_limit", quoted.on, pack)
    if channel is RefundChannel.CASH and quoted.refund_minor + quoted.interest_minor > limit:
        raise NotInCash(field="channel", limit=limit)
    if channel is RefundChannel.SAME_NAME_ACCOUNT and not identity_shown:
        raise IdentityNotShown(field="identity_shown")


def _write_off(quoted: Quote, shelf: Shelf, source: Source, store_id: int, *, by: Actor, at: datetime) -> None:
    """Empty the account: refunded principal, principal used by the law's reckoning, bonus that lapses."""
    refunded: list[LotPart] = []
    used: list[LotPart] = []
    for fund, part in zip(shelf.funds, quoted.parts, strict=True):
        out, rest = _cut(fund.principal, part.refund_minor)
        refunded += out
        used += rest
    lapsing = [LotPart(lot.lot_id, lot.remaining) for fund in shelf.funds for lot in fund.bonus]
    for currency, parts, into in (
        (PRINCIPAL, refunded, System.REFUNDED),
        (PRINCIPAL, used, System.REDEEMED),
        (BONUS, lapsing, System.EXPIRED),
    ):
        if parts:
            spending = Spending(
                holder=quoted.holder,
                currency=currency,
                amount=sum(part.amount for part in parts),
                source=source,
                store_id=store_id,
                parts=tuple(parts),
                into=into,
            )
            book.redeem(spending=spending, by=by, at=at)
    take_back_waiting(shelf.waiting, source, by=by, at=at)


def take_back_waiting(lots: tuple[Lot, ...], source: Source, *, by: Actor, at: datetime) -> list[Instalment]:
    """Undo the instalments that these lots are still waiting for; return them."""
    top_up_ids = {lot.source.id for lot in lots if lot.source.kind == TOP_UP}
    rows = Instalment.objects.filter(top_up__in=top_up_ids, currency=BONUS).order_by("id")
    known = {(each.top_up_id, each.available_on): each for each in rows}
    undone = []
    for lot in lots:
        instalment = known.get((lot.source.id, lot.available_on))
        if instalment is not None:
            reversal = Reversal(set_id=instalment.set_id, source=source, amount=lot.remaining)
            book.reverse(reversal=reversal, by=by, at=at)
            undone.append(instalment)
    return undone


def _cut(lots: tuple[LotLeft, ...], amount: int) -> tuple[list[LotPart], list[LotPart]]:
    """Part the lots: `amount` of them (or all there is), and the rest."""
    out, rest = [], []
    for lot in lots:
        taken = min(amount, lot.remaining)
        amount -= taken
        out += [LotPart(lot.lot_id, taken)] if taken else []
        rest += [LotPart(lot.lot_id, lot.remaining - taken)] if lot.remaining > taken else []
    return out, rest


def _note(
    refund_id: int, quoted: Quote, channel: RefundChannel, reason: str, store_id: int, *, by: Actor, at: datetime
) -> None:
    parts = [
        {
            "top_up_id": str(part.top_up_id or ""),
            "paid_minor": part.paid_minor,
            "used_minor": part.used_minor,
            "refund_minor": part.refund_minor,
            "interest_minor": part.interest_minor,
            "articles": list(part.articles),
        }
        for part in quoted.parts
    ]
    Refund.objects.create(
        id=refund_id,
        holder_kind=quoted.holder.kind,
        holder_id=quoted.holder.id,
        store_id=store_id,
        cause=quoted.cause,
        channel=channel,
        refund_minor=quoted.refund_minor,
        interest_minor=quoted.interest_minor,
        principal_minor=quoted.principal_left_minor,
        bonus_minor=quoted.bonus_left_minor,
        parts=parts,
        reason=reason,
        business_date=quoted.on,
        refunded_at=at,
        due_on=quoted.due_on,
    )
    after = {"refund_minor": quoted.refund_minor, "interest_minor": quoted.interest_minor, "channel": channel.value}
    subject = f"stored_value_refund:{refund_id}"
    audit.record(by=by, at=at, action="stored_value.refund", subject=subject, after=after, reason=reason)
    told = events.Refunded(
        refund_id=refund_id,
        holder_kind=quoted.holder.kind.value,
        holder_id=quoted.holder.id,
        refund_minor=quoted.refund_minor,
        interest_minor=quoted.interest_minor,
        due_on=quoted.due_on.isoformat(),
    )
    outbox.emit(told, by=by, at=at)
