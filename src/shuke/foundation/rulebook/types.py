"""Rule versions, and the registry of the kinds of rule document."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
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


_documents: dict[str, type[BaseModel]] = {}


def register(kind: str, document: type[BaseModel]) -> None:
    """Say which model validates the documents of a kind; the room that reads them calls this once."""
    _documents[kind] = document


def document_of(kind: str) -> type[BaseModel]:
    """Return the model of a kind; refuse an unknown one."""
    if kind not in _documents:
        raise UnknownRuleKind(kind=kind)
    return _documents[kind]


def kinds() -> list[str]:
    """Return every registered kind, sorted."""
    return sorted(_documents)
