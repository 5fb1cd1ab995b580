"""Everything that may change a balance: the book's verbs, gathered at one door.

All are atomic, keyword-only, and take `by` and `at`. Amounts are whole units. A refusal leaves nothing behind.
"""

from __future__ import annotations

from shuke.ledgers.book.blocks import NotInABlock, NotOnThisPage
from shuke.ledgers.book.due import expire_due, release_due
from shuke.ledgers.book.giving import (
    NotAnAmount,
    adjust,
    adjust_many,
    earn,
    earn_many,
    open_balances,
    redeem,
    redeem_many,
)
from shuke.ledgers.book.holding import HoldClosed, UnknownHold, hold, post, void, void_overdue
from shuke.ledgers.book.moving import MovedOn, SameHolder, StillHeld, merge, transfer, unmerge
from shuke.ledgers.book.opening import together
from shuke.ledgers.book.proving import prove, thaw
from shuke.ledgers.book.reversing import NotReversible, UnknownSet, reverse, reverse_many, reverse_source
from shuke.ledgers.book.rules import AlreadyReversed, MoreThanIsLeft, NotEnough
from shuke.ledgers.book.sealing import seal
from shuke.ledgers.book.writing import AccountFrozen, IdempotencyKeyReused

__all__ = [
    "AccountFrozen",
    "AlreadyReversed",
    "HoldClosed",
    "IdempotencyKeyReused",
    "MoreThanIsLeft",
    "MovedOn",
    "NotAnAmount",
    "NotEnough",
    "NotInABlock",
    "NotOnThisPage",
    "NotReversible",
    "SameHolder",
    "StillHeld",
    "UnknownHold",
    "UnknownSet",
    "adjust",
    "adjust_many",
    "earn",
    "earn_many",
    "expire_due",
    "hold",
    "merge",
    "open_balances",
    "post",
    "prove",
    "redeem",
    "redeem_many",
    "release_due",
    "reverse",
    "reverse_many",
    "reverse_source",
    "seal",
    "thaw",
    "together",
    "transfer",
    "unmerge",
    "void",
    "void_overdue",
]
