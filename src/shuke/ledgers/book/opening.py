"""Open a page of the book under lock: for one act, or for many acts together."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TypeVar

from django.db import transaction

from shuke.foundation import ids
from shuke.foundation.actors import Actor
from shuke.foundation.db import acts
from shuke.ledgers.book import blocks, sql, writing
from shuke.ledgers.book.blocks import Block, NotOnThisPage, Opened
from shuke.ledgers.book.page import Page
from shuke.ledgers.book.types import Holder, HolderKind, System

T = TypeVar("T")
_TRIES = 5


class Moved(Exception):
    """An account was merged between looking it up and locking it: look again."""


def atomically(work: Callable[[], T]) -> T:
    """Run `work` in a transaction (a savepoint inside another), again when a merge got in between.

    In a block it is an act on the block's page: wholly, or not at all.
    """
    block = blocks.current()
    if block is not None:
        with block.act():
            return work()
    for _ in range(_TRIES - 1):
        try:
            with transaction.atomic():
                return work()
        except Moved:
            continue
    with transaction.atomic():
        return work()


@contextmanager
def together(
    *,
    holders: Collection[Holder],
    currencies: Collection[str],
    by: Actor,
    at: datetime,
    spends: Collection[str] = (),
) -> Iterator[None]:
    """Write all acts inside the block on one page: their accounts are locked once, and written once at its end.

    The block announces whose accounts in which currencies it may touch; another account is refused with
    NotOnThisPage. The lots of the currencies in `spends` are read at once, those of others when an act asks for them.
    An act that is refused (or whose savepoint is rolled back) leaves the page as it was before; what raises out of the
    block leaves nothing. Queries inside the block still see the book as it was before the block. A key that another
    source has used is refused (IdempotencyKeyReused) at the end of the block. A block inside a block joins it.
    """
    announced = frozenset((holder, currency) for holder in holders for currency in currencies)
    outer = blocks.current()
    if outer is not None:
        _must_be_announced(outer, announced)
        yield
        return
    with acts.joining():
        block = _open_block(announced)
        _lay_lots(block, {id for (_, currency), id in block.account_ids.items() if currency in spends})
        with blocks.present(block):
            yield
        block.strike_out_undone()
        writing.close(block.page, by=by, at=at)


def open_for(keys: Collection[sql.Key], systems: Collection[System], *, with_lots: bool) -> Opened:
    """Lock the accounts of the holders (made where missing, survivors where merged) and read them onto a page.

    Lots are read where they will be chosen from: always with `with_lots`, otherwise only for accounts in debt.
    """
    block = blocks.current()
    if block is not None:
        _must_be_announced(block, keys)
    opened = block or Opened(_blank())
    _admit(opened, keys, systems, create=True)
    accounts = [opened.page.accounts[opened.account_ids[key]] for key in keys]
    _lay_lots(opened, {account.id for account in accounts if with_lots or account.debt})
    return opened


def open_accounts(
    account_ids: Collection[int],
    currencies: Collection[str],
    systems: Collection[System],
    *,
    more_lots: Collection[int] = (),
) -> Page:
    """Lock the accounts by id and read them with their lots, and `more_lots` besides, onto a page."""
    opened = blocks.current() or Opened(_blank())
    page = opened.page
    if new := set(account_ids) - page.accounts.keys():
        if blocks.holds_open(page):
            raise NotOnThisPage(f"accounts {sorted(new)} were not announced when the block was opened")
        accounts = sql.lock_accounts(new)
        if any(account.merged_into is not None for account in accounts):
            raise Moved
        page.admit(accounts)
    _know_systems(page, {(system, currency) for system in systems for currency in currencies})
    _lay_lots(opened, account_ids)
    if rest := set(more_lots) - page.lots.keys():
        page.add(sql.lots(rest))
    return page


def heirs_of(account_ids: Collection[int]) -> dict[int, int]:
    """Return the account that answers for each account today: itself, or the end of its line of mergers."""
    ends = _heirs(sql.merged_into(account_ids))
    return {account_id: ends.get(account_id, account_id) for account_id in account_ids}


def _open_block(announced: frozenset[sql.Key]) -> Block:
    """Lock what exists of what was announced; what is missing is made when an act asks for it."""
    block = Block(_blank(), announced=announced)
    for _ in range(_TRIES):
        try:
            _admit(block, announced, (), create=False)
        except Moved:
            continue
        return block
    raise Moved


def _blank() -> Page:
    return Page(accounts=(), lots=(), systems={}, take_id=ids.new)


def _must_be_announced(block: Block, keys: Collection[sql.Key]) -> None:
    if strange := set(keys) - block.announced:
        names = ", ".join(f"{holder.kind} {holder.id} in {currency}" for holder, currency in sorted(strange))
        raise NotOnThisPage(f"not announced when the block was opened: {names}")


def _admit(opened: Opened, keys: Collection[sql.Key], systems: Collection[System], *, create: bool) -> None:
    """Lock what exists, in the order of ids; then make what is missing, in the order of keys, and lock that."""
    page = opened.page
    house = {(system, currency) for system in systems for _, currency in keys} - page.systems.keys()
    wanted = set(keys) - opened.account_ids.keys()
    while wanted or house:
        found = sql.lock_and_find(wanted, {currency for _, currency in keys})
        page.systems |= found.systems
        page.admit(found.locked.values())
        opened.account_ids |= {key: account.id for key, account in found.locked.items()}
        _admit_heirs(opened, found.merged)
        wanted -= opened.account_ids.keys()
        house -= page.systems.keys()
        if not create:
            return
        if missing := wanted | {_key(*account) for account in house}:
            sql.create_accounts(missing)


def _admit_heirs(opened: Opened, merged: dict[sql.Key, tuple[int, int]]) -> None:
    if not merged:
        return
    heirs = _heirs(dict(merged.values()))
    accounts = sql.lock_accounts(set(heirs.values()) - opened.page.accounts.keys())
    if any(account.merged_into is not None for account in accounts):
        raise Moved
    opened.page.admit(accounts)
    opened.account_ids |= {key: heirs[account_id] for key, (account_id, _) in merged.items()}


def _know_systems(page: Page, wanted: set[tuple[System, str]]) -> None:
    while missing := wanted - page.systems.keys():
        page.systems |= sql.lock_and_find((), {currency for _, currency in missing}).systems
        if absent := wanted - page.systems.keys():
            sql.create_accounts({_key(*account) for account in absent})


def _lay_lots(opened: Opened, account_ids: Collection[int]) -> None:
    if new := set(account_ids) - opened.laid:
        opened.page.add(sql.open_lots(new))
        opened.laid |= new


def _key(system: System, currency: str) -> sql.Key:
    return Holder(HolderKind.SYSTEM, int(system)), currency


def _heirs(step: dict[int, int]) -> dict[int, int]:
    """Follow each merger to the end of its line."""
    ends = dict(step)
    while further := sql.merged_into(set(ends.values())) if ends else {}:
        ends = {account: further.get(heir, heir) for account, heir in ends.items()}
    return ends
