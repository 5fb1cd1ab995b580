"""Everything that gives coupons, uses them or takes them: the room's verbs, gathered at one door.

All are atomic, keyword-only, and take `by` and `at`. Balances are posted through the book, in the caller's transaction
and on the caller's page where one is open (`queries.holders` says whose accounts to announce).
"""

from datetime import date, datetime

from shuke.foundation.actors import Actor
from shuke.ledgers.book import operations as book
from shuke.ledgers.book.types import Run
from shuke.ledgers.coupons.claiming import CodeTaken, UnknownCode, claim, make_codes, open_code
from shuke.ledgers.coupons.issuing import HadEnough, NoLongerValid, NotThisWay, issue, issue_bundle, issue_many
from shuke.ledgers.coupons.joining import join_counts, part_counts
from shuke.ledgers.coupons.passing import NotTransferable, SameMember, take_back, transfer, void
from shuke.ledgers.coupons.quotas import NotACount, ReasonMissing, SoldOut, grant_quota
from shuke.ledgers.coupons.templates import NoSuchBundle, NoSuchTemplate
from shuke.ledgers.coupons.types import CURRENCY
from shuke.ledgers.coupons.using import MembersOnly, NoSuchCoupon, NotUsable, give_back, redeem, take_shown

__all__ = [
    "CodeTaken",
    "HadEnough",
    "MembersOnly",
    "NoLongerValid",
    "NoSuchBundle",
    "NoSuchCoupon",
    "NoSuchTemplate",
    "NotACount",
    "NotThisWay",
    "NotTransferable",
    "NotUsable",
    "ReasonMissing",
    "SameMember",
    "SoldOut",
    "UnknownCode",
    "claim",
    "expire_due",
    "give_back",
    "grant_quota",
    "issue",
    "issue_bundle",
    "issue_many",
    "join_counts",
    "make_codes",
    "open_code",
    "part_counts",
    "redeem",
    "take_back",
    "take_shown",
    "transfer",
    "void",
]


def expire_due(*, on: date, by: Actor, at: datetime) -> Run:
    """Write the coupons off whose days are over; one batch, call again until finished."""
    return book.expire_due(on=on, by=by, at=at, currency=CURRENCY)
