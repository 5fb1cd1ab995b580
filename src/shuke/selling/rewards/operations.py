"""Everything that may be done with rewards, gathered at one door. All are atomic and keyword-only."""

from shuke.selling.rewards.birthdays import give_birthdays
from shuke.selling.rewards.exchanging import exchange, give
from shuke.selling.rewards.handing import cancel, collect, lapse_due
from shuke.selling.rewards.refused import (
    ExtraMoneyDue,
    GiftsGone,
    GivenOnly,
    HadEnough,
    IdUsedForAnother,
    MemberFrozen,
    NoSuchExchange,
    NoSuchReward,
    NotACount,
    NotInThisStore,
    NotWaiting,
    PassHasItsPrice,
    ReasonMissing,
    TierTooLow,
)
from shuke.selling.rewards.stocking import grant_stock

__all__ = [
    "ExtraMoneyDue",
    "GiftsGone",
    "GivenOnly",
    "HadEnough",
    "IdUsedForAnother",
    "MemberFrozen",
    "NoSuchExchange",
    "NoSuchReward",
    "NotACount",
    "NotInThisStore",
    "NotWaiting",
    "PassHasItsPrice",
    "ReasonMissing",
    "TierTooLow",
    "cancel",
    "collect",
    "exchange",
    "give",
    "give_birthdays",
    "grant_stock",
    "lapse_due",
]
