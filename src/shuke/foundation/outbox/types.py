"""Events, positions, and what a listener is given."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Protocol


class Event(Protocol):
    """A frozen dataclass with a name such as "sales.recorded"; its fields are ids and numbers, never personal data."""

    name: ClassVar[str]
    __dataclass_fields__: ClassVar[dict[str, Any]]


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """How far a reader has come: the transaction and the number of the latest event it has read.

    A new reader stands before the earliest: after a move between servers old transactions have numbers below zero.
    """

    txid: int = -(1 << 63)
    number: int = 0


@dataclass(frozen=True, slots=True)
class Recorded:
    """An event as it was written down."""

    id: int
    name: str
    payload: Mapping[str, Any]
    occurred_at: datetime


Handler = Callable[[Recorded], None]


@dataclass(frozen=True, slots=True)
class Listener:
    """Somebody who must hear of events; `name` keeps its position, so it never changes."""

    name: str
    events: frozenset[str]
    handle: Handler
