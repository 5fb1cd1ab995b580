"""What others may hold of stock: a move, a level, and where the two disagree. Quantities are milli-units."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from shuke.ledgers.book.types import Source

RULE_KIND = "stock.below_zero"


class MoveKind(StrEnum):
    """Why goods came or went; a reservation moves nothing and keeps goods for somebody."""

    IN = "in"
    OUT = "out"
    RETURN = "return"
    TRANSFER = "transfer"
    ADJUSTMENT = "adjustment"
    RESERVATION = "reservation"


OPENING_KINDS = frozenset({MoveKind.IN, MoveKind.TRANSFER, MoveKind.ADJUSTMENT})
"""Moves that begin to keep stock of a SKU in a store; the others pass by what is not kept."""


@dataclass(frozen=True, slots=True)
class Move:
    """So much of a SKU into a store (above zero) or out of it (below), caused by `source`.

    A reservation above zero sets aside, one below zero lets go. One source moves a SKU once for each kind.
    """

    store_id: int
    sku_id: int
    kind: MoveKind
    quantity_milli: int
    source: Source
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Moved:
    """A move as it was booked."""

    id: int
    store_id: int
    sku_id: int
    kind: MoveKind
    quantity_milli: int
    source: Source
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Level:
    """What a store has of a SKU: on the shelf, and of that set aside."""

    store_id: int
    sku_id: int
    on_hand: int
    reserved: int

    @property
    def free(self) -> int:
        """What may still be sold."""
        return self.on_hand - self.reserved


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A level that is not the sum of its moves."""

    level: Level
    moved: int
    set_aside: int
