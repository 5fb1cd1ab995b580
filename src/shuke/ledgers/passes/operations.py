"""Sell a pass, use it, share it, give it back. Sessions are units of the book; every act is atomic."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from shuke.foundation import clock
from shuke.foundation.actors import Actor
from shuke.foundation.audit import operations as audit
from shuke.foundation.members import queries as members
from shuke.foundation.policy.types import Cause
from shuke.foundation.refusals import Refusal
from shuke.ledgers.book import operations as book
from shuke.ledgers.book.types import Earning, LotPart, Reversal, Source, Spending, System, member
from shuke.ledgers.passes import queries, rules
from shuke.ledgers.passes.document import Plan
from shuke.ledgers.passes.models import Share, SoldPass, Visit
from shuke.ledgers.passes.types import CURRENCY, SOURCE, Consumed, Quote


class PassUnknown(Refusal):
    """There is no such pass, or it was given back."""

    code = "passes.unknown"
    status = 404
    zh = "没有这张次卡,或已退卡"
    en = "There is no such pass, or it was refunded"


class PlanUnknown(Refusal):
    """No such plan is sold today."""

    code = "passes.plan_unknown"
    status = 422
    zh = "今天没有在售的次卡方案:{plan}"
    en = "No such pass is on sale today: {plan}"


class PassExpired(Refusal):
    """The last day of the pass is over."""

    code = "passes.expired"
    zh = "次卡已于 {day} 到期"
    en = "The pass ended on {day}"


class NotYours(Refusal):
    """The pass is neither the visitor's nor shared with them."""

    code = "passes.not_yours"
    status = 403
    zh = "该会员不能使用这张次卡"
    en = "This member may not use the pass"


class FamilyIsFull(Refusal):
    """The plan allows no more people."""

    code = "passes.family_is_full"
    zh = "该次卡最多 {family} 人共享"
    en = "The pass may be shared with {family} people at most"


class OtherGoods(Refusal):
    """The sessions of the pass pay for other goods."""

    code = "passes.other_goods"
    status = 422
    zh = "该次卡({service})不能用于此商品"
    en = "The pass ({service}) does not pay for these goods"


class NotThatManyUsed(Refusal):
    """No more sessions come back than were used and have not come back yet."""

    code = "passes.not_that_many_used"
    zh = "可退回次数只剩 {left}"
    en = "Only {left} sessions can still come back"


class NoSessions(Refusal):
    """A visit takes at least one session."""

    code = "passes.no_sessions"
    status = 422
    zh = "核销次数须大于零"
    en = "A visit takes at least one session"


@transaction.atomic
def sell(
    *,
    pass_id: int,
    plan: str,
    member_id: int,
    store_id: int,
    source: Source,
    by: Actor,
    at: datetime,
    funder_id: int | None = None,
) -> int:
    """Sell the plan as it stands today and return the pass's id, which the caller made; asked twice it is sold once.

    Refuses PlanUnknown.
    """
    if SoldPass.objects.filter(id=pass_id, member_id=member_id).exists():
        return pass_id
    today = clock.business_date(at)
    version = queries.plan_on(plan, today)
    if version is None:
        raise PlanUnknown(field="plan", plan=plan)
    terms = Plan.model_validate(version.body)
    expires_on = today + timedelta(days=terms.valid_days) if terms.valid_days else None
    posted = book.earn(
        earning=Earning(
            holder=member(member_id),
            currency=CURRENCY,
            amount=terms.sessions + terms.gift_sessions,
            source=Source(SOURCE, pass_id),
            expires_on=expires_on,
            store_id=store_id,
            funder_id=funder_id,
            restriction=terms.service,
            rule_version_id=version.id,
        ),
        by=by,
        at=at,
    )
    SoldPass.objects.create(
        id=pass_id,
        plan=plan,
        service=terms.service,
        rule_version_id=version.id,
        member_id=member_id,
        store_id=store_id,
        source_kind=source.kind,
        source_id=source.id,
        paid_minor=terms.price_minor,
        sessions_paid=terms.sessions,
        sessions_gift=terms.gift_sessions,
        session_list_minor=terms.session_list_minor,
        family=terms.family,
        sold_on=today,
        expires_on=expires_on,
        set_id=posted.set_id,
    )
    return pass_id


@transaction.atomic
def consume(
    *,
    pass_id: int,
    member_id: int,
    source: Source,
    store_id: int,
    by: Actor,
    at: datetime,
    sessions: int = 1,
    guide_id: int | None = None,
    line_no: int = 0,
    sku_id: int | None = None,
) -> Consumed:
    """Use sessions of a pass for somebody who may; the same source (and line of it) uses it once.

    `sku_id`: the goods that they pay for. Refuses PassUnknown, NotYours, PassExpired, OtherGoods, NoSessions, and
    NotEnough by the book.
    """
    if sessions <= 0:
        raise NoSessions(field="sessions")
    sold = _of(pass_id)
    if known := sold.visits.filter(source_kind=source.kind, source_id=source.id, line_no=line_no).first():
        return Consumed(known.set_id, known.sessions, known.worth_minor)
    _refuse_stranger(sold, member_id)
    if sku_id is not None and sku_id not in queries.pays_for(sold):
        raise OtherGoods(field="pass_id", service=sold.service)
    if sold.expires_on is not None and clock.business_date(at) >= sold.expires_on:
        raise PassExpired(day=sold.expires_on.isoformat())
    posted = book.redeem(spending=_spending(sold, sessions, source=source, store_id=store_id), by=by, at=at)
    # The book has locked the account by now, so what was used before can be counted.
    worth_minor = rules.worth(
        paid_minor=sold.paid_minor,
        sessions=sold.sessions_paid + sold.sessions_gift,
        used_before=queries.used(pass_id),
        used_now=sessions,
    )
    Visit.objects.create(
        sold=sold,
        member_id=member_id,
        store_id=store_id,
        guide_id=guide_id,
        sessions=sessions,
        worth_minor=worth_minor,
        source_kind=source.kind,
        source_id=source.id,
        line_no=line_no,
        set_id=posted.set_id,
        visited_at=at,
    )
    return Consumed(posted.set_id, sessions, worth_minor)


