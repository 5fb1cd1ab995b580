"""Cards and accounts that change hands: open, activate, bind, report lost, replace, renew, new secret, transfer.

Every act leaves a row in the audit trail (法释〔2025〕4号 11 and 24).
"""

import secrets
from datetime import date, datetime
from functools import cache

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction

from shuke.foundation import clock, dates, ids
from shuke.foundation.actors import Actor
from shuke.foundation.audit import operations as audit
from shuke.foundation.members import queries as members
from shuke.foundation.refusals import Refusal
from shuke.ledgers.book import operations as book
from shuke.ledgers.book import queries as accounts
from shuke.ledgers.book.types import Balance, Earning, Holder, Source, card, member
from shuke.ledgers.stored_value import reading, refunding
from shuke.ledgers.stored_value.models import Card
from shuke.ledgers.stored_value.topping import CardNotInUse, judge_limit, note_instalments
from shuke.ledgers.stored_value.types import BONUS, CURRENCIES, PRINCIPAL, CardState, NewCard

_DIGITS, _SECRET_DIGITS = 15, 8


class NoSuchCard(Refusal):
    """No card has this number and secret; which of the two is wrong is not told."""

    code = "stored_value.no_such_card"
    status = 404
    zh = "卡号或密码不正确"
    en = "The card number or its secret is not right"


class CardNotNew(Refusal):
    """Only a new card is activated."""

    code = "stored_value.card_not_new"
    zh = "卡片已激活"
    en = "The card has been activated"


class NotYourCard(Refusal):
    """The card is not bound to this member; a card that nobody is named on cannot be reported lost."""

    code = "stored_value.not_your_card"
    zh = "该卡未绑定到此会员,不记名卡不能挂失"
    en = "The card is not bound to this member"


class NotLost(Refusal):
    """Only a card that was reported lost is replaced."""

    code = "stored_value.not_lost"
    zh = "请先挂失"
    en = "Report the card lost first"


class NotExpired(Refusal):
    """Only an anonymous card whose days are over is renewed."""

    code = "stored_value.not_expired"
    zh = "卡片未到期,无需换卡"
    en = "The card has not expired"


class WeakSecret(Refusal):
    """A secret has six to twelve digits and is not one digit only."""

    code = "stored_value.weak_secret"
    status = 422
    zh = "密码须为 6–12 位数字,且不能全部相同"
    en = "A secret has 6 to 12 digits, not all the same"


class NotTransferable(Refusal):
    """The chain's terms do not offer it, or there is nothing to pass on."""

    code = "stored_value.not_transferable"
    zh = "不能转让"
    en = "It cannot be transferred"


@transaction.atomic
def open_card(*, store_id: int, by: Actor, at: datetime, card_id: int | None = None) -> NewCard:
    """Make a new card, not yet in use; its secret is told once."""
    row, secret = _make(store_id, CardState.NEW, at, card_id=card_id)
    _tell("open_card", row, by, at)
    return NewCard(row.id, row.number, secret)


@transaction.atomic
def activate_card(*, number: str, secret: str, by: Actor, at: datetime) -> int:
    """Put a new card in use from now on, for as many years as the terms say (three at least)."""
    row = with_secret(number, secret)
    on = clock.business_date(at)
    years = reading.in_force(on).terms.card_years
    changed = Card.objects.filter(id=row.id, state=CardState.NEW).update(
        state=CardState.ACTIVE, activated_at=at, expires_on=dates.add_months(on, 12 * years)
    )
    if not changed:
        raise CardNotNew
    _tell("activate_card", row, by, at)
    return row.id


