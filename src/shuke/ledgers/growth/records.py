"""The rows of histories and standings: read for many members at once, written in few statements."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import Q

from shuke.foundation import ids
from shuke.foundation.actors import Actor
from shuke.foundation.db import bulk
from shuke.foundation.db import rows as plain
from shuke.foundation.outbox import operations as outbox
from shuke.foundation.rulebook import queries as rulebook
from shuke.ledgers.growth import models
from shuke.ledgers.growth.document import TierRules
from shuke.ledgers.growth.events import TierMoved
from shuke.ledgers.growth.models import Absorption, CountedSpend, GrowthStanding
from shuke.ledgers.growth.rules import Dated, Programme
from shuke.ledgers.growth.types import OUTSIDE, RULE_KIND, MoveKind, Spend, SpendKind, Standing, TierMove

_SPEND_COLUMNS = (
    "id", "member_id", "store_id", "kind", "business_date", "net_minor", "growth", "receipt_id", "original_id",
    "recorded_at",
)  # fmt: skip
_MOVE_COLUMNS = (
    "id", "member_id", "from_level", "to_level", "kind", "effective_on", "valid_until", "rule_version_id", "reason",
    "decided_at",
)  # fmt: skip
_EVENT_SIZE = 2_000
_HELD = (
    "SELECT EXISTS (SELECT 1 FROM growth_absorption a WHERE (a.absorbed_id = %s OR a.survivor_id = %s) "
    "AND a.parted_at IS NULL), s.level, s.since, s.period_from, s.valid_until, s.rule_version_id "
    "FROM growth_standing s WHERE s.member_id = %s"
)


def programme() -> Programme:
    """Return every approved version of the tier rules."""
    return Programme(
        tuple(
            Dated(version.id, version.effective_from, rulebook.document(version, TierRules))
            for version in rulebook.approved_versions(RULE_KIND)
        )
    )


def heirs(member_ids: Collection[int]) -> dict[int, int]:
    """Return member id → the member for whom the history counts today: the end of the line of mergers, or itself."""
    absorbed: dict[int, int] = {}
    newest: Collection[int] = list(member_ids)
    while newest:
        found = Absorption.objects.filter(absorbed_id__in=list(newest), parted_at__isnull=True)
        rows = dict(found.values_list("absorbed_id", "survivor_id"))
        absorbed |= rows
        newest = [survivor for survivor in rows.values() if survivor not in absorbed]
    return {member_id: _end_of_line(member_id, absorbed) for member_id in member_ids}


def spends_of(member_ids: Collection[int], until: date | None = None) -> dict[int, list[Spend]]:
    """Return each member's counted spends with those absorbed, in the order of their days."""
    counts_for = _counts_for(member_ids)
    rows = CountedSpend.objects.filter(member_id__in=list(counts_for)).order_by("business_date", "id")
    if until is not None:
        rows = rows.filter(business_date__lte=until)
    columns = ("member_id", "kind", "business_date", "net_minor", "growth", "receipt_id", "original_id")
    spends: dict[int, list[Spend]] = defaultdict(list)
    for member_id, kind, on, net_minor, growth, receipt_id, original_id in rows.values_list(*columns):
        spends[counts_for[member_id]].append(
            Spend(SpendKind(kind), on, net_minor, growth, receipt_id=receipt_id, original_id=original_id)
        )
    return spends


def family(member_id: int) -> list[int]:
    """Return the account for whom the member's history counts today, then all that were absorbed into it.

    One statement for almost everybody: who was never merged is a family of one.
    """
    near = Absorption.objects.filter(Q(absorbed_id=member_id) | Q(survivor_id=member_id), parted_at__isnull=True)
    if not near.exists():
        return [member_id]
    heir = heirs([member_id])[member_id]
    return [heir, *(each for each in _counts_for([heir]) if each != heir)]


def spends_of_family(member_ids: Sequence[int]) -> list[Spend]:
    """Return the counted spends of one family, in the order of their days."""
    marks = ", ".join(["%s"] * len(member_ids))
    found = plain.fetch(
        "SELECT kind, business_date, net_minor, growth, receipt_id, original_id FROM growth_counted_spend "
        f"WHERE member_id IN ({marks}) ORDER BY business_date, id",
        member_ids,
    )
    return [Spend(SpendKind(kind), _day(on), *rest) for kind, on, *rest in found]


def hold_one(member_id: int, day: date) -> tuple[list[int], Standing | None]:
    """Return the member's family and where it stands, locked: one statement for whoever was never merged.

    The row of the standing is made only where it is missing.
    """
    lock = "" if connection.vendor == "sqlite" else " FOR UPDATE OF s"
    found = plain.fetch(_HELD + lock, [member_id, member_id, member_id])
    if found and not found[0][0]:
        return [member_id], _standing(*found[0][1:])
    members = family(member_id)
    while True:
        standing = lock_standings({members[0]: day})[members[0]]
        held, members = members, family(member_id)
        if members == held:  # nobody merged or parted them while the lock was waited for
            return members, standing


def level_of(member_id: int) -> int:
    """Return the level that the member, or the survivor of its merge, holds now."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT s.level FROM growth_standing s WHERE s.level > 0 AND s.member_id = COALESCE(("
            "SELECT a.survivor_id FROM growth_absorption a WHERE a.absorbed_id = %s AND a.parted_at IS NULL), %s)",
            [member_id, member_id],
        )
        row = cursor.fetchone()
    return int(row[0]) if row else OUTSIDE


def moves_of(member_ids: Collection[int]) -> dict[int, list[TierMove]]:
    """Return each member's moves, oldest first."""
    rows = models.TierMove.objects.filter(member_id__in=list(member_ids)).order_by("id")
    moves: dict[int, list[TierMove]] = defaultdict(list)
    for row in rows:
        moves[row.member_id].append(move_of(row))
    return moves


