"""What a member allows, and the line of the ledger that says so."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.db.models import Count

from shuke.foundation import clock
from shuke.foundation.members import rules, sql
from shuke.foundation.members.acts import consents
from shuke.foundation.members.acts.holding import family
from shuke.foundation.members.models import Consent, ConsentText
from shuke.foundation.members.types import Channel, ConsentFact, Decision, PrivacyText, Purpose


def consent_history(member_id: int) -> list[ConsentFact]:
    """Return the member's lines of the consent ledger, those of merged accounts too, oldest first."""
    rows = Consent.objects.filter(member__in=family(member_id)).order_by("at", "id")
    return [
        ConsentFact(
            row.id, Purpose(row.purpose), Channel(row.channel), Decision(row.decision), row.at, row.text_sha256,
            row.store_id, row.actor_kind, row.actor_id,
        )
        for row in rows
    ]  # fmt: skip


def what_stands(member_id: int) -> list[ConsentFact]:
    """Return what the member said last of each purpose and channel ever spoken of; a word on any channel is on each."""
    history = consent_history(member_id)
    spoken_of = sorted({(fact.purpose, fact.channel) for fact in history})
    deciding = [rules.latest(history, purpose, channel) for purpose, channel in spoken_of]
    return [
        replace(fact, channel=channel)
        for fact, (_, channel) in zip(deciding, spoken_of, strict=True)
        if fact is not None
    ]


def allows(member_id: int, purpose: Purpose, channel: Channel = Channel.ANY) -> bool:
    """Tell whether the member, being active, has granted this purpose on this channel and not taken it back since."""
    return bool(consenting(purpose, channel, [member_id]))


def consenting(purpose: Purpose, channel: Channel, member_ids: Sequence[int] | None = None) -> set[int]:
    """Return those of the members (None: of all) who allow the purpose on the channel, in one statement."""
    return sql.ids_consenting(purpose.value, sorted({channel.value, Channel.ANY.value}), member_ids)


def consent_behind(member_id: int, purpose: Purpose, channel: Channel) -> ConsentFact | None:
    """Return the line that decides for the purpose and channel: what a message sent now points to."""
    return rules.latest(consent_history(member_id), purpose, channel)


def privacy_texts() -> list[PrivacyText]:
    """Return every version of the words for each purpose, the newest first, with how often each was answered how."""
    answers = _answers()
    return [
        PrivacyText(
            id=text.id if text else None,
            purpose=purpose,
            version=text.version if text else 0,
            zh=text.zh if text else zh,
            en=text.en if text else en,
            sha256=digest,
            published_at=text.published_at if text else None,
            in_force=nth == 0,
            **{decision.value: answers[purpose.value, decision.value, digest] for decision in Decision},
        )
        for purpose, (zh, en) in consents.STANDARD_TEXTS.items()
        for nth, (text, digest) in enumerate(_versions(purpose))
    ]


def _versions(purpose: Purpose) -> list[tuple[ConsentText | None, str]]:
    published = ConsentText.objects.filter(purpose=purpose.value).order_by("-version")
    return [*((text, text.sha256) for text in published), (None, consents.standard_sha256(purpose))]


def _answers() -> Counter[tuple[str, str, str]]:
    rows = Consent.objects.values_list("purpose", "decision", "text_sha256").annotate(times=Count("id"))
    return Counter({(purpose, decision, digest): times for purpose, decision, digest, times in rows})


def may_ask(member_id: int, purpose: Purpose, channel: Channel, at: datetime) -> bool:
    """Tell whether the member may be asked for this consent: not while it stands, nor within 180 days of a no."""
    last = consent_behind(member_id, purpose, channel)
    return rules.may_ask(last, clock.business_date(at), clock.business_date(last.at) if last else None)