@transaction.atomic
def bind_card(*, number: str, secret: str, member_id: int, by: Actor, at: datetime) -> int:
    """Make an anonymous card a member's: all it holds moves to the member's account, as the same lots.

    From now on the card opens that account and never expires. Refuses AboveLimit for what would be too much.
    """
    row = with_secret(number, secret)
    if row.state not in (CardState.NEW, CardState.ACTIVE):
        raise CardNotInUse(state=row.state)
    on = clock.business_date(at)
    held = accounts.balance(card(row.id), PRINCIPAL)
    book.merge(
        absorbed=card(row.id), survivor=member(member_id), source=Source("stored_value_card", row.id), by=by, at=at
    )
    judge_limit(member(member_id), 0, reading.in_force(on).terms.policy_pack, on) if held != Balance() else None
    changed = Card.objects.filter(id=row.id, state=row.state).update(
        state=CardState.BOUND, member_id=member_id, activated_at=row.activated_at or at, expires_on=None
    )
    if not changed:
        raise CardNotInUse(state=row.state)
    _tell("bind_card", row, by, at, member_id=member_id)
    return row.id


@transaction.atomic
def report_lost(*, card_id: int, member_id: int, by: Actor, at: datetime) -> None:
    """Let a member's lost card open nothing any more; the account itself goes on."""
    row = _of_member(card_id, member_id)
    if not Card.objects.filter(id=row.id, state=CardState.BOUND).update(state=CardState.LOST):
        raise CardNotInUse(state=row.state)
    _tell("report_lost", row, by, at)


@transaction.atomic
def replace_card(*, card_id: int, member_id: int, store_id: int, by: Actor, at: datetime) -> NewCard:
    """Give a member a new card for one that was reported lost."""
    row = _of_member(card_id, member_id)
    if row.state != CardState.LOST:
        raise NotLost
    new, secret = _make(store_id, CardState.BOUND, at, member_id=member_id)
    _replaced(row, new)
    _tell("replace_card", row, by, at, new_card=new.id)
    return NewCard(new.id, new.number, secret)


@transaction.atomic
def renew_card(*, number: str, secret: str, store_id: int, by: Actor, at: datetime) -> NewCard:
    """Give an anonymous card whose days are over a successor; what is left moves there (办法 19)."""
    row = with_secret(number, secret)
    on = clock.business_date(at)
    if row.state != CardState.ACTIVE or row.expires_on is None or on < row.expires_on:
        raise NotExpired
    years = reading.in_force(on).terms.card_years
    new, new_secret = _make(store_id, CardState.ACTIVE, at, expires_on=dates.add_months(on, 12 * years))
    book.merge(absorbed=card(row.id), survivor=card(new.id), source=Source("stored_value_card", row.id), by=by, at=at)
    _replaced(row, new)
    _tell("renew_card", row, by, at, new_card=new.id)
    return NewCard(new.id, new.number, new_secret)


@transaction.atomic
def change_secret(*, number: str, secret: str, new_secret: str, by: Actor, at: datetime) -> None:
    """Set a card's secret anew for whoever knows the old one."""
    row = with_secret(number, secret)
    if not (new_secret.isdigit() and new_secret.isascii() and 6 <= len(new_secret) <= 12 and len(set(new_secret)) > 1):
        raise WeakSecret(field="new_secret")
    Card.objects.filter(id=row.id).update(secret_hash=make_password(new_secret))
    _tell("change_secret", row, by, at)


@transaction.atomic
def transfer(*, transfer_id: int, giver_id: int, receiver_id: int, by: Actor, at: datetime) -> int:
    """Pass a member's whole claim on to another: principal, bonus, and instalments still to come (法释〔2025〕4号 11).

    Returns the face value that moved. Each lot keeps its top-up, its issuer and its days. Refuses AboveLimit.
    """
    on = clock.business_date(at)
    dated = reading.in_force(on)
    giver, receiver, source = member(giver_id), member(receiver_id), Source("stored_value_transfer", transfer_id)
    if not dated.terms.transferable:
        raise NotTransferable
    with book.together(holders=[giver, receiver], currencies=CURRENCIES, spends=CURRENCIES, by=by, at=at):
        shelf = reading.shelf(giver, on)
        principal = sum(fund.principal_left for fund in shelf.funds)
        bonus = sum(fund.bonus_ready for fund in shelf.funds)
        if giver == receiver or not shelf.funds:
            raise NotTransferable
        for currency, amount in ((PRINCIPAL, principal), (BONUS, bonus)):
            if amount:
                book.transfer(
                    giver=giver, receiver=receiver, currency=currency, amount=amount, source=source, by=by, at=at
                )
        judge_limit(receiver, principal, dated.terms.policy_pack, on)
        waiting = _pass_on_waiting(shelf, receiver, source, by=by, at=at)
    moved = principal + bonus + waiting
    audit.record(
        by=by,
        at=at,
        action="stored_value.transfer",
        subject=f"member:{giver_id}",
        after={"receiver_id": receiver_id, "face_minor": moved},
    )
    return moved


