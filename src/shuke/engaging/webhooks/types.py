"""What others may hold of outgoing webhooks."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from shuke.foundation.datamap.types import Words


class HookKind(StrEnum):
    """What can be told, by the name of its event; `PING` is the test that a person asks for."""

    RECEIPTS_RECORDED = "sales.recorded"
    RECEIPTS_RETRACTED = "sales.retracted"
    ORDER_COMPLETED = "checkout.completed"
    ORDER_RETURNED = "checkout.returned"
    PAYMENT_CONFIRMED = "payments.confirmed"
    MEMBER_ENROLLED = "members.enrolled"
    MEMBERS_ENROLLED_MANY = "members.enrolled_many"
    MEMBER_UPDATED = "members.updated"
    MEMBER_CONSENTED = "members.consented"
    MEMBER_REASSIGNED = "members.reassigned"
    MEMBERS_MERGED = "members.merged"
    MEMBERS_UNMERGED = "members.unmerged"
    MEMBER_FROZEN = "members.frozen"
    MEMBER_UNFROZEN = "members.unfrozen"
    MEMBER_ERASED = "members.erased"
    TIER_MOVED = "growth.tier_moved"
    TAG_PUT = "tags.put"
    TAG_TAKEN = "tags.taken"
    COUPONS_ISSUED = "coupons.issued"
    COUPONS_REDEEMED = "coupons.redeemed"
    COUPONS_RETURNED = "coupons.returned"
    COUPON_TRANSFERRED = "coupons.transferred"
    COUPONS_VOIDED = "coupons.voided"
    TOPPED_UP = "stored_value.topped_up"
    VALUE_REFUNDED = "stored_value.refunded"
    IMPORT_FINISHED = "intake.finished"
    IMPORT_UNDONE = "intake.undone"
    STORES_CHANGED = "org.stores_changed"
    PING = "webhooks.ping"


class HookGroup(StrEnum):
    """Under which head a kind stands."""

    SALES = "sales"
    MEMBERS = "members"
    COUPONS = "coupons"
    VALUE = "value"
    HOUSE = "house"


@dataclass(frozen=True, slots=True)
class KindFact:
    """A kind, its words, and the fields of its event that are told; no other field ever leaves the house."""

    kind: HookKind
    group: HookGroup
    name: Words
    tells: tuple[str, ...]


class HookState(StrEnum):
    """A paused hook hears of nothing."""

    ACTIVE = "active"
    PAUSED = "paused"


class PauseReason(StrEnum):
    """Who paused a hook: a person, or the house after too many deliveries in a row were given up."""

    BY_HAND = "by_hand"
    GAVE_UP = "gave_up"


class DeliveryState(StrEnum):
    """A waiting one is sent when its moment comes; one that was given up may be sent again by hand."""

    WAITING = "waiting"
    SENT = "sent"
    GIVEN_UP = "given_up"


class SendFault(StrEnum):
    """Why the latest try failed: `STATUS` is an answer outside 200 to 299, `NOT_ALLOWED` a host that is not public."""

    STATUS = "status"
    NO_HOST = "no_host"
    NOT_ALLOWED = "not_allowed"
    NO_CONNECTION = "no_connection"
    NO_TLS = "no_tls"
    TOO_SLOW = "too_slow"
    CUT_OFF = "cut_off"


@dataclass(frozen=True, slots=True)
class Parcel:
    """A claimed delivery: whoever holds it sends it and settles it before `until`, or another takes it over."""

    id: int
    address: str
    body: str
    attempt: int
    until: datetime
    secrets: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a try: the answer's status, or why there was none, and how long it took."""

    status: int | None
    fault: SendFault | None
    took_ms: int

    @property
    def is_taken(self) -> bool:
        """Tell whether the other side took it."""
        return self.fault is None
