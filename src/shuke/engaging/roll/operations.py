"""What can be done with the roll."""

from shuke.engaging.roll.bulk_runs import (
    NobodyMatches,
    NoSuchRun,
    NotAtWork,
    NotToBeUndone,
    begin_undoing,
    cancel,
    carry_out,
    start,
    undo,
)
from shuke.engaging.roll.checking import UnknownClass
from shuke.engaging.roll.doing import AlreadyTheirs, NoOwnerBefore, OwnerChangedSince
from shuke.engaging.roll.making import refresh
from shuke.engaging.roll.rules import OwnedByNobody, RangeReversed
from shuke.engaging.roll.saving import (
    FilterNameTaken,
    NoSuchFilter,
    TooManyFilters,
    change_filter,
    drop_filter,
    save_filter,
)

__all__ = [
    "AlreadyTheirs",
    "FilterNameTaken",
    "NoOwnerBefore",
    "NoSuchFilter",
    "NoSuchRun",
    "NobodyMatches",
    "NotAtWork",
    "NotToBeUndone",
    "OwnedByNobody",
    "OwnerChangedSince",
    "RangeReversed",
    "TooManyFilters",
    "UnknownClass",
    "begin_undoing",
    "cancel",
    "carry_out",
    "change_filter",
    "drop_filter",
    "refresh",
    "save_filter",
    "start",
    "undo",
]
