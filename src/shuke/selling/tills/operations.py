"""Everything that may be done to tills, gathered at one door."""

from shuke.selling.tills.devices import enrol_device, invite_device, revoke_device
from shuke.selling.tills.pins import set_pin, sign_off, sign_on
from shuke.selling.tills.refused import (
    DeviceUnknown,
    InvitationInvalid,
    NoSuchShift,
    NotAnAmount,
    PinLocked,
    ReasonMissing,
    ShiftNotOpen,
    ShiftOpenAlready,
    WeakPin,
    WrongPin,
)
from shuke.selling.tills.shifts import close_shift, hold_open, move_cash, open_shift

__all__ = [
    "DeviceUnknown",
    "InvitationInvalid",
    "NoSuchShift",
    "NotAnAmount",
    "PinLocked",
    "ReasonMissing",
    "ShiftNotOpen",
    "ShiftOpenAlready",
    "WeakPin",
    "WrongPin",
    "close_shift",
    "enrol_device",
    "hold_open",
    "invite_device",
    "move_cash",
    "open_shift",
    "revoke_device",
    "set_pin",
    "sign_off",
    "sign_on",
]
