"""Money from outside: what is asked of a provider, what it answers, and what a provider must be able to do.

Amounts are fen. `reference` is the intent's or the return's own id as the provider knows it: made before anything
is sent, so that asking twice is asking once.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol


class Way(StrEnum):
    """Through whom the money comes."""

    WECHAT = "wechat"
    ALIPAY = "alipay"


class IntentState(StrEnum):
    """Where a payment stands. LATE: the money came after the intent was closed, and goes back."""

    ASKED = "asked"
    CONFIRMED = "confirmed"
    APPLIED = "applied"
    CLOSED = "closed"
    LATE = "late"
    RETURNED = "returned"


class ReturnState(StrEnum):
    """Where money on its way back stands."""

    ASKED = "asked"
    DONE = "done"
    REFUSED = "refused"


class Outcome(StrEnum):
    """What came of a notice whose signature was good."""

    CONFIRMED = "confirmed"
    REPEATED = "repeated"
    LATE = "late"
    UNKNOWN = "unknown"
    WRONG_AMOUNT = "wrong_amount"
    NOT_PAID = "not_paid"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a provider is asked to collect. `place` is the store, as we name it."""

    reference: str
    amount_minor: int
    description: str
    expires_at: datetime
    place: str = ""


@dataclass(frozen=True, slots=True)
class Paid:
    """What a provider says of a payment: in a signed notice or in answer to a query. `paid` False = not (yet)."""

    reference: str
    provider_id: str
    amount_minor: int
    paid: bool
    notice_id: str = ""


@dataclass(frozen=True, slots=True)
class IntentFact:
    """A payment as it stands. `code` is what the customer scans."""

    id: int
    way: Way
    store_id: int
    order_id: int | None
    amount_minor: int
    returned_minor: int
    state: IntentState
    code: str
    expires_at: datetime


class ProviderSilent(Exception):
    """The provider could not be reached or gave no answer that can be trusted; nothing is known, ask again."""


class CodeRefused(Exception):
    """The provider does not collect by the code that the customer showed: worn out, wrong, or without money."""


class Forged(Exception):
    """A notice or an answer whose signature, age or addressee is not right."""


class Provider(Protocol):
    """What an adaptor can do. Every method but `read` goes over the network and is called outside transactions."""

    def prepare(self, asked: Asked) -> str:
        """Ask the provider to collect, and return the code that the customer scans."""
        ...

    def collect(self, asked: Asked, pay_code: str) -> Paid:
        """Collect by the code that the customer showed; not paid yet where they still have to agree.

        Raises CodeRefused.
        """
        ...

    def query(self, reference: str) -> Paid:
        """Ask what became of a payment."""
        ...

    def close(self, reference: str) -> None:
        """Tell the provider not to take the payment any more."""
        ...

    def send_back(self, reference: str, *, of: str, amount_minor: int, whole_minor: int) -> bool:
        """Send money back; True when it is done, False when it is on its way and should be asked again."""
        ...

    def read(self, headers: Mapping[str, str], body: bytes, at: datetime) -> Paid:
        """Verify and open a notice; raises Forged."""
        ...


_providers: dict[Way, Provider] = {}


def serve(way: Way, provider: Provider | None) -> None:
    """Say which adaptor serves a way of paying (the composition root does); None = not offered."""
    if provider is None:
        _providers.pop(way, None)
    else:
        _providers[way] = provider


def provider_of(way: Way) -> Provider | None:
    """Return the adaptor that serves the way, or None where it is not offered."""
    return _providers.get(way)
