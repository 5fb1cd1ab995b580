"""Words about members that other rooms may hold."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from shuke.foundation.actors import Actor
from shuke.foundation.datamap.types import Words


class Status(StrEnum):
    """Where a membership stands."""

    ACTIVE = "active"
    FROZEN = "frozen"
    MERGED = "merged"
    ERASED = "erased"


class IdentityKind(StrEnum):
    """By what a member is known."""

    PHONE = "phone"
    CARD = "card"
    UNION_ID = "union_id"
    WECOM_ID = "wecom_id"
    LEGACY_ID = "legacy_id"


class Gender(StrEnum):
    """As the member told it; not telling is no value at all."""

    FEMALE = "female"
    MALE = "male"


class Source(StrEnum):
    """How a member joined, or from where a profile value came."""

    TILL = "till"
    QR = "qr"
    MINI_PROGRAM = "mini_program"
    H5 = "h5"
    WECOM = "wecom"
    GUIDE = "guide"
    CONSOLE = "console"
    REFERRAL = "referral"
    QUESTIONNAIRE = "questionnaire"
    IMPORT = "import"
    API = "api"
    INFERRED = "inferred"


class Purpose(StrEnum):
    """What a consent is for. Membership itself needs none: it is the contract."""

    MARKETING = "marketing"
    PROFILING = "profiling"
    SHARING = "sharing"
    SENSITIVE = "sensitive"
    CHILD = "child"


class Channel(StrEnum):
    """Through what a member may be spoken to; ANY speaks of every channel."""

    ANY = "any"
    SMS = "sms"
    WECHAT = "wechat"
    WECOM = "wecom"
    MINI_PROGRAM = "mini_program"
    EMAIL = "email"
    CALL = "call"


class Decision(StrEnum):
    """What the member said."""

    GRANTED = "granted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class FieldType(StrEnum):
    """What a profile field holds."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    CHOICE = "choice"
    CHOICES = "choices"
    YES_NO = "yes_no"


class Sensitivity(StrEnum):
    """How a profile field is treated: NONE is kept open and may reach facts, all else is sealed."""

    NONE = "none"
    PERSONAL = "personal"
    SENSITIVE = "sensitive"
    CHILD = "child"


class OwnershipBasis(StrEnum):
    """By what rule a member belongs to a store."""

    OPENING_STORE = "opening_store"
    FIRST_PURCHASE = "first_purchase"
    LAST_SERVED = "last_served"
    MANUAL = "manual"


class RequestKind(StrEnum):
    """What a member may ask of the chain by law."""

    COPY = "copy"
    CORRECTION = "correction"
    ERASURE = "erasure"


@dataclass(frozen=True, slots=True)
class Birthday:
    """As much of a birthday as the member told: month and day, or a year, or all."""

    year: int | None = None
    month: int | None = None
    day: int | None = None


@dataclass(frozen=True, slots=True)
class NewConsent:
    """What a member said about one purpose and channel; `text_id` names the version of the text that was shown."""

    purpose: Purpose
    channel: Channel = Channel.ANY
    decision: Decision = Decision.GRANTED
    text_id: int | None = None


@dataclass(frozen=True, slots=True)
class NewMember:
    """Somebody who joins. A phone, or any other one identity, is enough; all else is free."""

    store_id: int
    source: Source | str
    phone: str | None = field(default=None, repr=False)
    name: str | None = field(default=None, repr=False)
    number: str | None = None
    gender: Gender | str | None = None
    birthday: Birthday | date | str | None = field(default=None, repr=False)
    enrolled_at: datetime | None = None
    identities: tuple[tuple[IdentityKind, str], ...] = field(default=(), repr=False)
    profile: Mapping[str, str] = field(default_factory=dict, repr=False)
    consents: tuple[NewConsent, ...] = ()
    guide_id: int | None = None
    legacy_id: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What came of a batch: the member id of each row in order, and the positions whose member was known already."""

    ids: list[int]
    known: frozenset[int]


@dataclass(frozen=True, slots=True)
class Owner:
    """To which store and guide a member belongs from a day on, and by which version of the rule."""

    store_id: int
    guide_id: int | None
    from_date: date
    basis: OwnershipBasis
    rule_version_id: int | None


@dataclass(frozen=True, slots=True)
class OwnerPeriod:
    """An owner from a day until another (the first day without it; None: still), by a rule, by hand or by a merge."""

    owner: Owner
    to_date: date | None
    by_merge: bool


@dataclass(frozen=True, slots=True)
class PastMerge:
    """A merge that brought `merged_id` to the member; `undone_at` tells that they were parted again."""

    id: int
    survivor_id: int
    merged_id: int
    reason: str
    merged_at: datetime
    undone_at: datetime | None


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two sources said different things about a field; the one's word was kept."""

    key: str
    kept_source: str
    other_source: str
    at: datetime


