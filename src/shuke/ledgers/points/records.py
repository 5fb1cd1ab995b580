"""The rows of judged receipts: how reasons are written down and read again, and what is left of an earning."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from shuke.foundation.db import bulk
from shuke.ledgers.points import locks, rules
from shuke.ledgers.points.models import PointsEarning
from shuke.ledgers.points.types import (
    Claim,
    EarnedLine,
    LineEarning,
    LineReversal,
    Multiplier,
    MultiplierKind,
    Outcome,
)

COLUMNS = (
    "id", "receipt_id", "is_retraction", "member_id", "store_id", "business_date", "outcome", "original_id", "set_id",
    "rule_version_id", "tier_level", "net_minor", "points", "capped_by", "available_on", "expires_on", "lines",
)  # fmt: skip


@dataclass(slots=True)
class PastEarning:
    """An earning as it stands: its lines with what came back, and how many of its points are still to be taken."""

    receipt_id: int
    member_id: int
    set_id: int | None
    lines: list[EarnedLine]
    left: int

    def take(self, reversals: Sequence[LineReversal]) -> int:
        """Note what comes back and return how many points go with it, never more than are left."""
        self.lines = rules.after(self.lines, reversals)
        return self.claim(sum(reversal.points for reversal in reversals))

    def claim(self, points: int) -> int:
        """Take up to so many points and return how many it were."""
        taken = min(points, self.left)
        self.left -= taken
        return taken


def insert(rows: Iterable[PointsEarning]) -> int:
    """Write the rows."""
    return bulk.insert(PointsEarning, COLUMNS, ([getattr(row, name) for name in COLUMNS] for row in rows))


def known(receipt_ids: Collection[int]) -> set[int]:
    """Return which of the receipts have been judged before."""
    rows = PointsEarning.objects.filter(receipt_id__in=list(receipt_ids), is_retraction=False)
    return set(rows.values_list("receipt_id", flat=True))


def earnings_of_receipts(receipt_ids: Collection[int]) -> dict[int, PastEarning]:
    """Return receipt id → the earning as it stands, locked until the transaction ends."""
    wanted = list(receipt_ids)
    return _as_they_stand(locks.earnings(PointsEarning.objects.filter(receipt_id__in=wanted)) if wanted else [])


def earnings_of_members(member_ids: Collection[int]) -> dict[int, PastEarning]:
    """Return receipt id → each earning of the members that has points left, newest first, locked."""
    wanted = list(member_ids)
    rows = locks.earnings(PointsEarning.objects.filter(member_id__in=wanted)) if wanted else []
    standing = _as_they_stand(rows)
    order = {row.receipt_id: (row.business_date, row.id) for row in rows}
    newest_first = sorted(standing.values(), key=lambda past: order[past.receipt_id], reverse=True)
    return {past.receipt_id: past for past in newest_first if past.left}


def earning_lines(rows: Iterable[LineEarning]) -> list[list[Any]]:
    """Return the lines of an earning as they are stored."""
    return [
        [
            line.line_no,
            line.category_id,
            line.net_minor,
            line.base_minor,
            line.points,
            int(line.excluded),
            [[why.kind.value, why.code, why.percent] for why in line.multipliers],
        ]
        for line in rows
    ]


def reversal_lines(rows: Iterable[LineReversal]) -> list[list[int]]:
    """Return the lines of a reversal as they are stored."""
    return [[row.line_no, row.returned_minor, row.points] for row in rows]


def claim_lines(rows: Iterable[Claim]) -> list[list[int]]:
    """Return the claims of a return without original as they are stored."""
    return [[row.receipt_id, row.points] for row in rows]


def read_lines(row: PointsEarning) -> tuple[LineEarning | LineReversal | Claim, ...]:
    """Return the stored lines of any row."""
    if row.outcome == Outcome.REVERSED:
        return tuple(LineReversal(*line) for line in row.lines)
    if row.outcome == Outcome.CLAWED_BACK:
        return tuple(Claim(*line) for line in row.lines)
    return tuple(_read_earning_line(line) for line in row.lines)


def past_of(row: PointsEarning) -> PastEarning:
    """Return a fresh earning of which nothing has come back."""
    lines = [
        EarnedLine(line.line_no, line.category_id, line.net_minor, line.points)
        for line in map(_read_earning_line, row.lines)
    ]
    return PastEarning(row.receipt_id, row.member_id, row.set_id, lines, row.points)


def _read_earning_line(stored: Sequence[Any]) -> LineEarning:
    line_no, category_id, net_minor, base_minor, points, excluded, multipliers = stored
    return LineEarning(
        line_no=line_no,
        net_minor=net_minor,
        base_minor=base_minor,
        points=points,
        multipliers=tuple(Multiplier(MultiplierKind(kind), code, percent) for kind, code, percent in multipliers),
        excluded=bool(excluded),
        category_id=category_id,
    )


def _as_they_stand(rows: Sequence[PointsEarning]) -> dict[int, PastEarning]:
    if not rows:
        return {}
    pasts = {row.receipt_id: past_of(row) for row in rows if row.outcome == Outcome.EARNED}
    later = PointsEarning.objects.order_by("id")
    for change in later.filter(original_id__in=list(pasts), outcome=Outcome.REVERSED):
        pasts[change.original_id or 0].take([LineReversal(*line) for line in change.lines])
    members = {past.member_id for past in pasts.values()}
    for claiming in later.filter(member_id__in=list(members), outcome=Outcome.CLAWED_BACK):
        for receipt_id, points in claiming.lines:
            if receipt_id in pasts:
                pasts[receipt_id].claim(points)
    retracted = later.filter(receipt_id__in=list(pasts), is_retraction=True).values_list("receipt_id", flat=True)
    for receipt_id in retracted:
        pasts[receipt_id].left = 0
    return pasts


def set_ids(receipt_ids: Collection[int]) -> dict[int, int | None]:
    """Return receipt id → the posting set of its earning."""
    rows = PointsEarning.objects.filter(receipt_id__in=list(receipt_ids), outcome=Outcome.EARNED)
    return dict(rows.values_list("receipt_id", "set_id"))
