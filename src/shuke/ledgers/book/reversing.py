"""Undo posting sets, wholly or in part. A mistake is never edited: its reversal is a set of its own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from shuke.foundation.actors import Actor
from shuke.foundation.refusals import Refusal
from shuke.ledgers.book import blocks, moving, opening, rules, sql, writing
from shuke.ledgers.book.models import PostingSet
from shuke.ledgers.book.page import Leg, Page, net_by_lot
from shuke.ledgers.book.types import Bucket, Kind, Posted, Reversal, Source, System

REVERSIBLE = (Kind.EARN, Kind.OPENING, Kind.REDEEM, Kind.ADJUST, Kind.EXPIRE, Kind.POST)


class UnknownSet(Refusal):
    """No such posting set."""

    code = "book.unknown_set"
    status = 404
    zh = "没有这笔记录"
    en = "No such posting set"


class NotReversible(Refusal):
    """Sets of this kind are not undone by a reversal: a hold is voided, a reversal is answered by a new act."""

    code = "book.not_reversible"
    zh = "此类记录不能冲销:{kind}"
    en = "A set of kind {kind} cannot be reversed"


@dataclass(frozen=True, slots=True)
class _Past:
    """A set that is to be undone: what it did to which lots of which account, and who stood on the other side."""

    kind: Kind
    account_id: int
    currency: str
    system: System
    nets: Mapping[int, int]


def reverse(*, reversal: Reversal, by: Actor, at: datetime) -> Posted:
    """Undo a set or a part of it. Refuses AlreadyReversed, MoreThanIsLeft, NotReversible, UnknownSet."""
    return reverse_many(reversals=[reversal], by=by, at=at)[0]


def reverse_many(*, reversals: Sequence[Reversal], by: Actor, at: datetime) -> list[Posted]:
    """Undo many sets in order, all or none. Two parts of one set may stand in one call."""
    kinds = _kinds({reversal.set_id for reversal in reversals})
    if len(reversals) == 1 and kinds[reversals[0].set_id] is Kind.TRANSFER:
        return [moving.undo(reversal=reversals[0], by=by, at=at)]
    for kind in kinds.values():
        if kind not in REVERSIBLE:
            raise NotReversible(kind=str(kind))
    pasts = _pasts(kinds)
    return opening.atomically(lambda: _undo(reversals, pasts, by, at)) if reversals else []


def reverse_source(*, of: Source, source: Source, by: Actor, at: datetime) -> list[Posted]:
    """Undo all that is not undone yet of whatever `of` earned, spent, adjusted or transferred; [] when nothing.

    A merging is better undone by `unmerge`, which also parts two holders of whom one had nothing to move.
    """
    kinds = (*REVERSIBLE, Kind.TRANSFER)
    caused = PostingSet.objects.filter(source_kind=of.kind, source_id=of.id, kind__in=kinds)
    set_ids = [*caused.order_by("id").values_list("id", flat=True), *blocks.drafted_for(of, kinds)]
    # the latest first: what a later set took comes back before the lot that it took from is called in
    reversals = [Reversal(set_id=set_id, source=source) for set_id in reversed(set_ids)]

    def work() -> list[Posted]:
        done = []
        for reversal in reversals:
            try:
                done.append(reverse(reversal=reversal, by=by, at=at))
            except rules.AlreadyReversed:
                continue
        return done

    return opening.atomically(work)


def _undo(reversals: Sequence[Reversal], pasts: Mapping[int, _Past], by: Actor, at: datetime) -> list[Posted]:
    page, heirs = _open(pasts)
    done = writing.known((reversal.idempotency_key, Kind.REVERSE, reversal.source) for reversal in reversals)
    undone = _undone_before(page, pasts)
    results = []
    for reversal in reversals:
        if reversal.idempotency_key is not None and reversal.idempotency_key in done:
            results.append(done[reversal.idempotency_key])
            continue
        past = pasts[reversal.set_id]
        before = undone[reversal.set_id]
        parts = rules.left_to_undo(past.nets, before, reversal.amount, reversal.parts)
        head = writing.heading(
            Kind.REVERSE,
            source=reversal.source,
            by=by,
            at=at,
            occurred_at=reversal.occurred_at,
            store_id=reversal.store_id,
            idempotency_key=reversal.idempotency_key,
            reverses_id=reversal.set_id,
        )
        draft = rules.undo(page, head, past.nets, parts, system=past.system, heir=heirs[past.account_id])
        for part in parts:
            before[part.lot_id] = before.get(part.lot_id, 0) + part.amount
        result = replace(writing.posted(draft), parts=parts)
        results.append(result)
        if reversal.idempotency_key is not None:
            done[reversal.idempotency_key] = writing.again(result)
    writing.close(page, by=by, at=at)
    return results


def _undone_before(page: Page, set_ids: Collection[int]) -> dict[int, dict[int, int]]:
    """How much of each lot's part in the sets was undone before, also by this page."""
    found: dict[int, dict[int, int]] = defaultdict(dict, sql.undone(set_ids))
    for row in page.undone:
        found[row.set_id][row.lot_id] = found[row.set_id].get(row.lot_id, 0) + row.amount
    return found


def _open(pasts: Mapping[int, _Past]) -> tuple[Page, dict[int, int]]:
    heirs = opening.heirs_of({past.account_id for past in pasts.values()})
    lot_ids = {lot_id for past in pasts.values() for lot_id in past.nets}
    page = opening.open_accounts(
        set(heirs.values()),
        {past.currency for past in pasts.values()},
        {past.system for past in pasts.values()},
        more_lots=lot_ids,
    )
    return page, heirs


def _kinds(set_ids: Collection[int]) -> dict[int, Kind]:
    drafts = [draft for draft in map(blocks.drafted, set_ids) if draft is not None]
    kinds = {draft.id: draft.heading.kind for draft in drafts}
    if written := set(set_ids) - kinds.keys():
        found = PostingSet.objects.filter(id__in=written).values_list("id", "kind")
        kinds |= {set_id: Kind(kind) for set_id, kind in found}
    if len(kinds) != len(set_ids):
        raise UnknownSet
    return kinds


def _pasts(kinds: Mapping[int, Kind]) -> dict[int, _Past]:
    legs = {draft.id: draft.legs for draft in map(blocks.drafted, kinds) if draft is not None}
    if written := kinds.keys() - legs.keys():
        legs |= sql.legs(written)
    house = {leg.account_id for legs_of in legs.values() for leg in legs_of if leg.bucket is Bucket.SYSTEM}
    systems = sql.systems(house)
    return {set_id: _past(kinds[set_id], legs[set_id], systems) for set_id in kinds}


def _past(kind: Kind, legs: Sequence[Leg], systems: Mapping[int, System]) -> _Past:
    theirs = next(leg for leg in legs if leg.bucket is Bucket.SYSTEM)
    own = next(leg for leg in legs if leg.bucket is not Bucket.SYSTEM)
    nets = {lot_id: net for lot_id, net in net_by_lot(legs).items() if net}
    return _Past(kind, own.account_id, own.currency, systems[theirs.account_id], nets)
