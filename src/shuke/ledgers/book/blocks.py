"""The block that is open in this thread: one page on which many acts are written.

The ledgers guard their own rows with savepoints, and a savepoint rolled back must take the drafts of its acts with it.
Django forgets the on-commit callbacks of a rolled-back savepoint; every act leaves such a callback as its pledge, and
an act whose pledge is gone is struck out.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from django.db import connection, transaction

from shuke.ledgers.book.page import Draft, Mark, Page
from shuke.ledgers.book.sql import Key
from shuke.ledgers.book.types import Holder, Kind, Source


class NotOnThisPage(LookupError):
    """The act is about an account that the block has not announced; locking it now could end in a deadlock."""


class NotInABlock(RuntimeError):
    """The act cannot be part of a block."""


@dataclass(slots=True)
class Opened:
    """A page, which account answers for each holder and currency, and whose open lots lie on the page."""

    page: Page
    account_ids: dict[Key, int] = field(default_factory=dict)
    laid: set[int] = field(default_factory=set)

    def account(self, holder: Holder, currency: str) -> int:
        """The id of the account that answers for the holder today."""
        return self.account_ids[holder, currency]


@dataclass(slots=True)
class Block(Opened):
    """The page of a block, and what it knows: `written` are the keyed sets of the sources it has `asked` for."""

    announced: frozenset[Key] = frozenset()
    asked: set[Source] = field(default_factory=set)
    written: dict[str, tuple[int, str, Source]] = field(default_factory=dict)
    acts: list[tuple[Mark, Callable[[], None]]] = field(default_factory=list)

    @contextmanager
    def act(self) -> Iterator[None]:
        """Let one act write on the page: wholly, or not at all when it raises."""
        self.strike_out_undone()
        mark = self.page.mark()
        try:
            yield
        except BaseException:
            self._back_to(mark)
            raise
        pledge = _Pledge()
        transaction.on_commit(pledge)
        self.acts.append((mark, pledge))

    def strike_out_undone(self) -> None:
        """Strike out the latest acts whose savepoint was rolled back meanwhile."""
        kept = {id(callback) for _, callback, *_ in connection.run_on_commit}
        while self.acts and id(self.acts[-1][1]) not in kept:
            self._back_to(self.acts.pop()[0])

    def _back_to(self, mark: Mark) -> None:
        self.page.back_to(mark)
        there = self.page.accounts.keys()
        self.account_ids = {key: id for key, id in self.account_ids.items() if id in there}
        self.laid &= there


class _Pledge:
    def __call__(self) -> None:
        """Do nothing: to be remembered is all."""


_present: ContextVar[Block | None] = ContextVar("book.block", default=None)


def current() -> Block | None:
    """The block that is open in this thread."""
    return _present.get()


def holds_open(page: Page) -> bool:
    """Whether the page is that of the present block."""
    block = _present.get()
    return block is not None and block.page is page


def drafted(set_id: int) -> Draft | None:
    """The set of that id, when it is drafted in the present block."""
    block = _present.get()
    drafts = block.page.drafts if block is not None else []
    return next((draft for draft in drafts if draft.id == set_id), None)


def drafted_for(source: Source, kinds: Collection[Kind]) -> list[int]:
    """The sets of these kinds that the source has caused in the present block, in the order written."""
    block = _present.get()
    drafts = block.page.drafts if block is not None else []
    return [draft.id for draft in drafts if draft.heading.source == source and draft.heading.kind in kinds]


def refuse(act: str) -> None:
    """Refuse an act that changes accounts past the page."""
    if _present.get() is not None:
        raise NotInABlock(f"{act} locks and changes accounts by itself and cannot be part of a block")


@contextmanager
def present(block: Block) -> Iterator[None]:
    """Let the block be the present one."""
    token = _present.set(block)
    try:
        yield
    finally:
        _present.reset(token)
