"""Read payments, and what needs a person's eye."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import QuerySet

from shuke.foundation.db.flaws import Flaw
from shuke.selling.payments import proving
from shuke.selling.payments.models import PaymentIntent, PaymentNotice, PaymentReturn
from shuke.selling.payments.types import IntentFact, IntentState, Outcome, Way

_ODD = (Outcome.UNKNOWN, Outcome.WRONG_AMOUNT, Outcome.LATE)
_SOON = timedelta(minutes=5)


def intent(intent_id: int) -> IntentFact | None:
    """Return a payment within the open scope, or None."""
    row = PaymentIntent.objects.filter(id=intent_id).first()
    return _fact(row) if row else None


def intents(*, before: int | None = None, limit: int = 50) -> list[IntentFact]:
    """Return a page of the payments of the open scope, the latest first."""
    rows = PaymentIntent.objects.order_by("-id")
    if before is not None:
        rows = rows.filter(id__lt=before)
    return [_fact(row) for row in rows[:limit]]


def unapplied(*, at: datetime) -> list[IntentFact]:
    """Return the payments of the open scope that have come and have paid for nothing for five minutes."""
    rows = PaymentIntent.objects.filter(state=IntentState.CONFIRMED, confirmed_at__lte=at - _SOON)
    return [_fact(row) for row in rows.order_by("confirmed_at")]


def odd_notices(*, since: datetime) -> QuerySet[PaymentNotice]:
    """Return the notices of unknown orders, wrong amounts and late money, the latest first."""
    return PaymentNotice.objects.filter(outcome__in=_ODD, received_at__gte=since).order_by("-received_at")


def returns(intent_id: int) -> QuerySet[PaymentReturn]:
    """Return what was sent back of a payment, oldest first."""
    return PaymentReturn.objects.filter(intent_id=intent_id).order_by("asked_at", "id")


def flaws() -> Iterator[Flaw]:
    """Yield every payment that nobody confirmed, or that was sent back otherwise than it says; for `shuke prove`."""
    yield from proving.find()


def _fact(row: PaymentIntent) -> IntentFact:
    return IntentFact(
        id=row.id,
        way=Way(row.way),
        store_id=row.store_id,
        order_id=row.order_id,
        amount_minor=row.amount_minor,
        returned_minor=row.returned_minor,
        state=IntentState(row.state),
        code=row.code,
        expires_at=row.expires_at,
    )