def lock_standings(member_days: Mapping[int, date]) -> dict[int, Standing | None]:
    """Return where the members stand, each locked until the transaction ends; a new one stands outside.

    The row is the member's lock, so it is made where it is missing; rows are taken in the order of their ids, so that
    two batches never wait for each other in a circle.
    """
    ordered = sorted(member_days)
    missing = ((member_id, OUTSIDE, member_days[member_id], member_days[member_id]) for member_id in ordered)
    bulk.insert(GrowthStanding, ("member_id", "level", "since", "period_from"), missing, ignore_conflicts=True)
    rows = GrowthStanding.objects.filter(member_id__in=ordered).order_by("member_id").select_for_update()
    return {row.member_id: standing_of(row) for row in rows}


def lock_heirs(member_days: Mapping[int, date]) -> tuple[dict[int, int], dict[int, Standing | None]]:
    """Return member id → for whom its history counts, and where those stand, locked until the transaction ends.

    Whoever was merged while the lock was waited for is looked up again.
    """
    found = heirs(member_days)
    while True:
        days: dict[int, date] = {}
        for member_id, heir in found.items():
            days[heir] = min(member_days[member_id], days.get(heir, date.max))
        standings = lock_standings(days)
        held, found = found, heirs(member_days)
        if found == held:
            return found, standings


def standing_of(row: GrowthStanding) -> Standing | None:
    """Return the standing of the row, or None for somebody outside."""
    if row.rule_version_id is None:
        return None
    return Standing(row.level, row.since, row.period_from, row.valid_until, row.rule_version_id)


def _standing(level: int, since: str | date, period_from: str | date, *rest: Any) -> Standing | None:
    valid_until, rule_version_id = rest
    if rule_version_id is None:
        return None
    return Standing(level, _day(since), _day(period_from), plain.day(valid_until), rule_version_id)


def _day(value: str | date) -> date:
    return date.fromisoformat(value) if isinstance(value, str) else value


def insert_spends(rows: Iterable[CountedSpend]) -> None:
    """Write counted spends."""
    bulk.insert(CountedSpend, _SPEND_COLUMNS, ([getattr(row, name) for name in _SPEND_COLUMNS] for row in rows))


def write_moves(moves: Sequence[tuple[int, TierMove]], by: Actor, at: datetime) -> None:
    """Write members' moves and tell of them."""
    rows = [
        (key, member_id, move.from_level, move.to_level, move.kind.value, move.effective_on, move.valid_until,
         move.rule_version_id, dict(move.reason), at)
        for key, (member_id, move) in zip(ids.many(len(moves)), moves, strict=True)
    ]  # fmt: skip
    bulk.insert(models.TierMove, _MOVE_COLUMNS, rows)
    for batch in bulk.batches(rows, _EVENT_SIZE):
        keys, members, before, after, kinds, *_ = zip(*batch, strict=True)
        outbox.emit(TierMoved(list(keys), list(members), list(before), list(after), list(kinds)), by=by, at=at)


def write_standings(standings: Mapping[int, Standing]) -> None:
    """Write where members stand now."""
    GrowthStanding.objects.bulk_create(
        (GrowthStanding(member_id=member_id, **asdict(standing)) for member_id, standing in standings.items()),
        batch_size=1_000,
        update_conflicts=True,
        unique_fields=["member_id"],
        update_fields=["level", "since", "period_from", "valid_until", "rule_version_id"],
    )


def move_of(row: models.TierMove) -> TierMove:
    """Return the move that the row holds."""
    return TierMove(
        row.from_level,
        row.to_level,
        MoveKind(row.kind),
        row.effective_on,
        row.valid_until,
        row.rule_version_id,
        row.reason,
    )


def packed(standing: Standing | None) -> dict[str, Any] | None:
    """Return a standing as it is stored beside a merge."""
    if standing is None:
        return None
    return {
        "level": standing.level,
        "since": standing.since.isoformat(),
        "period_from": standing.period_from.isoformat(),
        "valid_until": standing.valid_until.isoformat() if standing.valid_until else None,
        "rule_version_id": standing.rule_version_id,
    }


def unpacked(stored: Mapping[str, Any] | None) -> Standing | None:
    """Return the standing that was stored beside a merge."""
    if stored is None:
        return None
    return Standing(
        stored["level"],
        date.fromisoformat(stored["since"]),
        date.fromisoformat(stored["period_from"]),
        date.fromisoformat(stored["valid_until"]) if stored["valid_until"] else None,
        stored["rule_version_id"],
    )


def _counts_for(member_ids: Collection[int]) -> dict[int, int]:
    """Return member id → the one of `member_ids` for whom the history counts, down all lines of mergers."""
    counts_for = {member_id: member_id for member_id in member_ids}
    newest: Collection[int] = list(member_ids)
    while newest:
        found = Absorption.objects.filter(survivor_id__in=list(newest), parted_at__isnull=True)
        rows = [row for row in found.values_list("absorbed_id", "survivor_id") if row[0] not in counts_for]
        counts_for |= {absorbed: counts_for[survivor] for absorbed, survivor in rows}
        newest = [absorbed for absorbed, _ in rows]
    return counts_for


def _end_of_line(member_id: int, absorbed: Mapping[int, int]) -> int:
    while member_id in absorbed:
        member_id = absorbed[member_id]
    return member_id
