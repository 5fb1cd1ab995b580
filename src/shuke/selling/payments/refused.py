"""What is refused of payments, by name."""

from shuke.foundation.refusals import Refusal


class WayNotOffered(Refusal):
    """No adaptor serves this way of paying here."""

    code = "payments.way_not_offered"
    zh = "尚未开通该支付方式:{way}"
    en = "This way of paying is not set up: {way}"


class NotAnAmount(Refusal):
    """A payment is above zero."""

    code = "payments.not_an_amount"
    status = 422
    zh = "支付金额须大于零"
    en = "A payment is above zero"


class IntentUnknown(Refusal):
    """No such payment."""

    code = "payments.unknown"
    status = 404
    zh = "没有这笔支付"
    en = "There is no such payment"


class IntentDiffers(Refusal):
    """The id belongs to another payment."""

    code = "payments.id_reused"
    status = 422
    zh = "该支付编号已用于另一笔支付"
    en = "This id was used for another payment"


class NotPaid(Refusal):
    """The money has not come, or not so much, or it was closed."""

    code = "payments.not_paid"
    zh = "该笔支付尚未到账或金额不符"
    en = "This payment has not arrived, or not in this amount"


class AlreadyApplied(Refusal):
    """The payment has paid for another order."""

    code = "payments.already_applied"
    zh = "该笔支付已用于其他订单"
    en = "This payment has paid for another order"


class MoreThanPaid(Refusal):
    """More would go back than came."""

    code = "payments.more_than_paid"
    zh = "退款超过可退金额:可退 {left} 分"
    en = "More than can be returned: {left} fen are left"


class AlreadyPaid(Refusal):
    """What is paid cannot be closed; send it back instead."""

    code = "payments.already_paid"
    zh = "该笔支付已到账,请走退款"
    en = "This payment has arrived; send it back instead"


class PayCodeRefused(Refusal):
    """The provider does not collect by this code; the payment is closed, and another one is asked for."""

    code = "payments.pay_code_refused"
    status = 422
    zh = "付款码无效、已过期或被拒绝,请顾客刷新付款码后重新收款"
    en = "The pay code is not valid, worn out or refused; ask again with a fresh one"


class NoticeForged(Refusal):
    """The notice does not carry the provider's signature, is too old, or is meant for somebody else."""

    code = "payments.notice_forged"
    status = 401
    zh = "支付通知验签失败"
    en = "The notice is not the provider's, or too old, or not for us"


class ProviderDown(Refusal):
    """The provider gives no answer; the payment stands and can be asked for again."""

    code = "payments.provider_down"
    status = 503
    zh = "支付渠道暂无响应,请稍后重试"
    en = "The payment provider does not answer; please try again"
