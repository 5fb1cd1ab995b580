"""Open a page of the book under lock, and bring the finished page to the database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from django.db import transaction

from shuke.foundation import clock, failpoints, ids
from shuke.foundation.actors import Actor
from shuke.foundation.outbox import operations as outbox
from shuke.foundation.refusals import Refusal
from shuke.ledgers.book import content, events, sql
from shuke.ledgers.book.page import Draft, Heading, Leg, LotLine, Page, net_by_lot
from shuke.ledgers.book.types import Bucket, Holder, HolderKind, Kind, LotPart, Posted, Source, System

T = TypeVar("T")
_TRIES = 5


class AccountFrozen(Refusal):
    """The account does not agree with its postings; nothing may be taken from it until somebody has looked."""

    code = "book.account_frozen"
    zh = "账户已冻结,请联系总部核对"
    en = "The account is frozen until it has been checked"


class IdempotencyKeyReused(Refusal):
    """The key belongs to another act."""

    code = "book.idempotency_key_reused"
    status = 422
    zh = "该幂等键已用于另一笔业务"
    en = "This idempotency key was used for another act"


class Moved(Exception):
    """An account was merged between looking it up and locking it: look again."""


def atomically(work: Callable[[], T]) -> T:
    """Run `work` in a transaction (a savepoint inside another), again when a merge got in between."""
    for _ in range(_TRIES - 1):
        try:
            with transaction.atomic():
                return work()
        except Moved:
            continue
    with transaction.atomic():
        return work()


@dataclass(frozen=True, slots=True)
class Opened:
    """A page, and which account answers for each holder and currency."""

    page: Page
    account_ids: dict[sql.Key, int]

    def account(self, holder: Holder, currency: str) -> int:
        """The id of the account that answers for the holder today."""
        return self.account_ids[holder, currency]


def open_for(keys: Collection[sql.Key], systems: Collection[System], *, with_lots: bool) -> Opened:
    """Lock the accounts of the holders (made where missing, survivors where merged) and read them onto a page.

    Lots are read where they will be chosen from: always with `with_lots`, otherwise only for accounts in debt.
    """
    wanted = {*keys, *_system_keys({currency for _, currency in keys}, systems)}
    found = sql.find_accounts(wanted)
    if missing := wanted - found.keys():
        sql.create_accounts(missing)
        found |= sql.find_accounts(missing)
    heirs = _heirs({account_id: heir for account_id, heir in found.values() if heir is not None})
    members = {key: heirs.get(found[key][0], found[key][0]) for key in keys}
    page = _lock(set(members.values()), _system_ids(found), with_lots=with_lots)
    return Opened(page, members)


def open_accounts(
    account_ids: Collection[int],
    currencies: Collection[str],
    systems: Collection[System],
    *,
    more_lots: Collection[int] = (),
) -> Page:
    """Lock the accounts by id and read them with their lots, and `more_lots` besides, onto a page."""
    wanted = _system_keys(set(currencies), systems)
    found = sql.find_accounts(wanted)
    if missing := wanted - found.keys():
        sql.create_accounts(missing)
        found |= sql.find_accounts(missing)
    return _lock(account_ids, _system_ids(found), with_lots=True, more_lots=more_lots)


def heirs_of(account_ids: Collection[int]) -> dict[int, int]:
    """Return the account that answers for each account today: itself, or the end of its line of mergers."""
    ends = _heirs(sql.merged_into(account_ids))
    return {account_id: ends.get(account_id, account_id) for account_id in account_ids}


def heading(
    kind: Kind,
    *,
    source: Source,
    by: Actor,
    at: datetime,
    occurred_at: datetime | None = None,
    store_id: int | None = None,
    idempotency_key: str | None = None,
    reverses_id: int | None = None,
    rule_version_id: int | None = None,
) -> Heading:
    """Make the head of a set; it is booked on the business date on which it occurred."""
    occurred = occurred_at or at
    return Heading(
        kind=kind,
        source=source,
        occurred_at=occurred,
        business_date=clock.business_date(occurred),
        recorded_at=at,
        by=by,
        store_id=store_id if store_id is not None else by.store_id,
        idempotency_key=idempotency_key,
        reverses_id=reverses_id,
        rule_version_id=rule_version_id,
    )


def refuse_frozen(page: Page, account_id: int) -> None:
    """Refuse to take from an account that `prove` has frozen."""
    if page.accounts[account_id].frozen:
        raise AccountFrozen


def known(acts: Iterable[tuple[str | None, Kind, Source]]) -> dict[str, Posted]:
    """Return what was posted under the idempotency keys before. Raises IdempotencyKeyReused for another act's key."""
    wanted = {key: (kind, source) for key, kind, source in acts if key is not None}
    if not wanted:
        return {}
    rows = sql.sets_by_key(wanted)
    for key, (_, kind, source) in rows.items():
        if (kind, source) != wanted[key]:
            raise IdempotencyKeyReused(field="idempotency_key")
    legs = sql.legs([set_id for set_id, _, _ in rows.values()]) if rows else {}
    return {key: _posted(set_id, legs[set_id], repeated=True) for key, (set_id, _, _) in rows.items()}


