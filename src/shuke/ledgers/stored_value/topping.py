"""Take a payment in: one lot of principal, one or more of bonus, and the contract as it was."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from shuke.foundation import clock, dates, failpoints
from shuke.foundation.actors import Actor
from shuke.foundation.audit import operations as audit
from shuke.foundation.db import bulk
from shuke.foundation.members import queries as members
from shuke.foundation.outbox import operations as outbox
from shuke.foundation.policy import queries as policy
from shuke.foundation.refusals import Refusal
from shuke.ledgers.book import operations as book
from shuke.ledgers.book import queries as accounts
from shuke.ledgers.book.types import Earning, Holder, HolderKind, Source
from shuke.ledgers.stored_value import events, reading, rules
from shuke.ledgers.stored_value.document import Package
from shuke.ledgers.stored_value.models import Card, Contract, Instalment, TopUp
from shuke.ledgers.stored_value.reading import Dated
from shuke.ledgers.stored_value.types import (
    BONUS,
    CURRENCIES,
    PRINCIPAL,
    TOP_UP,
    CardState,
    CouponGrant,
    Method,
    NewTopUp,
    ToppedUp,
)


class TopUpsStopped(Refusal):
    """The chain takes no prepayments at present (消费者权益保护法实施条例 22)."""

    code = "stored_value.stopped"
    zh = "已停止储值"
    en = "Top-ups are stopped"


class NoHeadroom(Refusal):
    """The chain has taken as much in advance as the law lets it (单用途商业预付卡管理办法 25)."""

    code = "stored_value.no_headroom"
    zh = "预收资金已达上限,尚可收取 {left} 分"
    en = "The limit of prepaid funds is reached; {left} fen may still be taken"


class AboveLimit(Refusal):
    """The balance would exceed what one account or card may hold (单用途商业预付卡管理办法 18)."""

    code = "stored_value.above_limit"
    zh = "超过限额 {limit} 分:现有本金 {principal} 分,本次 {paid} 分"
    en = "Above the limit of {limit} fen: principal is {principal}, this top-up {paid}"


class NoSuchPackage(Refusal):
    """The package is not offered today, here, to this holder; or an amount without package is not taken."""

    code = "stored_value.no_such_package"
    status = 422
    zh = "没有可用的储值方案:{package}"
    en = "This package is not on offer: {package}"


class WrongAmount(Refusal):
    """A package has one price, and every top-up is above zero."""

    code = "stored_value.wrong_amount"
    status = 422
    zh = "金额不符:应付 {due} 分"
    en = "Not the amount of the package: {due} fen are due"


class TakenOftenEnough(Refusal):
    """The package is limited per holder."""

    code = "stored_value.taken_often_enough"
    zh = "该方案每人限 {most} 次"
    en = "This package may be taken {most} times"


class MustBeTransferred(Refusal):
    """An amount of this size is paid by bank transfer (单用途商业预付卡管理办法 16)."""

    code = "stored_value.must_be_transferred"
    status = 422
    zh = "达到 {limit} 分须银行转账,不得使用现金"
    en = "From {limit} fen on it is paid by bank transfer, not in cash"


class IdentityDue(Refusal):
    """The buyer's identity is registered first (单用途商业预付卡管理办法 15)."""

    code = "stored_value.identity_due"
    status = 422
    zh = "须先登记购卡人身份信息"
    en = "Register the buyer's identity first"


class GuardianDue(Refusal):
    """A minor tops up in a guardian's presence (法释〔2025〕4号 10)."""

    code = "stored_value.guardian_due"
    status = 422
    zh = "未成年人储值须由监护人办理"
    en = "A minor's top-up takes a guardian"


class CardNotInUse(Refusal):
    """The card is not active, or its days are over; it can be renewed."""

    code = "stored_value.card_not_in_use"
    zh = "卡片不可用:{state}"
    en = "The card cannot be used: {state}"


class AnotherTopUp(Refusal):
    """The id belongs to a top-up of another holder or amount."""

    code = "stored_value.another_top_up"
    status = 422
    zh = "该储值编号已用于另一笔储值"
    en = "This id was used for another top-up"


