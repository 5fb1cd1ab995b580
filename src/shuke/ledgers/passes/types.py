"""What others may hold of passes: sessions sold in advance, good for one service. Amounts are fen, sessions whole."""

from dataclasses import dataclass
from datetime import date

CURRENCY = "pass"
RULE_KIND = "passes.plan"
SOURCE = "pass"


@dataclass(frozen=True, slots=True)
class Pass:
    """A pass as it stands. It may be used on days in [from_date, expires_on); None = it never ends.

    At a till a session pays for one unit of one of the goods in `sku_ids`.
    """

    id: int
    plan: str
    service: str
    rule_version_id: int
    member_id: int
    store_id: int
    paid_minor: int
    sessions_paid: int
    sessions_gift: int
    remaining: int
    from_date: date
    expires_on: date | None
    shared_with: tuple[int, ...] = ()
    sku_ids: tuple[int, ...] = ()

    @property
    def sessions(self) -> int:
        """Paid and gift sessions together."""
        return self.sessions_paid + self.sessions_gift


@dataclass(frozen=True, slots=True)
class Consumed:
    """What a visit took: sessions, and the part of the price that is earned by them (fen)."""

    set_id: int
    sessions: int
    worth_minor: int


@dataclass(frozen=True, slots=True)
class Quote:
    """What would be paid back for a pass, by which articles."""

    pass_id: int
    sessions_used: int
    used_minor: int
    refund_minor: int
    articles: tuple[str, ...]