@dataclass(frozen=True, slots=True)
class FieldOfProfile:
    """An entry of the field dictionary, as a form needs it."""

    key: str
    group: str
    label: Words
    type: FieldType
    options: tuple[str, ...]
    sensitivity: Sensitivity


@dataclass(frozen=True, slots=True)
class Served:
    """A purchase as ownership rules see it."""

    member_id: int
    store_id: int
    guide_id: int | None
    business_date: date


@dataclass(frozen=True, slots=True)
class Customer:
    """Who buys at a till: the account that answers today, and to which store and guide it belongs on that day."""

    member_id: int
    status: Status
    owner_store_id: int | None
    owner_guide_id: int | None


@dataclass(frozen=True, slots=True)
class ProfileEntry:
    """One field of a profile with its value, its source and its time."""

    key: str
    label: Words
    group: str
    value: str = field(repr=False)
    source: str = ""
    recorded_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ConsentFact:
    """One line of the consent ledger."""

    id: int
    purpose: Purpose
    channel: Channel
    decision: Decision
    at: datetime
    text_sha256: str
    store_id: int | None
    actor_kind: str
    actor_id: int


@dataclass(frozen=True, slots=True)
class Profile:
    """A member as the 360° page shows it. Phone, name and other identities are masked."""

    member_id: int
    number: str
    status: Status
    source: str
    enrolled_on: date
    enrolling_store_id: int
    name_masked: str
    identities: tuple[tuple[IdentityKind, str], ...]
    gender: str | None
    birthday: Birthday
    entries: tuple[ProfileEntry, ...]
    owner: Owner | None
    consents: tuple[ConsentFact, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A member as a look-up shows it: enough to recognise, nothing to note down."""

    member_id: int
    number: str
    status: Status
    name_masked: str
    phone_masked: str


@dataclass(frozen=True, slots=True)
class Completeness:
    """How much of the required profile is there, in thousandths, and what is missing."""

    permille: int
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FieldQuality:
    """How well one field is filled."""

    key: str
    filled: int
    members: int
    conflicts: int


@dataclass(frozen=True, slots=True)
class Suspect:
    """Two members who may be one person: the score is out of 100, and the reasons are named."""

    member_id: int
    other_id: int
    score: int
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FollowLine:
    """What one follower would carry over in a merge, in words and as an amount (points, fen, or a count)."""

    what: Words
    amount: int


class Follower(Protocol):
    """A room above whose rows follow the member in a merge and come back when it is undone.

    It works in the merge's own transaction and keeps what it needs to undo under `merge_id`.
    """

    name: str

    def preview(self, *, survivor_id: int, merged_id: int) -> Sequence[FollowLine]:
        """Return what would follow."""
        ...

    def follow(self, *, merge_id: int, survivor_id: int, merged_id: int, by: Actor, at: datetime) -> None:
        """Carry it over."""
        ...

    def unfollow(self, *, merge_id: int, survivor_id: int, merged_id: int, by: Actor, at: datetime) -> None:
        """Bring it back."""
        ...


@dataclass(frozen=True, slots=True)
class MergePreview:
    """What a merge would do: nothing is changed by looking."""

    survivor_id: int
    merged_id: int
    identities: tuple[tuple[IdentityKind, str], ...]
    filled: tuple[str, ...]
    conflicts: tuple[str, ...]
    owner_kept: Owner | None
    owner_ending: Owner | None
    consents: tuple[ConsentFact, ...]
    followers: Mapping[str, Sequence[FollowLine]]


@dataclass(frozen=True, slots=True)
class PrivacyText:
    """A version of the words for a purpose, and how often it was answered how. Version 0 comes with the product."""

    id: int | None
    purpose: Purpose
    version: int
    zh: str
    en: str
    sha256: str
    published_at: datetime | None
    in_force: bool
    granted: int
    refused: int
    withdrawn: int
