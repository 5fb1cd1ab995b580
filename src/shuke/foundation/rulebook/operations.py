"""Propose and approve rules."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from pydantic import ValidationError

from shuke.foundation.actors import Actor, ActorKind
from shuke.foundation.audit import operations as audit
from shuke.foundation.db.locks import lock_in_transaction
from shuke.foundation.refusals import Refusal
from shuke.foundation.rulebook.faults import faults_of
from shuke.foundation.rulebook.models import RuleDocument, RuleWithdrawal
from shuke.foundation.rulebook.types import Fault, document_of


class InvalidRule(Refusal):
    """The document breaks its own form; the first fault is named."""

    code = "rulebook.invalid"
    status = 422
    zh = "规则不合格:{place_zh}:{problem_zh}"
    en = "The rule is not valid: {place_en}: {problem}"


class NoSuchRule(Refusal):
    """No version has this id."""

    code = "rulebook.no_such_version"
    status = 404
    zh = "没有这个规则版本"
    en = "There is no such version of a rule"


class AlreadyApproved(Refusal):
    """A version is approved once."""

    code = "rulebook.already_approved"
    zh = "该版本已审批"
    en = "This version is approved already"


class NeedsSecondPerson(Refusal):
    """Whoever proposes a rule cannot approve it."""

    code = "rulebook.needs_second_person"
    status = 403
    zh = "规则须由另一人审批"
    en = "A rule is approved by a second person"


class NotADraft(Refusal):
    """Only what nobody has approved or withdrawn can be withdrawn; only what is not withdrawn can be approved."""

    code = "rulebook.not_a_draft"
    zh = "该版本已不是草案"
    en = "This version is no draft any more"


class OtherRule(Refusal):
    """A draft is replaced by one of the same rule."""

    code = "rulebook.other_rule"
    status = 422
    zh = "要替换的草案属于另一条规则"
    en = "The draft to be replaced is one of another rule"


class TakesEffectInThePast(Refusal):
    """An approved rule cannot reach back behind a version that has already made decisions."""

    code = "rulebook.behind_latest"
    zh = "生效日早于已审批的第 {number} 版({latest})"
    en = "It would take effect before approved version {number} ({latest})"


def check(*, kind: str, body: Mapping[str, Any]) -> dict[str, Any]:
    """Return the document with all that it leaves to its defaults; refuse one that its kind does not allow."""
    valid, faults = examine(kind=kind, body=body)
    if valid is None:
        first = faults[0]
        raise InvalidRule(
            field="body",
            place=".".join(first.path) or "body",
            place_zh=first.place_zh or "整体",
            place_en=first.place_en or "as a whole",
            problem=first.en,
            problem_zh=first.zh,
        )
    return valid


def examine(*, kind: str, body: Mapping[str, Any]) -> tuple[dict[str, Any] | None, list[Fault]]:
    """Return the document with all that it leaves to its defaults, or None and every fault; nothing is written."""
    try:
        return document_of(kind).model_validate(dict(body)).model_dump(mode="json"), []
    except ValidationError as failure:
        return None, faults_of(kind, failure)


@transaction.atomic
def propose(
    *,
    kind: str,
    body: Mapping[str, Any],
    effective_from: date,
    by: Actor,
    at: datetime,
    key: str = "default",
    note: str = "",
    replaces: int | None = None,
) -> int:
    """Write down a new version as a draft and return its id; refuse a document that its kind does not allow.

    `replaces` names a draft of the same rule that is withdrawn in the same act.
    """
    valid = check(kind=kind, body=body)
    lock_in_transaction(f"rulebook.{kind}.{key}")
    latest = RuleDocument.objects.filter(kind=kind, key=key).order_by("-number").first()
    rule = RuleDocument.objects.create(
        kind=kind,
        key=key,
        number=latest.number + 1 if latest else 1,
        body=valid,
        effective_from=effective_from,
        note=note,
        proposed_by=by.id,
        proposed_by_kind=by.kind,
        proposed_at=at,
    )
    audit.record(by=by, at=at, action="rulebook.propose", subject=f"rule:{rule.id}", reason=note)
    if replaces is not None:
        replaced = _known(replaces)
        if (replaced.kind, replaced.key) != (kind, key):
            raise OtherRule(field="replaces")
        _take_back(replaced, reason=note, by=by, at=at)
    return rule.id


@transaction.atomic
def withdraw(*, version_id: int, reason: str, by: Actor, at: datetime) -> None:
    """Take a draft back, or decline somebody else's; it stays in the history and can no longer be approved."""
    rule = _known(version_id)
    lock_in_transaction(f"rulebook.{rule.kind}.{rule.key}")
    _take_back(_known(version_id), reason=reason, by=by, at=at)


@transaction.atomic
def approve(*, version_id: int, by: Actor, at: datetime) -> None:
    """Bring a draft into force from its date; the approver is somebody other than the proposer.

    The system itself may do both: it installs the defaults of a new chain.
    """
    rule = _known(version_id)
    lock_in_transaction(f"rulebook.{rule.kind}.{rule.key}")
    if RuleWithdrawal.objects.filter(version_id=version_id).exists():
        raise NotADraft
    if by.kind != ActorKind.SYSTEM and (rule.proposed_by_kind, rule.proposed_by) == (by.kind, by.id):
        raise NeedsSecondPerson
    newest = RuleDocument.objects.filter(kind=rule.kind, key=rule.key, approved_at__isnull=False).order_by("-number")
    latest = newest.first()
    if latest and (latest.effective_from, latest.number) > (rule.effective_from, rule.number):
        raise TakesEffectInThePast(number=latest.number, latest=latest.effective_from.isoformat())
    changed = RuleDocument.objects.filter(id=version_id, approved_at__isnull=True).update(
        approved_by=by.id, approved_at=at
    )
    if not changed:
        raise AlreadyApproved
    audit.record(by=by, at=at, action="rulebook.approve", subject=f"rule:{rule.id}")


def _known(version_id: int) -> RuleDocument:
    rule = RuleDocument.objects.filter(id=version_id).first()
    if rule is None:
        raise NoSuchRule
    return rule


def _take_back(rule: RuleDocument, *, reason: str, by: Actor, at: datetime) -> None:
    if rule.approved_at is not None or RuleWithdrawal.objects.filter(version_id=rule.id).exists():
        raise NotADraft
    RuleWithdrawal.objects.create(
        version_id=rule.id, reason=reason, withdrawn_by=by.id, withdrawn_by_kind=by.kind, withdrawn_at=at
    )
    audit.record(by=by, at=at, action="rulebook.withdraw", subject=f"rule:{rule.id}", reason=reason)
