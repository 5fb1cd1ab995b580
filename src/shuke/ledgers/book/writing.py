"""Head the sets of a page, and bring the finished page to the database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from django.db import IntegrityError

from shuke.foundation import clock, failpoints, ids
from shuke.foundation.actors import Actor
from shuke.foundation.outbox import operations as outbox
from shuke.foundation.refusals import Refusal
from shuke.ledgers.book import blocks, content, events, sql
from shuke.ledgers.book.page import Draft, Heading, Leg, LotLine, Page, net_by_lot
from shuke.ledgers.book.types import Bucket, Kind, LotPart, Posted, Source


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
    """Return what was posted under the idempotency keys before. Raises IdempotencyKeyReused for another act's key.

    A block asks once for each source, so that a key used by another source is refused only when the block is written.
    """
    wanted = {key: (kind, source) for key, kind, source in acts if key is not None}
    if not wanted:
        return {}
    block = blocks.current()
    if block is None:
        drafted, rows = {}, sql.sets_by_key(wanted)
    else:
        drafted, rows = _drafted(block, wanted), _of_sources(block, wanted)
    found = {key: (draft.heading.kind, draft.heading.source) for key, draft in drafted.items()}
    found |= {key: (Kind(kind), source) for key, (_, kind, source) in rows.items()}
    if any(act != wanted[key] for key, act in found.items()):
        raise IdempotencyKeyReused(field="idempotency_key")
    legs = sql.legs([set_id for set_id, _, _ in rows.values()]) if rows else {}
    written = {key: _posted(set_id, legs[set_id], repeated=True) for key, (set_id, _, _) in rows.items()}
    return written | {key: again(posted(draft)) for key, draft in drafted.items()}


def posted(draft: Draft) -> Posted:
    """Tell what the draft wrote."""
    return _posted(draft.id, draft.legs)


def again(result: Posted) -> Posted:
    """The answer to a repetition of the act."""
    return replace(result, repeated=True)


def close(page: Page, *, by: Actor, at: datetime) -> None:
    """Write the page: guarded updates first, then the append-only rows, then one event for all sets.

    The page of a block is left open: `together` closes it.
    """
    if blocks.holds_open(page):
        return
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
    _insert_sets(drafts, _hashes(page, drafts, posting_ids))
    sql.insert_lots(page.new_lots)
    sql.insert_postings(drafts, posting_ids)
    if page.undone:
        sql.add_undone(page.undone)
    if page.new_holds:
        sql.place_holds(page.new_holds)
    if page.closed_holds:
        sql.close_holds(page.closed_holds)
    outbox.emit(events.Posted(set_ids=tuple(draft.id for draft in drafts)), by=by, at=at)
    failpoints.hit("book.before_commit")


def _drafted(block: blocks.Block, keys: Collection[str]) -> dict[str, Draft]:
    drafts = {draft.heading.idempotency_key: draft for draft in block.page.drafts}
    return {key: drafts[key] for key in keys if key in drafts}


def _of_sources(block: blocks.Block, wanted: Mapping[str, tuple[Kind, Source]]) -> dict[str, tuple[int, str, Source]]:
    if unasked := {source for _, source in wanted.values()} - block.asked:
        block.written |= sql.sets_of_sources(unasked)
        block.asked |= unasked
    return {key: block.written[key] for key in wanted if key in block.written}


def _insert_sets(drafts: Sequence[Draft], hashes: Sequence[str]) -> None:
    """A key that another act has taken meanwhile meets the unique constraint: the act is refused as a whole."""
    try:
        sql.insert_sets(drafts, hashes)
    except IntegrityError as clash:
        if any(draft.heading.idempotency_key for draft in drafts):
            raise IdempotencyKeyReused(field="idempotency_key") from clash
        raise


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
