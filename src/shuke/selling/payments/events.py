"""What the rest of the house hears of payments."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class PaymentConfirmed:
    """Money has come from outside."""

    name: ClassVar[str] = "payments.confirmed"
    payment_id: int
    store_id: int