def posted(draft: Draft) -> Posted:
    """Tell what the draft wrote."""
    return _posted(draft.id, draft.legs)


def again(result: Posted) -> Posted:
    """The answer to a repetition of the act."""
    return replace(result, repeated=True)


def close(page: Page, *, by: Actor, at: datetime) -> None:
    """Write the page: guarded updates first, then the append-only rows, then one event for all sets."""
    drafts = [draft for draft in page.drafts if draft.legs]
    if not drafts:
        return
    _must_balance(drafts)
    failpoints.hit("book.between_check_and_write")
    fresh = {lot.id for lot in page.new_lots}
    sql.change_accounts(page.account_changes)
    sql.change_lots({id: change for id, change in page.lot_changes.items() if id not in fresh})
    if released := [id for id in page.released if id not in fresh]:
        sql.release_lots(released)
    posting_ids = ids.many(sum(len(draft.legs) for draft in drafts))
    sql.insert_sets(drafts, _hashes(page, drafts, posting_ids))
    sql.insert_lots(page.new_lots)
    sql.insert_postings(drafts, posting_ids)
    if page.undone:
        sql.add_undone(page.undone)
    outbox.emit(events.Posted(set_ids=tuple(draft.id for draft in drafts)), by=by, at=at)
    failpoints.hit("book.before_commit")


def _lock(
    account_ids: Collection[int],
    systems: dict[tuple[System, str], int],
    *,
    with_lots: bool,
    more_lots: Collection[int] = (),
) -> Page:
    accounts = sql.lock_accounts(account_ids)
    if any(account.merged_into is not None for account in accounts):
        raise Moved
    choosing = [account.id for account in accounts if with_lots or account.debt]
    lots = {lot.id: lot for lot in sql.open_lots(choosing)} if choosing else {}
    if rest := set(more_lots) - lots.keys():
        lots |= {lot.id: lot for lot in sql.lots(rest)}
    return Page(accounts=accounts, lots=lots.values(), systems=systems, take_id=ids.new)


def _system_keys(currencies: Collection[str], systems: Collection[System]) -> set[sql.Key]:
    return {(Holder(HolderKind.SYSTEM, int(system)), currency) for system in systems for currency in currencies}


def _system_ids(found: dict[sql.Key, tuple[int, int | None]]) -> dict[tuple[System, str], int]:
    return {
        (System(holder.id), currency): account_id
        for (holder, currency), (account_id, _) in found.items()
        if holder.kind is HolderKind.SYSTEM
    }


def _heirs(step: dict[int, int]) -> dict[int, int]:
    """Follow each merger to the end of its line."""
    ends = dict(step)
    while further := sql.merged_into(set(ends.values())) if ends else {}:
        ends = {account: further.get(heir, heir) for account, heir in ends.items()}
    return ends


def _must_balance(drafts: Iterable[Draft]) -> None:
    for draft in drafts:
        sums: dict[str, int] = defaultdict(int)
        for leg in draft.legs:
            sums[leg.currency] += leg.amount
        if any(sums.values()):
            raise AssertionError(f"set {draft.id} ({draft.heading.kind}) does not sum to zero: {dict(sums)}")


def _hashes(page: Page, drafts: Iterable[Draft], posting_ids: list[int]) -> list[str]:
    opened: dict[int, list[LotLine]] = defaultdict(list)
    for lot in sorted(page.new_lots, key=lambda lot: lot.id):
        opened[lot.set_id].append(lot)
    position = iter(posting_ids)
    return [
        content.content_hash(
            _head(draft),
            [(next(position), leg.account_id, leg.bucket, leg.lot_id, leg.currency, leg.amount) for leg in draft.legs],
            [_lot(lot) for lot in opened[draft.id]],
        )
        for draft in drafts
    ]


def _head(draft: Draft) -> content.Row:
    head = draft.heading
    return (
        draft.id,
        head.kind,
        head.source.kind,
        head.source.id,
        head.occurred_at,
        head.business_date,
        head.recorded_at,
        head.by.kind,
        head.by.id,
        head.store_id,
        head.by.device[:64],
        head.idempotency_key,
        head.reverses_id,
        head.rule_version_id,
    )


def _lot(lot: LotLine) -> content.Row:
    terms = lot.terms
    return (
        lot.id,
        lot.account_id,
        terms.currency,
        lot.issued,
        terms.available_on,
        terms.expires_on,
        terms.store_id,
        terms.funder_id,
        terms.restriction,
        terms.source.kind,
        terms.source.id,
        terms.rule_version_id,
        lot.origin_lot_id,
        lot.root_lot_id,
    )


def _posted(set_id: int, legs: Iterable[Leg], *, repeated: bool = False) -> Posted:
    legs = list(legs)
    parts = tuple(LotPart(lot, abs(net)) for lot, net in net_by_lot(legs).items() if net)
    house = abs(sum(leg.amount for leg in legs if leg.bucket is Bucket.SYSTEM))
    debt = -sum(leg.amount for leg in legs if leg.bucket is Bucket.DEBT and leg.amount < 0)
    gained = sum(leg.amount for leg in legs if leg.amount > 0)
    return Posted(set_id, house or gained, parts, debt, repeated)
