"""Rule versions, and the registry of the kinds of rule document."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from pydantic import BaseModel

from shuke.foundation.refusals import Refusal


class UnknownRuleKind(Refusal):
    """No room has registered such a kind of rule."""

    code = "rulebook.unknown_kind"
    status = 404
    zh = "没有这种规则:{kind}"
    en = "There is no such kind of rule: {kind}"


@dataclass(frozen=True, slots=True)
class RuleVersion:
    """One approved version of a rule document, in force from a date until the next version's."""

    id: int
    kind: str
    key: str
    number: int
    body: Mapping[str, Any]
    effective_from: date


@dataclass(frozen=True, slots=True)
class Wording:
    """How a room's documents are spoken of: Chinese and English, with a sentence of help in both where one is needed.

    `said` is keyed by kind ("growth.tiers"), part ("Level"), field ("Level.zh") and value
    ("TierRules.downgrade=to_base", or "Every=month" for an enum that several fields share). `units` tells how a figure
    or name is to be read where the field's own name does not ("Redemption.fen": "minor"; "EarnRule.tiers{}" for the
    keys of a mapping). `faults` holds the Chinese of each fault that the documents raise by name. `keyed` names the
    kinds of which there are many, by code.
    """

    said: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)
    faults: Mapping[str, str] = field(default_factory=dict)
    keyed: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a document, and at which place of it."""

    path: tuple[str, ...]
    zh: str
    en: str
    place_zh: str = ""
    place_en: str = ""


class Standing(StrEnum):
    """Where a version stands on a day."""

    DRAFT = "draft"
    WITHDRAWN = "withdrawn"
    COMING = "coming"
    IN_FORCE = "in_force"
    PAST = "past"


_documents: dict[str, type[BaseModel]] = {}
_wordings: dict[str, Wording] = {}


def register(kind: str, document: type[BaseModel], wording: Wording | None = None) -> None:
    """Say which model validates the documents of a kind, and its words; the room that reads them calls this once."""
    _documents[kind] = document
    _wordings[kind] = wording or Wording()


def wording_of(kind: str) -> Wording:
    """Return the words of a kind; refuse an unknown one."""
    document_of(kind)
    return _wordings[kind]


def document_of(kind: str) -> type[BaseModel]:
    """Return the model of a kind; refuse an unknown one."""
    if kind not in _documents:
        raise UnknownRuleKind(kind=kind)
    return _documents[kind]


def kinds() -> list[str]:
    """Return every registered kind, sorted."""
    return sorted(_documents)
