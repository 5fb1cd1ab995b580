"""Ask for money, learn that it came, and apply it to an order once."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Manager, Q

from shuke.foundation import failpoints
from shuke.foundation.actors import Actor, ActorKind
from shuke.foundation.audit import operations as audit
from shuke.foundation.outbox import operations as outbox
from shuke.selling.payments import refused
from shuke.selling.payments.events import PaymentConfirmed
from shuke.selling.payments.models import PaymentIntent, PaymentNotice
from shuke.selling.payments.types import (
    Asked,
    CodeRefused,
    Forged,
    IntentState,
    Outcome,
    Paid,
    Provider,
    ProviderSilent,
    Way,
    provider_of,
)

_STANDS = timedelta(minutes=15)
_FIRST_QUERY = timedelta(seconds=10)
_BETWEEN_QUERIES = timedelta(seconds=20)
_BATCH = 50


def intend(
    *,
    intent_id: int,
    way: Way,
    amount_minor: int,
    store_id: int,
    description: str,
    by: Actor,
    at: datetime,
    order_id: int | None = None,
    pay_code: str = "",
) -> str:
    """Ask a provider to collect `amount_minor` and return the code that the customer scans.

    With `pay_code`, the code that the customer showed, the money is collected by it; nothing is to be scanned then.
    The intent is written down first and sent then; with the same id it is asked once, however often this is called.
    Refuses WayNotOffered, NotAnAmount, IntentDiffers, PayCodeRefused, ProviderDown.
    """
    if amount_minor <= 0:
        raise refused.NotAnAmount(field="amount_minor")
    provider = _serving(way)
    terms = {"way": way, "amount_minor": amount_minor, "store_id": store_id, "order_id": order_id}
    intent = _write_down(intent_id, terms, at)
    if intent.code or intent.state != IntentState.ASKED:
        return intent.code
    asked = Asked(str(intent.id), amount_minor, description, intent.expires_at, str(store_id))
    try:
        if pay_code:
            _collect(way, provider, asked, pay_code, at)
            return ""
        code = provider.prepare(asked)
    except (ProviderSilent, Forged) as silent:
        raise refused.ProviderDown from silent
    _all().filter(id=intent_id).update(code=code)
    return code


def confirm(*, way: Way, headers: Mapping[str, str], body: bytes, at: datetime) -> Outcome:
    """Take a provider's notice: paid at most once, whatever is repeated, reordered, forged or late.

    Refuses NoticeForged. Every other notice is kept with its outcome, so that the provider may be told "received".
    """
    try:
        paid = _serving(way).read(headers, body, at)
    except Forged as forged:
        raise refused.NoticeForged from forged
    return _take(way, paid, at)


def ask_silent(*, at: datetime) -> int:
    """Ask the providers about payments that nobody has told of, and return how many turned out to be paid.

    What has outlived its time unpaid is closed. Call it every few seconds; two workers at once do no harm.
    """
    due = _all().filter(query_at__lte=at).order_by("query_at").values_list("id", "way", "expires_at")
    return sum(_ask(intent_id, Way(way), expires_at, at) for intent_id, way, expires_at in list(due[:_BATCH]))


def ask(*, intent_id: int, at: datetime) -> None:
    """Ask the provider about one payment that is due to be asked about; then it stands as `queries.intent` says.

    A till may call it as often as it likes: the provider is asked every twenty seconds. Refuses IntentUnknown.
    """
    intent = _all().filter(id=intent_id).values("way", "expires_at").first()
    if intent is None:
        raise refused.IntentUnknown
    _ask(intent_id, Way(intent["way"]), intent["expires_at"], at)


def cancel(*, intent_id: int, by: Actor, at: datetime) -> None:
    """Close a payment that has not arrived. If the money comes all the same it is sent back. Refuses AlreadyPaid."""
    intent = _all().filter(id=intent_id).first()
    if intent is None:
        raise refused.IntentUnknown
    failpoints.hit("payments.looked")
    if not _close(intent_id, _serving(Way(intent.way)), at) and not _is_closed(intent_id):
        raise refused.AlreadyPaid
    with transaction.atomic():
        audit.record(by=by, at=at, action="payments.cancel", subject=f"payment:{intent_id}")


@transaction.atomic
def apply(*, intent_id: int, way: Way, amount_minor: int, store_id: int, order_id: int, at: datetime) -> None:
    """Let a confirmed payment pay for an order, in the order's own transaction; once, however often it is asked.

    A payment of which something went back pays for nothing. Refuses NotPaid, AlreadyApplied, IntentUnknown.
    """
    exact = _all().filter(id=intent_id, way=way, amount_minor=amount_minor, store_id=store_id, returned_minor=0)
    of_order = Q(order_id=None) | Q(order_id=order_id)
    if exact.filter(of_order, state=IntentState.CONFIRMED).update(
        state=IntentState.APPLIED, order_id=order_id, applied_at=at
    ):
        return
    intent = _all().filter(id=intent_id).first()
    if intent is None:
        raise refused.IntentUnknown
    if intent.state == IntentState.APPLIED and intent.order_id == order_id:
        return
    raise refused.AlreadyApplied if intent.state == IntentState.APPLIED else refused.NotPaid


def _ask(intent_id: int, way: Way, expires_at: datetime, at: datetime) -> bool:
    """Ask about a payment if it is due, and tell whether it turned out to be paid; close it when its time is over."""
    provider = provider_of(way)
    claimed = _all().filter(id=intent_id, query_at__lte=at).update(query_at=at + _BETWEEN_QUERIES)
    if provider is None or not claimed:
        return False
    try:
        paid = provider.query(str(intent_id))
    except (ProviderSilent, Forged):
        return False
    if paid.paid:
        return _take(way, paid, at) is Outcome.CONFIRMED
    if expires_at <= at:
        _close(intent_id, provider, at)
    return False


def _collect(way: Way, provider: Provider, asked: Asked, pay_code: str, at: datetime) -> None:
    """Collect by the code that the customer showed; whatever is not paid at once is asked about later."""
    try:
        paid = provider.collect(asked, pay_code)
    except CodeRefused as worn_out:
        _close(int(asked.reference), provider, at)
        raise refused.PayCodeRefused(field="pay_code") from worn_out
    if paid.paid:
        _take(way, paid, at)


@transaction.atomic
def _write_down(intent_id: int, terms: Mapping[str, object], at: datetime) -> PaymentIntent:
    intent, _ = _all().get_or_create(
        id=intent_id,
        defaults={
            **terms,
            "state": IntentState.ASKED,
            "asked_at": at,
            "expires_at": at + _STANDS,
            "query_at": at + _FIRST_QUERY,
        },
    )
    if any(getattr(intent, name) != value for name, value in terms.items()):
        raise refused.IntentDiffers(field="id")
    return intent


@transaction.atomic
def _take(way: Way, paid: Paid, at: datetime) -> Outcome:
    outcome = _judge(way, paid, at)
    PaymentNotice.objects.create(
        way=way,
        reference=paid.reference[:64],
        provider_id=paid.provider_id[:64],
        amount_minor=paid.amount_minor,
        outcome=outcome,
        received_at=at,
    )
    return outcome


def _judge(way: Way, paid: Paid, at: datetime) -> Outcome:
    """Change the intent by guarded updates alone: of two notices at once, one finds the state it asks for."""
    if not paid.paid:
        return Outcome.NOT_PAID
    ours = _all().filter(id=int(paid.reference), way=way) if paid.reference.isdecimal() else _all().none()
    amount_minor = ours.values_list("amount_minor", flat=True).first()
    if amount_minor is None:
        return Outcome.UNKNOWN
    if amount_minor != paid.amount_minor:
        return Outcome.WRONG_AMOUNT
    failpoints.hit("payments.looked")
    proof = {"provider_id": paid.provider_id, "confirmed_at": at, "query_at": None}
    if ours.filter(state=IntentState.ASKED).update(state=IntentState.CONFIRMED, **proof):
        intent = ours.values("id", "order_id", "store_id").get()
        outbox.emit(PaymentConfirmed(payment_id=intent["id"], store_id=intent["store_id"]), by=_provider(way), at=at)
        return Outcome.CONFIRMED
    if ours.filter(state=IntentState.CLOSED).update(state=IntentState.LATE, **proof):
        return Outcome.LATE
    return Outcome.REPEATED


def _close(intent_id: int, provider: Provider, at: datetime) -> bool:
    """Close what is still asked; True when this call closed it. The provider is told after it is written down."""
    closed = (
        _all()
        .filter(id=intent_id, state=IntentState.ASKED)
        .update(state=IntentState.CLOSED, closed_at=at, query_at=None)
    )
    if closed:
        try:
            provider.close(str(intent_id))
        except ProviderSilent:
            return True  # money that comes all the same is LATE, and goes back
    return bool(closed)


def _is_closed(intent_id: int) -> bool:
    """Tell whether the payment is closed now, by whomever: who cancels second finds what they wanted."""
    return _all().filter(id=intent_id, state=IntentState.CLOSED).exists()


def _serving(way: Way) -> Provider:
    provider = provider_of(way)
    if provider is None:
        raise refused.WayNotOffered(way=way.value)
    return provider


def _provider(way: Way) -> Actor:
    return Actor(kind=ActorKind.SYSTEM, id=0, label=way.value)


def _all() -> Manager[PaymentIntent]:
    """Payments are found by their id here, from whatever store: providers and orders know no scope."""
    return PaymentIntent._base_manager
