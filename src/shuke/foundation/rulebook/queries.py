"""Which rule holds on which day."""

from datetime import date

from django.db.models import QuerySet

from shuke.foundation.refusals import Refusal
from shuke.foundation.rulebook.models import RuleDocument
from shuke.foundation.rulebook.types import RuleVersion


class NoRuleInForce(Refusal):
    """No approved version of the rule holds on the day."""

    code = "rulebook.none_in_force"
    zh = "{day} 没有生效的规则:{kind}"
    en = "No rule of kind {kind} is in force on {day}"


def in_force(kind: str, on: date, key: str = "default") -> RuleVersion:
    """Return the version in force on the day; refuse when there is none."""
    rule = find_in_force(kind, on, key)
    if rule is None:
        raise NoRuleInForce(kind=kind, day=on.isoformat())
    return rule


def find_in_force(kind: str, on: date, key: str = "default") -> RuleVersion | None:
    """Return the version in force on the day, or None."""
    approved = _approved(kind, key).filter(effective_from__lte=on)
    latest = approved.order_by("-effective_from", "-number").first()
    return _version(latest) if latest else None


def approved_versions(kind: str, key: str = "default") -> list[RuleVersion]:
    """Return every approved version in the order in which they come into force."""
    return [_version(rule) for rule in _approved(kind, key).order_by("effective_from", "number")]


def version(version_id: int) -> RuleVersion | None:
    """Return one version, draft or approved, or None."""
    rule = RuleDocument.objects.filter(id=version_id).first()
    return _version(rule) if rule else None


def documents(kind: str | None = None) -> QuerySet[RuleDocument]:
    """Return every version with its author and approval, newest first."""
    rows = RuleDocument.objects.order_by("kind", "key", "-number")
    return rows.filter(kind=kind) if kind else rows


def _approved(kind: str, key: str) -> QuerySet[RuleDocument]:
    return RuleDocument.objects.filter(kind=kind, key=key, approved_at__isnull=False)


def _version(rule: RuleDocument) -> RuleVersion:
    return RuleVersion(rule.id, rule.kind, rule.key, rule.number, rule.body, rule.effective_from)