@transaction.atomic
def top_up(*, new: NewTopUp, by: Actor, at: datetime, headroom_minor: int | None = None) -> ToppedUp:
    """Book a payment: principal at once, bonus by its instalments, the contract's text with its hash.

    `headroom_minor` is what the chain may still take in advance; with the setting on, more than it is refused. The
    limits are checked under the lock of the account. The same id again gives the same answer.
    """
    on = clock.business_date(at)
    dated = reading.in_force(on)
    with book.together(holders=[new.holder], currencies=CURRENCIES, by=by, at=at):
        if known := _known(new):
            return known
        package = _judge(new, dated, on, headroom_minor)
        lots = _earnings(new, package, dated, at)
        posted = book.earn_many(earnings=lots, by=by, at=at)
        # the earning has locked the account, made where it was missing: a twin has ended, and nobody tops up meanwhile
        if posted[0].repeated and (known := _known(new)):
            return known
        _judge_limits(new, package, dated, on)
        failpoints.hit("stored_value.topped_up")
        _write(new, package, dated, at=at)
        note_instalments(lots, [each.set_id for each in posted])
    bonus = package.bonus_minor if package else 0
    outbox.emit(
        events.ToppedUp(
            top_up_id=new.id,
            holder_kind=new.holder.kind.value,
            holder_id=new.holder.id,
            store_id=new.store_id,
            package=new.package or "",
            paid_minor=new.paid_minor,
            bonus_minor=bonus,
        ),
        by=by,
        at=at,
    )
    after = {"paid_minor": new.paid_minor, "bonus_minor": bonus, "method": new.method.value}
    audit.record(by=by, at=at, action="stored_value.top_up", subject=f"top_up:{new.id}", after=after)
    return _told(new.id, new.paid_minor, package)


def _known(new: NewTopUp) -> ToppedUp | None:
    row = TopUp.objects.filter(id=new.id).first()
    if row is None:
        return None
    told = (row.holder_kind, row.holder_id, row.paid_minor, row.package)
    if told != (new.holder.kind, new.holder.id, new.paid_minor, new.package or ""):
        raise AnotherTopUp(field="id")
    package = Package.model_validate(row.package_terms) if row.package_terms else None
    return _told(row.id, row.paid_minor, package, repeated=True)


def _told(top_up_id: int, paid: int, package: Package | None, *, repeated: bool = False) -> ToppedUp:
    if package is None:
        return ToppedUp(top_up_id, paid, 0, None, repeated=repeated)
    coupons = tuple(CouponGrant(each.template, each.count) for each in package.coupons)
    return ToppedUp(top_up_id, paid, package.bonus_minor, package.code, coupons, package.points, repeated)


def _judge(new: NewTopUp, dated: Dated, on: date, headroom_minor: int | None) -> Package | None:
    """Refuse what can be refused without looking at the balance; return the package."""
    terms = dated.terms
    if terms.stopped:
        raise TopUpsStopped
    if terms.stops_at_full_headroom and headroom_minor is not None and new.paid_minor > headroom_minor:
        raise NoHeadroom(field="paid_minor", left=max(headroom_minor, 0))
    _judge_payer(new, terms.policy_pack, on)
    if new.package is None:
        if not dated.packages.any_amount:
            raise NoSuchPackage(field="package", package="-")
        if new.paid_minor <= 0:
            raise WrongAmount(field="paid_minor", due=1)
        return None
    package = dated.package(new.package)
    if package is None or not is_offered(package, on, store_id=new.store_id, level=new.tier_level):
        raise NoSuchPackage(field="package", package=new.package)
    if new.paid_minor != package.pay_minor:
        raise WrongAmount(field="paid_minor", due=package.pay_minor)
    return package


def is_offered(package: Package, on: date, *, store_id: int, level: int) -> bool:
    """Tell whether the package is sold on the day, in the store, to somebody of the tier."""
    begun = package.first_day is None or package.first_day <= on
    running = package.last_day is None or on <= package.last_day
    here = not package.store_ids or store_id in package.store_ids
    return begun and running and here and level >= package.min_level


def _judge_payer(new: NewTopUp, pack: str, on: date) -> None:
    limit = policy.number(f"prepaid.bank_transfer_from.{new.buyer.value}", on, pack)
    if new.paid_minor >= limit and new.method is not Method.BANK_TRANSFER:
        raise MustBeTransferred(field="method", limit=limit)
    if new.holder.kind is HolderKind.CARD:
        _judge_card(new.holder.id, on)
        if new.paid_minor >= policy.number("prepaid.unnamed.identify_from", on, pack) and not new.identified:
            raise IdentityDue(field="identified")
    elif members.is_minor(new.holder.id, on) and not new.guardian:
        raise GuardianDue(field="guardian")


