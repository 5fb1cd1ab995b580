"""What is refused at a till, by name."""

from shuke.foundation.refusals import Refusal


class DeviceUnknown(Refusal):
    """No such device, or none that is enrolled."""

    code = "tills.device_unknown"
    status = 404
    zh = "设备不存在或未启用"
    en = "There is no such device, or it is not enrolled"


class InvitationInvalid(Refusal):
    """The code is wrong, used, or too old."""

    code = "tills.invitation_invalid"
    status = 422
    zh = "设备码无效或已过期,请重新申请"
    en = "The device code is not valid any more; ask for a new one"


class WeakPin(Refusal):
    """The PIN could be guessed at first sight."""

    code = "tills.weak_pin"
    status = 422
    zh = "PIN 须为 4 至 8 位数字,且不能是相同或连续数字"
    en = "A PIN is four to eight digits, not all equal and not a straight run"


class WrongPin(Refusal):
    """The person or the PIN is not right; which of the two is not told."""

    code = "tills.wrong_pin"
    status = 401
    zh = "工号或 PIN 不正确"
    en = "The staff code or the PIN is not right"


class PinLocked(Refusal):
    """Too many wrong tries."""

    code = "tills.pin_locked"
    status = 429
    zh = "PIN 连续输错 {tries} 次,请 {minutes} 分钟后再试"
    en = "{tries} wrong PINs; try again in {minutes} minutes"


class ShiftOpenAlready(Refusal):
    """One drawer, one shift."""

    code = "tills.shift_open_already"
    zh = "该收银机还有未交班的班次"
    en = "This till still has an open shift"


class ShiftNotOpen(Refusal):
    """The shift was cashed up, or never was."""

    code = "tills.shift_not_open"
    zh = "班次未开启或已交班"
    en = "The shift is not open"


class NoSuchShift(Refusal):
    """There is no such shift, or none that the asker may see."""

    code = "tills.no_such_shift"
    status = 404
    zh = "没有这个班次"
    en = "There is no such shift"


class NotAnAmount(Refusal):
    """Cash is moved in amounts above zero; a float or a count is not below it."""

    code = "tills.not_an_amount"
    status = 422
    zh = "金额无效"
    en = "Not a valid amount"


class ReasonMissing(Refusal):
    """Nobody moves cash without saying why."""

    code = "tills.reason_missing"
    status = 422
    zh = "请填写现金进出的原因"
    en = "Say why the cash is moved"
