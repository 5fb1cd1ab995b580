"""What can be asked about points: balances, the ledger, why so many, and what will be gone soon."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date, timedelta

from django.db.models import Sum

from shuke.foundation.db.flaws import Flaw
from shuke.ledgers.book import queries as book
from shuke.ledgers.book.types import Balance, Entry, Explanation, member
from shuke.ledgers.points import judging, proving, records, rules
from shuke.ledgers.points.judging import DatedRule
from shuke.ledgers.points.lint import lint
from shuke.ledgers.points.models import PointsEarning
from shuke.ledgers.points.replaying import Comparison
from shuke.ledgers.points.types import CURRENCY, Cap, EarnableSale, Earning, Expiring, Explained, Outcome

__all__ = [
    "Comparison",
    "balance",
    "expiring",
    "explain",
    "explain_receipt",
    "explained",
    "ledger",
    "lint",
    "lots",
    "points_of",
    "preview",
    "redeemable",
    "rule_on",
    "worth",
]


def rule_on(day: date) -> DatedRule | None:
    """Return the earn rule in force on the day, or None before the first."""
    return next((version for version in judging.rule_versions() if version.effective_from <= day), None)


def worth(points: int, *, on: date) -> int:
    """Return the fen that so many points pay at the till on the day; nothing where no rule holds."""
    version = rule_on(on)
    return 0 if version is None else rules.worth(points, version.rule)


def redeemable(available: int, *, most_fen: int, on: date) -> int:
    """Return how many of the available points may be spent at most on something that costs so many fen."""
    version = rule_on(on)
    return 0 if version is None else rules.most_redeemable(available, most_fen, version.rule)


def preview(*, sale: EarnableSale, tier_level: int) -> Earning | None:
    """Return what a sale would earn, without writing anything and without the day's cap; None where no rule holds."""
    version = rule_on(sale.business_date)
    return (
        None if version is None else rules.earn(sale, version.rule, tier_level, judging.paths([sale], [version.rule]))
    )


def balance(member_id: int) -> Balance:
    """Return what the member has: to spend, pending, held, and owed."""
    return book.balance(member(member_id), CURRENCY)


def ledger(member_id: int, *, limit: int = 50, before: int | None = None) -> list[Entry]:
    """Return the member's entries, newest first, each with the balance after it."""
    return book.statement(member(member_id), CURRENCY, limit=limit, before=before)


def lots(member_id: int) -> Explanation:
    """Return the member's balance and the lots it consists of, in the order in which they would be spent."""
    return book.explain(member(member_id), CURRENCY)


def explain(member_id: int, *, limit: int = 50, before: int | None = None) -> list[Explained]:
    """Return the member's receipts, newest first, with what each earned or took back and why.

    `before` is the receipt last seen, for the next page.
    """
    rows = PointsEarning.objects.filter(member_id=member_id).order_by("-business_date", "-id")
    if before is not None:
        seen = PointsEarning.objects.filter(receipt_id=before).order_by("id").first()
        rows = rows.filter(id__lt=seen.id) if seen else rows
    return [explained(row) for row in rows[:limit]]


def explain_receipt(receipt_id: int) -> list[Explained]:
    """Return what the receipt did to points: judged once, and retracted where it was."""
    return [explained(row) for row in PointsEarning.objects.filter(receipt_id=receipt_id).order_by("id")]


def points_of(receipt_ids: Collection[int]) -> dict[int, int]:
    """Return receipt id → the points it earned (negative: took back); unknown receipts are left out."""
    rows = PointsEarning.objects.filter(receipt_id__in=list(receipt_ids))
    return {row["receipt_id"]: row["total"] for row in rows.values("receipt_id").annotate(total=Sum("points"))}


def expiring(*, on: date, within_days: int, member_ids: Sequence[int] | None = None) -> Iterator[Expiring]:
    """Yield what of members' points will be gone within so many days after `on`, by member and day.

    For notices: what has been spent or taken back meanwhile is not counted.
    """
    until = on + timedelta(days=within_days)
    for member_id, day, points in book.ending(CURRENCY, after=on, until=until, member_ids=member_ids):
        yield Expiring(member_id, points, day)


def explained(row: PointsEarning) -> Explained:
    """Return what a row says."""
    return Explained(
        receipt_id=row.receipt_id,
        member_id=row.member_id,
        business_date=row.business_date,
        outcome=Outcome(row.outcome),
        points=row.points,
        tier_level=row.tier_level,
        rule_version_id=row.rule_version_id,
        original_id=row.original_id,
        capped_by=Cap(row.capped_by) if row.capped_by else None,
        available_on=row.available_on,
        expires_on=row.expires_on,
        lines=records.read_lines(row),
    )


def flaws() -> Iterator[Flaw]:
    """Yield every earning and opening that the book knows otherwise; for `shuke prove`."""
    yield from proving.find()