@transaction.atomic
def share(*, pass_id: int, with_member_id: int, by: Actor, at: datetime) -> None:
    """Let somebody of the family use the pass. Refuses PassUnknown, FamilyIsFull."""
    sold = SoldPass.objects.select_for_update().filter(id=pass_id, refunded_on=None).first()
    if sold is None:
        raise PassUnknown
    if sold.shares.filter(member_id=with_member_id).exists():
        return
    if sold.shares.count() >= sold.family:
        raise FamilyIsFull(family=sold.family)
    Share.objects.create(sold=sold, member_id=with_member_id, since=at)
    audit.record(by=by, at=at, action="passes.share", subject=f"pass:{pass_id}", after={"member": str(with_member_id)})


@transaction.atomic
def refund(*, pass_id: int, cause: Cause, by: Actor, at: datetime, reason: str = "") -> Quote:
    """End a pass: what is left of it goes out of the book, and the quote says what is to be paid back.

    Refuses PassUnknown when it was given back already.
    """
    sold = _of(pass_id)
    today = clock.business_date(at)
    quote = queries.quote_refund(pass_id, cause=cause, on=today)
    ended = SoldPass.objects.filter(id=pass_id, refunded_on=None).update(
        refunded_on=today, refunded_minor=quote.refund_minor
    )
    if not ended:
        raise PassUnknown
    if left := sum(lot.remaining for lot in queries.lots_of(sold)):
        ended_by = Source("pass_refund", pass_id)
        rest = _spending(sold, left, source=ended_by, store_id=sold.store_id, into=System.REFUNDED)
        book.redeem(spending=rest, by=by, at=at)
    after = {"refund": quote.refund_minor, "used": quote.sessions_used}
    audit.record(by=by, at=at, action="passes.refund", subject=f"pass:{pass_id}", after=after, reason=reason)
    return quote


@transaction.atomic
def give_back(*, source: Source, refund_source: Source, by: Actor, at: datetime) -> int:
    """Undo the visits that a sale has caused: the same sessions come back; return how many sessions."""
    visits = list(Visit.objects.filter(source_kind=source.kind, source_id=source.id).order_by("id"))
    back = [_undo(visit, visit.sessions - visit.undone, refund_source, by, at) for visit in visits]
    return sum(back)


@transaction.atomic
def give_some_back(
    *, pass_id: int, sessions: int, source: Source, line_no: int, refund_source: Source, by: Actor, at: datetime
) -> int:
    """Let so many of the sessions that paid for a line of a sale come back to their pass; return how many.

    Also to a pass whose days are over, where they expire the next night. Refuses NotThatManyUsed, and PassUnknown for
    a pass that was given back since: its sessions have been paid out.
    """
    visits = _of(pass_id).visits.filter(source_kind=source.kind, source_id=source.id)
    visit = visits.filter(line_no=line_no).first()
    left = visit.sessions - visit.undone if visit else 0
    if visit is None or sessions > left:
        raise NotThatManyUsed(field="sessions", left=left)
    return _undo(visit, sessions, refund_source, by, at)


def _undo(visit: Visit, sessions: int, refund_source: Source, by: Actor, at: datetime) -> int:
    if sessions <= 0:
        return 0
    book.reverse(reversal=Reversal(visit.set_id, refund_source, amount=sessions), by=by, at=at)
    Visit.objects.filter(id=visit.id).update(undone=F("undone") + sessions)
    return sessions


def _of(pass_id: int) -> SoldPass:
    sold = SoldPass.objects.filter(id=pass_id, refunded_on=None).first()
    if sold is None:
        raise PassUnknown
    return sold


def _spending(
    sold: SoldPass, sessions: int, *, source: Source, store_id: int, into: System = System.REDEEMED
) -> Spending:
    """Say what the book is to take: out of the pass's own lot, wherever a merger has moved it. Refuses NotEnough."""
    lots = queries.lots_of(sold)
    remaining = sum(lot.remaining for lot in lots)
    if remaining < sessions:
        raise book.NotEnough(field="sessions", needed=sessions, available=remaining)
    return Spending(
        holder=member(sold.member_id),
        currency=CURRENCY,
        amount=sessions,
        source=source,
        store_id=store_id,
        parts=(LotPart(lots[0].id, sessions),),
        into=into,
    )


def _refuse_stranger(sold: SoldPass, member_id: int) -> None:
    people = {*members.family(member_id)}
    if sold.member_id not in people and not sold.shares.filter(member_id__in=people).exists():
        raise NotYours
