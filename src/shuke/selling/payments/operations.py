"""Everything that may be done about money from outside, gathered at one door."""

from shuke.selling.payments.asking import apply, ask, ask_silent, cancel, confirm, intend
from shuke.selling.payments.refused import (
    AlreadyApplied,
    AlreadyPaid,
    IntentDiffers,
    IntentUnknown,
    MoreThanPaid,
    NotAnAmount,
    NoticeForged,
    NotPaid,
    PayCodeRefused,
    ProviderDown,
    WayNotOffered,
)
from shuke.selling.payments.returning import ask_returns, send_back, send_back_late, send_back_unused

__all__ = [
    "AlreadyApplied",
    "AlreadyPaid",
    "IntentDiffers",
    "IntentUnknown",
    "MoreThanPaid",
    "NotAnAmount",
    "NotPaid",
    "NoticeForged",
    "PayCodeRefused",
    "ProviderDown",
    "WayNotOffered",
    "apply",
    "ask",
    "ask_returns",
    "ask_silent",
    "cancel",
    "confirm",
    "intend",
    "send_back",
    "send_back_late",
    "send_back_unused",
]
