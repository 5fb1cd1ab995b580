"""Take receipts out again, with all they did to points: an import that should never have come in."""

from collections.abc import Sequence
from datetime import datetime

from shuke.foundation import ids
from shuke.foundation.actors import Actor
from shuke.ledgers.book import operations as book
from shuke.ledgers.book.types import Earning, Reversal, Source, System, member
from shuke.ledgers.points import records
from shuke.ledgers.points.models import PointsEarning
from shuke.ledgers.points.types import CURRENCY, Outcome


def retract(receipt_ids: Sequence[int], by: Actor, at: datetime) -> int:
    """Undo the receipts' rows: an earning loses what is left of it, a return gives back what it took."""
    rows = _standing(receipt_ids)
    earned = [row for row in rows if row.outcome == Outcome.EARNED]
    undone = _take_earnings(earned, by, at)
    returns = [row for row in rows if row.outcome in (Outcome.REVERSED, Outcome.CLAWED_BACK)]
    undone += _give_returns(returns, {row.receipt_id for row in earned}, by, at)
    undone += [_row(row, 0) for row in rows if row.outcome == Outcome.NO_RULE]
    records.insert(undone)
    return len(undone)


def _standing(receipt_ids: Sequence[int]) -> list[PointsEarning]:
    rows = PointsEarning.objects.filter(receipt_id__in=list(receipt_ids)).order_by("id")
    retracted = {row.receipt_id for row in rows if row.is_retraction}
    return [row for row in rows if row.receipt_id not in retracted]


def _take_earnings(rows: Sequence[PointsEarning], by: Actor, at: datetime) -> list[PointsEarning]:
    pasts = records.earnings_of_receipts([row.receipt_id for row in rows])
    given_back = _given_back_before(list(pasts))
    reversals = [
        Reversal(set_id=past.set_id, amount=past.left, source=Source("receipt", past.receipt_id))
        for past in pasts.values()
        if past.set_id is not None and past.left
    ]
    reversals += [
        Reversal(set_id=row.set_id, source=Source("receipt", row.original_id or 0))
        for row in given_back
        if row.set_id is not None
    ]
    if reversals:
        book.reverse_many(reversals=reversals, by=by, at=at)
    return [_row(row, -pasts[row.receipt_id].left) for row in rows]


def _given_back_before(receipt_ids: Sequence[int]) -> list[PointsEarning]:
    """Return the returns of these sales that were retracted earlier: what they gave back goes with the sale."""
    return list(PointsEarning.objects.filter(original_id__in=receipt_ids, is_retraction=True, set_id__isnull=False))


def _give_returns(
    rows: Sequence[PointsEarning], with_their_sale: set[int], by: Actor, at: datetime
) -> list[PointsEarning]:
    """Give back what the returns took, unless their sale is gone as well: then the two have cancelled already."""
    gone = with_their_sale | set(
        PointsEarning.objects.filter(
            receipt_id__in=[row.original_id for row in rows if row.original_id], is_retraction=True
        ).values_list("receipt_id", flat=True)
    )
    undone = [_row(row, 0 if row.original_id in gone else -row.points) for row in rows]
    giving = [row for row in undone if row.points]
    earnings = [
        Earning(
            holder=member(row.member_id),
            currency=CURRENCY,
            amount=row.points,
            source=Source("receipt", row.receipt_id),
            expires_on=row.expires_on,
            store_id=row.store_id,
            out_of=System.ISSUED,
        )
        for row in giving
    ]
    posted = book.earn_many(earnings=earnings, by=by, at=at) if earnings else []
    for row, result in zip(giving, posted, strict=True):
        row.set_id = result.set_id
    return undone


def _row(row: PointsEarning, points: int) -> PointsEarning:
    return PointsEarning(
        id=ids.new(),
        receipt_id=row.receipt_id,
        is_retraction=True,
        member_id=row.member_id,
        store_id=row.store_id,
        business_date=row.business_date,
        outcome=Outcome.RETRACTED,
        original_id=row.original_id,
        rule_version_id=row.rule_version_id,
        tier_level=row.tier_level,
        net_minor=-row.net_minor,
        points=points,
        expires_on=row.expires_on,
    )
