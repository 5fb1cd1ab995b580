"""What is refused of rewards, by name."""

from shuke.foundation.refusals import Refusal


class NoSuchReward(Refusal):
    """No reward of this code is there today."""

    code = "rewards.no_such_reward"
    status = 404
    zh = "今天没有可兑换的礼品:{reward}"
    en = "There is no such reward today: {reward}"


class NoSuchExchange(Refusal):
    """There is no such exchange, or none that the asker may see."""

    code = "rewards.no_such_exchange"
    status = 404
    zh = "没有这笔兑换"
    en = "There is no such exchange"


class GivenOnly(Refusal):
    """The reward has no price in points; it is given."""

    code = "rewards.given_only"
    zh = "该礼品只赠送,不可用积分兑换"
    en = "This reward is given; it cannot be had for points"


class GiftsGone(Refusal):
    """Nothing is left of what headquarters has granted, or less than is to be taken away."""

    code = "rewards.gone"
    zh = "礼品 {reward} 库存不足"
    en = "Not enough of {reward} is left"


class HadEnough(Refusal):
    """The member has had as many of the reward as one may have in the period."""

    code = "rewards.had_enough"
    zh = "已达该礼品的每人限兑数量"
    en = "The member has had as many of this reward as one may have"


class TierTooLow(Refusal):
    """The reward is for higher tiers."""

    code = "rewards.tier_too_low"
    zh = "该礼品须等级 {level} 及以上"
    en = "This reward is for tiers from {level} on"


class NotInThisStore(Refusal):
    """The reward is not handed out in this store."""

    code = "rewards.not_in_this_store"
    zh = "该礼品不在此门店领取"
    en = "This reward is not handed out in this store"


class ExtraMoneyDue(Refusal):
    """Besides its points the reward costs money, and that is paid first."""

    code = "rewards.extra_money_due"
    status = 422
    zh = "该礼品须另付 {due} 分,并注明收款单号"
    en = "This reward costs {due} fen besides the points; say by which receipt they were paid"


class PassHasItsPrice(Refusal):
    """A pass that could be refunded for more money than was paid is never given for points."""

    code = "rewards.pass_has_its_price"
    zh = "次卡方案 {plan} 的价格须等于礼品的另付金额"
    en = "The price of the plan {plan} must be the extra money of the reward"


class MemberFrozen(Refusal):
    """A frozen membership spends nothing."""

    code = "rewards.member_frozen"
    zh = "该会员已冻结,不能兑换"
    en = "This membership is frozen"


class NotWaiting(Refusal):
    """It was handed out, cancelled, or is not to be collected any more."""

    code = "rewards.not_waiting"
    zh = "该兑换已领取、已取消或已过领取期限"
    en = "This was handed out or cancelled, or its time to be collected is over"


class IdUsedForAnother(Refusal):
    """The id already names another exchange."""

    code = "rewards.id_used_for_another"
    status = 422
    zh = "该编号已用于另一笔兑换"
    en = "This id already names another exchange"


class ReasonMissing(Refusal):
    """Nobody changes stock, gives or cancels without saying why."""

    code = "rewards.reason_missing"
    status = 422
    zh = "请填写原因"
    en = "Say why"


class NotACount(Refusal):
    """Stock is granted and lowered by whole pieces."""

    code = "rewards.not_a_count"
    status = 422
    zh = "数量无效"
    en = "Not a valid number of pieces"
