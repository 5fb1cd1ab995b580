"""What is locked, in which order, and why.

Two returns of one sale at two tills must not both take the same points back, so the sale's row is locked first; rows
are always taken in the order of their ids. The book's own account locks come later and guard the balance itself.
"""

from collections.abc import Collection
from datetime import date

from django.db.models import QuerySet

from shuke.foundation.db.locks import lock_in_transaction
from shuke.ledgers.points.models import PointsEarning
from shuke.ledgers.points.types import Outcome


def earnings(rows: QuerySet[PointsEarning]) -> list[PointsEarning]:
    """Return the earnings among the rows, locked until the transaction ends."""
    return list(rows.filter(outcome=Outcome.EARNED).order_by("id").select_for_update())


def days(of: Collection[tuple[int, date]]) -> None:
    """Let nobody else earn on these members' days, so that a day's cap holds for two tills at once."""
    for member_id, day in sorted(of):
        lock_in_transaction(f"points.day.{member_id}.{day}")