def _judge_card(card_id: int, on: date) -> None:
    card = Card.objects.filter(id=card_id).first()
    if card is None or card.state != CardState.ACTIVE or (card.expires_on and card.expires_on <= on):
        raise CardNotInUse(state=card.state if card and card.state != CardState.ACTIVE else "-")


def limit_of(holder: Holder, pack: str, on: date) -> int:
    """Return how much principal the holder may have at once."""
    named = holder.kind is HolderKind.MEMBER
    return policy.number("prepaid.named.limit" if named else "prepaid.unnamed.limit", on, pack)


def judge_limit(holder: Holder, paid_minor: int, pack: str, on: date) -> None:
    """Refuse what would lift the holder's principal above the limit.

    Within the book's block the balance is that before the block, so it is asked after the account is locked.
    """
    before = accounts.balance(holder, PRINCIPAL)
    principal, limit = before.available + before.pending + before.held, limit_of(holder, pack, on)
    if rules.too_much(principal, paid_minor, limit):
        raise AboveLimit(field="paid_minor", limit=limit, principal=principal, paid=paid_minor)


def _judge_limits(new: NewTopUp, package: Package | None, dated: Dated, on: date) -> None:
    judge_limit(new.holder, new.paid_minor, dated.terms.policy_pack, on)
    if package is not None and package.per_member is not None:
        taken = TopUp.objects.filter(holder_id=new.holder.id, holder_kind=new.holder.kind, package=package.code).count()
        if taken >= package.per_member:
            raise TakenOftenEnough(field="package", most=package.per_member)


def _earnings(new: NewTopUp, package: Package | None, dated: Dated, at: datetime) -> list[Earning]:
    source = Source(TOP_UP, new.id)
    key = f"stored_value.top_up:{new.id}"
    principal = Earning(
        holder=new.holder,
        currency=PRINCIPAL,
        amount=new.paid_minor,
        source=source,
        store_id=new.store_id,
        funder_id=new.funder_id,
        rule_version_id=dated.packages_version_id if package else None,
        idempotency_key=f"{key}:principal",
    )
    on = clock.business_date(at)
    return [principal] + [
        Earning(
            holder=new.holder,
            currency=BONUS,
            amount=part.bonus_minor,
            source=source,
            available_on=dates.add_months(on, part.after_months) if part.after_months else None,
            expires_on=_ends(package, on, part.after_months),
            store_id=new.store_id,
            funder_id=new.funder_id,
            restriction=package.restriction,
            rule_version_id=dated.packages_version_id,
            idempotency_key=f"{key}:bonus:{part.after_months}",
        )
        for part in (package.parts() if package else ())
        if package is not None
    ]


def _ends(package: Package, on: date, after_months: int) -> date | None:
    return None if package.bonus_months is None else dates.add_months(on, after_months + package.bonus_months)


def note_instalments(lots: Sequence[Earning], set_ids: Sequence[int]) -> None:
    """Note which posting set answers for each lot of a top-up; for a lot passed on, the latest does."""
    Instalment.objects.bulk_create(
        Instalment(
            top_up_id=lot.source.id,
            currency=lot.currency,
            amount=lot.amount,
            available_on=lot.available_on,
            expires_on=lot.expires_on,
            set_id=set_id,
        )
        for lot, set_id in zip(lots, set_ids, strict=True)
    )


def _write(new: NewTopUp, package: Package | None, dated: Dated, *, at: datetime) -> None:
    text = dated.terms.contract
    digest = reading.contract_hash(text)
    columns = ("hash", "text", "rule_version_id", "recorded_at")
    bulk.insert(Contract, columns, [(digest, text, dated.terms_version_id, at)], ignore_conflicts=True)
    TopUp.objects.create(
        id=new.id,
        holder_kind=new.holder.kind,
        holder_id=new.holder.id,
        store_id=new.store_id,
        funder_id=new.funder_id,
        package=new.package or "",
        package_terms=package.model_dump(mode="json") if package else None,
        packages_version_id=dated.packages_version_id if package else None,
        contract_id=digest,
        spending_order=dated.terms.spending_order,
        paid_minor=new.paid_minor,
        bonus_minor=package.bonus_minor if package else 0,
        method=new.method,
        buyer=new.buyer,
        payment_kind=new.payment.kind if new.payment else "",
        payment_id=new.payment.id if new.payment else None,
        topped_up_at=at,
        business_date=clock.business_date(at),
    )
