"""What follows a member when two accounts of one person become one, and comes back when they are parted again."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from shuke.engaging.care import queries as care
from shuke.foundation.actors import Actor
from shuke.foundation.datamap.types import Words
from shuke.foundation.members.types import Follower, FollowLine
from shuke.foundation.tags import queries as tags
from shuke.ledgers.book import operations as book
from shuke.ledgers.book import queries as balances
from shuke.ledgers.book.types import Source, member
from shuke.ledgers.coupons import operations as coupons
from shuke.ledgers.growth import operations as growth
from shuke.selling.sales import queries as sales

_CURRENCIES = {
    "points": Words("积分", "Points"),
    "growth": Words("成长值", "Growth value"),
    "principal": Words("储值本金(分)", "Stored principal (fen)"),
    "bonus": Words("储值赠送(分)", "Stored bonus (fen)"),
    "coupon": Words("优惠券(张)", "Coupons"),
    "pass": Words("次卡(次)", "Sessions of passes"),
    "benefit": Words("权益(次)", "Benefits"),
}


class BookFollower:
    """Every lot follows to the survivor; parting reverses exactly those postings."""

    name = "book"

    def preview(self, *, survivor_id: int, merged_id: int) -> Sequence[FollowLine]:
        """Return the balances that would follow."""
        held = {currency: balances.balance(member(merged_id), currency) for currency in _CURRENCIES}
        return [FollowLine(_CURRENCIES[currency], balance.net) for currency, balance in held.items()]

    def follow(self, *, merge_id: int, survivor_id: int, merged_id: int, by: Actor, at: datetime) -> None:
        """Transfer the lots."""
        book.merge(
            absorbed=member(merged_id), survivor=member(survivor_id), source=Source("merge", merge_id), by=by, at=at
        )

    def unfollow(self, *, merge_id: int, survivor_id: int, merged_id: int, by: Actor, at: datetime) -> None:
        """Reverse the transfer; what the survivor has spent of it meanwhile becomes the survivor's debt."""
        book.unmerge(absorbed=member(merged_id), source=Source("unmerge", merge_id), by=by, at=at)


class TierFollower:
    """The survivor's tier is decided anew from both histories; parting decides both anew."""

    name = "tiers"

    def preview(self, *, survivor_id: int, merged_id: int) -> Sequence[FollowLine]:
        """Return nothing: a tier is decided, it does not move."""
        return []

    def follow(self, *, merge_id: int, survivor_id: int, merged_id: int, by: Actor, at: datetime) -> None:
        """Let the survivor's history take in the other's."""
        growth.absorb(survivor_id=survivor_id, absorbed_id=merged_id, merge_id=merge_id, by=by, at=at)

    def unfollow(self, *, merge_id: int, survivor_id: int, merged_id: int, by: Actor, at: datetime) -> None:
        """Part the histories."""
        growth.part(survivor_id=survivor_id, absorbed_id=merged_id, merge_id=merge_id, by=by, at=at)


class AllowanceFollower:
    """What both were issued counts together towards the limits per member; parting takes it apart again.

    After the book, whose accounts are locked by then: nobody is issued anything meanwhile.
    """

    name = "allowances"

    def preview(self, *, survivor_id: int, merged_id: int) -> Sequence[FollowLine]:
        """Return nothing: the coupons themselves are told by the book."""
        return []

    def follow(self, *, merge_id: int, survivor_id: int, merged_id: int, by: Actor, at: datetime) -> None:
        """Count what the merged was issued towards the survivor's limits."""
        coupons.join_counts(survivor_id=survivor_id, absorbed_id=merged_id)

    def unfollow(self, *, merge_id: int, survivor_id: int, merged_id: int, by: Actor, at: datetime) -> None:
        """Take it out of the survivor's counts."""
        coupons.part_counts(survivor_id=survivor_id, absorbed_id=merged_id)


@dataclass(slots=True)
class ReadThrough:
    """What stays where it was written; every reader follows the mapping from the merged id to its survivor."""

    name: str
    what: Words
    count: Callable[[int], int]

    def preview(self, *, survivor_id: int, merged_id: int) -> Sequence[FollowLine]:
        """Return how much would be read under the survivor."""
        return [FollowLine(self.what, self.count(merged_id))]

    def follow(self, *, merge_id: int, survivor_id: int, merged_id: int, by: Actor, at: datetime) -> None:
        """Do nothing: the mapping is enough."""

    def unfollow(self, *, merge_id: int, survivor_id: int, merged_id: int, by: Actor, at: datetime) -> None:
        """Do nothing: the mapping is gone."""


# the tier before the book: a till takes these locks in this order, and whoever takes them crosswise blocks it
FOLLOWERS: tuple[Follower, ...] = (
    TierFollower(),
    BookFollower(),
    AllowanceFollower(),
    ReadThrough("receipts", Words("小票", "Receipts"), sales.count_of_member),
    ReadThrough("tags", Words("标签", "Tags"), tags.count_of_member),
    ReadThrough("care", Words("关怀记录", "Entries of the care log"), care.count_of_member),
)
"""Pass these to `members.operations.merge` and `unmerge`, and to their preview."""