def with_secret(number: str, secret: str) -> Card:
    """Return the card of that number when the secret is right; refuse without telling which is wrong."""
    row = Card.objects.filter(number=number).first()
    # the same work for an unknown number, so that the time tells nothing either
    known = row.secret_hash if row else _nobody()
    if not check_password(secret, known) or row is None:
        raise NoSuchCard
    return row


def holder_of(row: Card, on: date) -> Holder:
    """Return who holds what the card opens; refuse a card that opens nothing."""
    if row.state == CardState.BOUND and row.member_id is not None:
        return member(members.resolve([row.member_id]).get(row.member_id, row.member_id))
    if row.state != CardState.ACTIVE or (row.expires_on and row.expires_on <= on):
        raise CardNotInUse(state="expired" if row.state == CardState.ACTIVE else row.state)
    return card(row.id)


def _pass_on_waiting(shelf: reading.Shelf, receiver: Holder, source: Source, *, by: Actor, at: datetime) -> int:
    """Undo the giver's instalments to come and promise the receiver the same ones."""
    earnings = [
        Earning(
            holder=receiver,
            currency=BONUS,
            amount=lot.remaining,
            source=lot.source,
            available_on=lot.available_on,
            expires_on=lot.expires_on,
            store_id=lot.store_id,
            funder_id=lot.funder_id,
            restriction=lot.restriction,
            rule_version_id=lot.rule_version_id,
        )
        for lot in shelf.waiting
    ]
    refunding.take_back_waiting(shelf.waiting, source, by=by, at=at)
    posted = book.earn_many(earnings=earnings, by=by, at=at) if earnings else []
    note_instalments(earnings, [each.set_id for each in posted])
    return sum(earning.amount for earning in earnings)


def _of_member(card_id: int, member_id: int) -> Card:
    row = Card.objects.filter(id=card_id, member_id=member_id).first()
    if row is None:
        raise NotYourCard
    return row


def _make(
    store_id: int,
    state: CardState,
    at: datetime,
    *,
    card_id: int | None = None,
    member_id: int | None = None,
    expires_on: date | None = None,
) -> tuple[Card, str]:
    secret = "".join(secrets.choice("0123456789") for _ in range(_SECRET_DIGITS))
    row = Card.objects.create(
        id=card_id or ids.new(),
        number=_number(),
        secret_hash=make_password(secret),
        state=state,
        member_id=member_id,
        store_id=store_id,
        opened_at=at,
        activated_at=None if state is CardState.NEW else at,
        expires_on=expires_on,
    )
    return row, secret


def _number() -> str:
    """Draw a number that cannot be guessed from another, with a check digit (Luhn) against slips of the finger."""
    body = "8" + "".join(secrets.choice("0123456789") for _ in range(_DIGITS - 1))
    doubled = (
        sum(divmod(int(digit) * 2, 10)) if place % 2 == 0 else int(digit) for place, digit in enumerate(body[::-1])
    )
    return body + str(-sum(doubled) % 10)


def _replaced(row: Card, new: Card) -> None:
    changed = Card.objects.filter(id=row.id, state=row.state).update(state=CardState.REPLACED, replaced_by=new)
    if not changed:
        raise CardNotInUse(state=CardState.REPLACED.value)


def _tell(act: str, row: Card, by: Actor, at: datetime, **after: int) -> None:
    audit.record(by=by, at=at, action=f"stored_value.{act}", subject=f"stored_value_card:{row.id}", after=after or None)


@cache
def _nobody() -> str:
    return make_password("nobody's card")
