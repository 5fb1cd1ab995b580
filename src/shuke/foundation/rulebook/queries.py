"""Which rule holds on which day."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from django.db.models import (
    Case,
    CharField,
    DateField,
    Exists,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from pydantic import BaseModel

from shuke.foundation.actors import ActorKind
from shuke.foundation.db import rows as plain
from shuke.foundation.refusals import Refusal
from shuke.foundation.rulebook.forms import form_of
from shuke.foundation.rulebook.models import RuleDocument
from shuke.foundation.rulebook.types import RuleVersion, Standing

__all__ = [
    "NoRuleInForce",
    "Stamp",
    "approved_versions",
    "counts",
    "document",
    "documents",
    "drafts",
    "every_in_force",
    "find_in_force",
    "form_of",
    "in_force",
    "one_reading",
    "standing_on",
    "version",
]

D = TypeVar("D", bound=BaseModel)
_MOST_KEPT = 4_000


class NoRuleInForce(Refusal):
    """No approved version of the rule holds on the day."""

    code = "rulebook.none_in_force"
    zh = "{day} 没有生效的规则:{kind}"
    en = "No rule of kind {kind} is in force on {day}"


@dataclass(frozen=True, slots=True)
class Stamp:
    """Tells one state of the approved rules from another: versions are added and never changed."""

    approved: int
    newest: int | None


_reading: ContextVar[Stamp | None] = ContextVar("shuke_rules_reading", default=None)
_kept: dict[tuple[str, str], tuple[Stamp, list[RuleVersion]]] = {}
_parsed: dict[int, BaseModel] = {}


@contextmanager
def one_reading() -> Iterator[Stamp]:
    """Ask once which rules are approved and answer from this process's memory until the block ends.

    For acts of a hot path that ask for many rules: all of them see the same state of the rules.
    """
    stamp = _reading.get() or _stamp()
    token = _reading.set(stamp)
    try:
        yield stamp
    finally:
        _reading.reset(token)


def in_force(kind: str, on: date, key: str = "default") -> RuleVersion:
    """Return the version in force on the day; refuse when there is none."""
    rule = find_in_force(kind, on, key)
    if rule is None:
        raise NoRuleInForce(kind=kind, day=on.isoformat())
    return rule


def find_in_force(kind: str, on: date, key: str = "default") -> RuleVersion | None:
    """Return the version in force on the day, or None."""
    if _reading.get() is not None:
        return next((each for each in reversed(approved_versions(kind, key)) if each.effective_from <= on), None)
    approved = _approved(kind, key).filter(effective_from__lte=on)
    latest = approved.order_by("-effective_from", "-number").first()
    return _version(latest) if latest else None


def approved_versions(kind: str, key: str = "default") -> list[RuleVersion]:
    """Return every approved version in the order in which they come into force."""
    stamp = _reading.get()
    if stamp is not None and (kept := _kept.get((kind, key))) is not None and kept[0] == stamp:
        return kept[1]
    versions = [_version(rule) for rule in _approved(kind, key).order_by("effective_from", "number")]
    if stamp is not None:
        _kept[kind, key] = (stamp, versions)
    return versions


def every_in_force(kind: str, on: date) -> list[RuleVersion]:
    """Return, for each key of the kind, the version in force on the day, by key; in one statement."""
    rules = RuleDocument.objects.filter(kind=kind, approved_at__isnull=False, effective_from__lte=on)
    latest = {rule.key: rule for rule in rules.order_by("effective_from", "number")}
    return [_version(latest[key]) for key in sorted(latest)]


def document(version: RuleVersion, kind: type[D]) -> D:
    """Return the version's document; it is read once in a process, for a version never changes."""
    known = _parsed.get(version.id)
    if isinstance(known, kind):
        return known
    if len(_parsed) >= _MOST_KEPT:
        _parsed.clear()
    read = _parsed[version.id] = kind.model_validate(version.body)
    return read


def version(version_id: int) -> RuleVersion | None:
    """Return one version, draft or approved, or None."""
    rule = RuleDocument.objects.filter(id=version_id).first()
    return _version(rule) if rule else None


def documents(kind: str | None = None) -> QuerySet[RuleDocument]:
    """Return every version with its author and approval, newest first."""
    rows = RuleDocument.objects.order_by("kind", "key", "-number")
    return rows.filter(kind=kind) if kind else rows


def standing_on(day: date) -> QuerySet[Any]:
    """Return every version with its `standing` on the day, the first day on which another `follows`, and withdrawal."""
    later = RuleDocument.objects.filter(kind=OuterRef("kind"), key=OuterRef("key"), approved_at__isnull=False).filter(
        Q(effective_from__gt=OuterRef("effective_from"))
        | Q(effective_from=OuterRef("effective_from"), number__gt=OuterRef("number"))
    )
    standing = Case(
        When(withdrawal__isnull=False, then=Value(Standing.WITHDRAWN.value)),
        When(approved_at__isnull=True, then=Value(Standing.DRAFT.value)),
        When(Exists(later.filter(effective_from__lte=day)), then=Value(Standing.PAST.value)),
        When(effective_from__gt=day, then=Value(Standing.COMING.value)),
        default=Value(Standing.IN_FORCE.value),
        output_field=CharField(),
    )
    follows = Subquery(later.order_by("effective_from").values("effective_from")[:1], output_field=DateField())
    return RuleDocument.objects.select_related("withdrawal").annotate(standing=standing, follows=follows)


def counts(day: date, kind: str = "") -> dict[str, dict[str, int]]:
    """Return kind → standing on the day → how many versions; of one kind if it is named."""
    rows = standing_on(day).filter(kind=kind) if kind else standing_on(day)
    counted = Counter((row.kind, row.standing) for row in rows.defer("body", "note"))
    found: dict[str, dict[str, int]] = {}
    for (of, standing), many in counted.items():
        found.setdefault(of, {})[standing] = many
    return found


def drafts(*, not_by: int, limit: int = 50) -> list[RuleDocument]:
    """Return the versions that nobody has approved or withdrawn yet and that another than this person proposed."""
    rows = RuleDocument.objects.filter(approved_at__isnull=True, withdrawal__isnull=True)
    own = Q(proposed_by=not_by, proposed_by_kind=ActorKind.STAFF.value)
    return list(rows.exclude(own).order_by("-proposed_at", "-id")[:limit])


def _approved(kind: str, key: str) -> QuerySet[RuleDocument]:
    return RuleDocument.objects.filter(kind=kind, key=key, approved_at__isnull=False)


def _stamp() -> Stamp:
    return Stamp(*plain.fetch("SELECT COUNT(*), MAX(id) FROM rulebook_document WHERE approved_at IS NOT NULL", [])[0])


def _version(rule: RuleDocument) -> RuleVersion:
    return RuleVersion(rule.id, rule.kind, rule.key, rule.number, rule.body, rule.effective_from)
