"""A payment provider without a network: it collects what the year's customers decide to pay, and says so when asked."""

import json
from collections.abc import Mapping
from datetime import datetime

from shuke.selling.payments.types import Asked, Forged, Paid, Way


class PocketProvider:
    """Remembers what was asked and who paid; its notices are plain, for nobody listens in."""

    def __init__(self, way: Way) -> None:
        self._way = way
        self._asked: dict[str, int] = {}
        self._paid: set[str] = set()

    def prepare(self, asked: Asked) -> str:
        """Take the request down."""
        self._asked[asked.reference] = asked.amount_minor
        return f"pocket://{asked.reference}"

    def collect(self, asked: Asked, pay_code: str) -> Paid:
        """Collect at once: whoever shows a code pays."""
        self.prepare(asked)
        self._paid.add(asked.reference)
        return self._told(asked.reference)

    def query(self, reference: str) -> Paid:
        """Say what became of a payment."""
        return self._told(reference)

    def close(self, reference: str) -> None:
        """Do nothing: a customer may pay all the same, which is what late money is."""

    def send_back(self, reference: str, *, of: str, amount_minor: int, whole_minor: int) -> bool:
        """Hand the money back at once."""
        return of in self._paid

    def read(self, headers: Mapping[str, str], body: bytes, at: datetime) -> Paid:
        """Open a notice."""
        reference = str(json.loads(body)["reference"])
        if reference not in self._asked:
            raise Forged
        return self._told(reference)

    def pay(self, intent_id: int) -> bytes:
        """Let the customer pay, and return the notice that tells of it."""
        self._paid.add(str(intent_id))
        return json.dumps({"reference": str(intent_id)}).encode()

    def _told(self, reference: str) -> Paid:
        amount = self._asked.get(reference, 0)
        return Paid(reference, f"{self._way.value}-{reference}", amount, reference in self._paid)
