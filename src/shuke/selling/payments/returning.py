"""Send money back to where it came from, written down before it is asked and asked until it is done."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from shuke.foundation import failpoints, ids
from shuke.foundation.actors import SYSTEM, Actor
from shuke.foundation.audit import operations as audit
from shuke.selling.payments import refused
from shuke.selling.payments.models import PaymentIntent, PaymentReturn
from shuke.selling.payments.types import Forged, IntentState, ProviderSilent, ReturnState, Way, provider_of

_MAX_TRIES = 40
_BATCH = 50
_UNUSED = (IntentState.CONFIRMED, IntentState.LATE)
_HAS_MONEY = (*_UNUSED, IntentState.APPLIED)


@transaction.atomic
def send_back(*, return_id: int, intent_id: int, amount_minor: int, reason: str, by: Actor, at: datetime) -> int:
    """Write down that so much of a payment goes back, and return the id; `ask_returns` then sends it.

    Works in the caller's transaction. The id is the caller's: asked twice it goes back once. Refuses MoreThanPaid,
    NotPaid, NotAnAmount.
    """
    return _send_back(_HAS_MONEY, return_id, intent_id, amount_minor=amount_minor, reason=reason, by=by, at=at)


@transaction.atomic
def send_back_unused(*, return_id: int, intent_id: int, amount_minor: int, reason: str, by: Actor, at: datetime) -> int:
    """Do so for money that has paid for no order; once some of it went back, it pays for none any more.

    Of a till that applies a payment and somebody who sends it back, both at one moment, one is refused. Refuses
    AlreadyApplied, and what `send_back` refuses.
    """
    return _send_back(_UNUSED, return_id, intent_id, amount_minor=amount_minor, reason=reason, by=by, at=at)


def send_back_late(*, at: datetime) -> int:
    """Send back whatever came after its payment was closed; return how many. Two workers at once do no harm."""
    late = PaymentIntent._base_manager.filter(state=IntentState.LATE, returned_minor=0)
    rows = list(late.values_list("id", "amount_minor")[:_BATCH])
    failpoints.hit("payments.looked")
    return sum(_send_late(intent_id, amount_minor, at) for intent_id, amount_minor in rows)


def ask_returns(*, at: datetime) -> int:
    """Ask the providers for the returns that are due, and return how many are done now. Safe to run twice at once."""
    due = PaymentReturn.objects.filter(next_try_at__lte=at, tries__lt=_MAX_TRIES).select_related("intent")
    return sum(_ask(row, at) for row in list(due.order_by("next_try_at")[:_BATCH]))


def _send_late(intent_id: int, amount_minor: int, at: datetime) -> bool:
    try:
        send_back_unused(
            return_id=ids.new(), intent_id=intent_id, amount_minor=amount_minor, reason="late", by=SYSTEM, at=at
        )
    except (refused.MoreThanPaid, refused.NotPaid):
        return False  # another worker was quicker
    return True


def _send_back(
    states: Collection[IntentState],
    return_id: int,
    intent_id: int,
    *,
    amount_minor: int,
    reason: str,
    by: Actor,
    at: datetime,
) -> int:
    if amount_minor <= 0:
        raise refused.NotAnAmount(field="amount_minor")
    if PaymentReturn.objects.filter(id=return_id, intent_id=intent_id).exists():
        return return_id
    _take_out(states, intent_id, amount_minor)
    PaymentReturn.objects.create(
        id=return_id,
        intent_id=intent_id,
        amount_minor=amount_minor,
        state=ReturnState.ASKED,
        reason=reason[:200],
        asked_at=at,
        next_try_at=at,
    )
    audit.record(
        by=by, at=at, action="payments.send_back", subject=f"payment:{intent_id}", after={"amount": amount_minor}
    )
    return return_id


def _take_out(states: Collection[IntentState], intent_id: int, amount_minor: int) -> None:
    """Take the amount out of what a payment in one of the states still has: one guarded write."""
    payment = PaymentIntent._base_manager.filter(id=intent_id)
    has_money = payment.filter(state__in=states)
    room = has_money.filter(returned_minor__lte=F("amount_minor") - amount_minor)
    if not room.update(returned_minor=F("returned_minor") + amount_minor):
        left = has_money.values_list(F("amount_minor") - F("returned_minor"), flat=True).first()
        if left is not None:
            raise refused.MoreThanPaid(field="amount_minor", left=left)
        raise refused.AlreadyApplied if payment.filter(state=IntentState.APPLIED).exists() else refused.NotPaid
    whole = has_money.exclude(state=IntentState.APPLIED).filter(returned_minor=F("amount_minor"))
    whole.update(state=IntentState.RETURNED)


def _ask(row: PaymentReturn, at: datetime) -> bool:
    wait = timedelta(seconds=min(15 * 2**row.tries, 6 * 3_600))
    same = PaymentReturn.objects.filter(id=row.id, tries=row.tries, next_try_at=row.next_try_at)
    if not same.update(tries=F("tries") + 1, next_try_at=at + wait):
        return False
    provider = provider_of(Way(row.intent.way))
    if provider is None:
        return False
    try:
        done = provider.send_back(
            str(row.id), of=str(row.intent_id), amount_minor=row.amount_minor, whole_minor=row.intent.amount_minor
        )
    except (ProviderSilent, Forged):
        return False
    if done:
        PaymentReturn.objects.filter(id=row.id).update(state=ReturnState.DONE, done_at=at, next_try_at=None)
    return done
