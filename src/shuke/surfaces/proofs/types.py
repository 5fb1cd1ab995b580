"""Where a proof stands, and the rooms that a proof holds against the book."""

from collections.abc import Mapping
from enum import StrEnum

from shuke.foundation.datamap.types import Words

BOOK = "book"


class ProofState(StrEnum):
    """Where a proof stands; a failed one was cut off and says nothing about the books."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


ROOM_WORDS: Mapping[str, Words] = {
    BOOK: Words(
        "总账:每个余额、批次、凭证与哈希链重新推导", "The book: every balance, lot, entry and hash derived again"
    ),
    "points": Words("积分:每笔获得与小票、总账一致", "Points: each earning agrees with its receipt and the book"),
    "growth": Words("成长值与等级:每次变动有依据", "Growth and tiers: every move has its ground"),
    "stored_value": Words("储值:本金、赠金与卡片一致", "Stored value: principal, bonus and cards agree"),
    "coupons": Words("优惠券:发放、使用与额度一致", "Coupons: issued, used and quotas agree"),
    "passes": Words("次卡:售出、核销与余次一致", "Passes: sold, used and left agree"),
    "benefits": Words("权益:授予与使用一致", "Benefits: granted and used agree"),
    "stock": Words("库存:数量等于全部流水之和", "Stock: levels are the sum of their moves"),
    "sales": Words("小票:明细之和等于小票金额", "Receipts: lines sum to their receipt"),
    "payments": Words("支付:到账、退款与订单一致", "Payments: taken, returned and orders agree"),
    "checkout": Words("订单:应付、实付与小票一致", "Orders: owed, paid and receipts agree"),
    "cashup": Words("班次:收款、交班单与订单一致", "Shifts: takings, Z reports and orders agree"),
    "rewards": Words("礼品:兑换、库存与积分一致", "Rewards: exchanges, stock and points agree"),
    "referrals": Words("推荐:奖励与关系一致", "Referrals: rewards and relations agree"),
}
