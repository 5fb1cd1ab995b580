"""What is refused at a till, by name."""

from shuke.foundation.refusals import Refusal


class DeviceUnknown(Refusal):
    """No such device, or none that is enrolled."""

    code = "tills.device_unknown"
    status = 404
    zh = "设备不存在或未启用"
    en = "There is no such device, or it is not enrolled"


class KeyUnknown(Refusal):
    """No till was ever given this key."""

    code = "tills.key_unknown"
    status = 401
    zh = "收银机密钥无效,请重新登记设备"
    en = "No till has this key; enrol the device"


class DeviceRevoked(Refusal):
    """The till was ended by a manager."""

    code = "tills.device_revoked"
    status = 401
    zh = "该收银机已停用"
    en = "This till has been revoked"


class SeatUnknown(Refusal):
    """Nobody signed on at this till with this key."""

    code = "tills.seat_unknown"
    status = 401
    zh = "请先用工号和 PIN 签到"
    en = "Sign on with your staff code and PIN first"


class SignedOff(Refusal):
    """The person left the till, another one took it, or the PIN was changed."""

    code = "tills.signed_off"
    status = 401
    zh = "已签退,请重新签到"
    en = "Signed off; sign on again"


class SeatEnded(Refusal):
    """A seat stands for a working day at most."""

    code = "tills.seat_ended"
    status = 401
    zh = "签到已超过一个工作日,请重新签到"
    en = "You signed on more than a working day ago; sign on again"


class NotPostedHere(Refusal):
    """The person has no role in this store, or none any more."""

    code = "tills.not_posted_here"
    status = 403
    zh = "您在该门店没有岗位,或任期已结束"
    en = "You hold no role in this store, or hold it no longer"


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


class NoShift(Refusal):
    """Money is taken at a till in a shift, so that it is counted."""

    code = "tills.no_shift"
    zh = "请先开班再收银"
    en = "Open a shift first"


class MoveDiffers(Refusal):
    """The id belongs to another move of cash."""

    code = "tills.move_differs"
    status = 422
    zh = "该编号已用于另一笔现金进出"
    en = "This id was used for another move of cash"


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
