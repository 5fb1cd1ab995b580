"""The consent ledger: what was shown, what was said, when, where, and before whom."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from shuke.foundation import ids
from shuke.foundation.actors import Actor
from shuke.foundation.audit import operations as audit
from shuke.foundation.db import bulk
from shuke.foundation.members import rules, sql
from shuke.foundation.members.acts.holding import family, hold
from shuke.foundation.members.events import Consented
from shuke.foundation.members.models import Consent, ConsentText, Member, ProfileValue
from shuke.foundation.members.types import Channel, Decision, NewConsent, Purpose, Sensitivity, Status
from shuke.foundation.outbox import operations as outbox
from shuke.foundation.refusals import Refusal

COLUMNS = (
    "id", "member_id", "purpose", "channel", "decision", "text_id", "text_sha256", "at", "store_id", "actor_kind",
    "actor_id",
)  # fmt: skip

# What is shown until a chain publishes words of its own.
STANDARD_TEXTS: Mapping[Purpose, tuple[str, str]] = {
    Purpose.MARKETING: (
        "我同意通过所选渠道接收优惠与活动信息,可随时退订。",
        "I agree to receive offers and news through the chosen channel and can stop them at any time.",
    ),
    Purpose.PROFILING: (
        "我同意根据我的消费记录为我做个性化推荐,可随时关闭。",
        "I agree to personal recommendations from my purchases and can switch them off at any time.",
    ),
    Purpose.SHARING: (
        "我同意本品牌旗下其他经营主体(含加盟店)为提供会员服务查看我的会员资料。",
        "I agree that other legal entities of the brand, franchisees included, may see my membership to serve me.",
    ),
    Purpose.SENSITIVE: (
        "我单独同意为所述目的处理我填写的敏感个人信息(如肤质、过敏史)。",
        "I separately agree that the sensitive data I give, such as allergies, is used for the stated purpose.",
    ),
    Purpose.CHILD: (
        "作为监护人,我单独同意为所述目的处理未满十四周岁孩子的信息。",
        "As the guardian I separately agree that data of my child under fourteen is used for the stated purpose.",
    ),
}


class NoSuchText(Refusal):
    """The consent names a text that was never published for its purpose."""

    code = "members.no_such_consent_text"
    status = 422
    zh = "没有这个版本的同意文本"
    en = "There is no such version of the consent text"


@dataclass(frozen=True, slots=True)
class Shown:
    """A text that a member was shown: its id when the chain published it, and its fingerprint."""

    text_id: int | None
    sha256: str


@dataclass(frozen=True, slots=True)
class Texts:
    """The published texts by id, and the newest for each purpose."""

    by_id: Mapping[tuple[Purpose, int], Shown] = field(default_factory=dict)
    newest: Mapping[Purpose, Shown] = field(default_factory=dict)

    def shown(self, consent: NewConsent) -> Shown:
        """Return the text that stands behind a consent; refuse one that names a text that is not there."""
        if consent.text_id is None:
            return self.newest[consent.purpose]
        try:
            return self.by_id[consent.purpose, consent.text_id]
        except KeyError:
            raise NoSuchText(field="text_id") from None


def standard_sha256(purpose: Purpose) -> str:
    """Return the fingerprint of the words that the product brings along for a purpose."""
    return _sha256(*STANDARD_TEXTS[purpose])


def latest_texts() -> Texts:
    """Return every text that may stand behind a consent."""
    newest = {purpose: Shown(None, _sha256(zh, en)) for purpose, (zh, en) in STANDARD_TEXTS.items()}
    by_id = {}
    for text in ConsentText.objects.order_by("version"):
        shown = Shown(text.id, text.sha256)
        by_id[Purpose(text.purpose), text.id] = newest[Purpose(text.purpose)] = shown
    return Texts(by_id, newest)


@transaction.atomic
def publish_text(*, purpose: Purpose, zh: str, en: str, by: Actor, at: datetime) -> int:
    """Publish new words for a purpose and return their id; consents from now on point to them."""
    version = ConsentText.objects.filter(purpose=purpose).count() + 1
    text = ConsentText.objects.create(
        purpose=purpose.value, version=version, zh=zh, en=en, sha256=_sha256(zh, en), published_at=at
    )
    audit.record(by=by, at=at, action="members.publish_text", subject=f"text:{text.id}", after={"sha256": text.sha256})
    return text.id


@transaction.atomic
def decide(*, member_id: int, consents: Sequence[NewConsent], by: Actor, at: datetime) -> None:
    """Write down what the member said; it holds from this instant on.

    A withdrawal takes no more than this one call, also for a frozen account.
    """
    member = hold(member_id, at, Status.ACTIVE, Status.FROZEN)
    bulk.insert(Consent, COLUMNS, rows(member_id, consents, latest_texts(), store_id=by.store_id, by=by, at=at))
    outbox.emit(*(Consented(member_id, said.purpose, said.channel, said.decision) for said in consents), by=by, at=at)
    if any(said.purpose == Purpose.SHARING for said in consents):
        reflect_sharing(member.id)
    for sensitivity, purpose in rules.CONSENT_NEEDED.items():
        if any(said.purpose == purpose and said.decision != Decision.GRANTED for said in consents):
            _drop_values(member.id, sensitivity)


def withdraw(*, member_id: int, purpose: Purpose, channel: Channel = Channel.ANY, by: Actor, at: datetime) -> None:
    """Take a consent back."""
    decide(member_id=member_id, consents=[NewConsent(purpose, channel, Decision.WITHDRAWN)], by=by, at=at)


def reflect_sharing(member_id: int) -> None:
    """Set the member's mark by which scopes know whether other entities may see it."""
    member = Member.everyone.get(pk=member_id)
    active = member.status == Status.ACTIVE
    shared = bool(sql.ids_consenting(Purpose.SHARING, [Channel.ANY], [member_id])) if active else member.is_shared
    Member.everyone.filter(pk=member_id).update(is_shared=shared)


def granted(consents: Sequence[NewConsent]) -> frozenset[Purpose]:
    """Return the purposes that a new member grants; a later line on the same purpose overrides an earlier one."""
    said = {consent.purpose: consent.decision for consent in consents}
    return frozenset(purpose for purpose, decision in said.items() if decision == Decision.GRANTED)


def rows(
    member_id: int, consents: Sequence[NewConsent], texts: Texts, *, store_id: int | None, by: Actor, at: datetime
) -> list[tuple[object, ...]]:
    """Return the ledger lines of what a member said, in the order of `COLUMNS`."""
    lines: list[tuple[object, ...]] = []
    for said in consents:
        shown = texts.shown(said)
        lines.append((
            ids.new(), member_id, said.purpose.value, said.channel.value, said.decision.value, shown.text_id,
            shown.sha256, at, store_id, by.kind.value, by.id,
        ))  # fmt: skip
    return lines


def _drop_values(member_id: int, sensitivity: Sensitivity) -> None:
    """Destroy what was kept on the strength of a consent that is gone (the law's article 47)."""
    ProfileValue.objects.filter(member__in=family(member_id), field__sensitivity=sensitivity.value).delete()


def _sha256(zh: str, en: str) -> str:
    return hashlib.sha256(f"{zh}\n{en}".encode()).hexdigest()
