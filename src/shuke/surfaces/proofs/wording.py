"""What a proof found, in the reader's language: each check's sentence in Chinese beside the English one that it has.

`tests/architecture/test_proof_words.py` holds the table against every check of the house.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from shuke.foundation.datamap.types import Words
from shuke.foundation.db.flaws import Told

SUBJECTS: Final[Mapping[str, Words]] = {
    "account": Words("账户", "Account"),
    "benefit": Words("权益", "Benefit"),
    "coupon": Words("优惠券", "Coupon"),
    "device": Words("收银机", "Till"),
    "exchange": Words("礼品兑换", "Exchange"),
    "giving_back": Words("储值退回", "Stored value given back"),
    "lot": Words("批次", "Lot"),
    "member": Words("会员", "Member"),
    "opening": Words("期初", "Opening balance"),
    "order": Words("订单", "Order"),
    "pass": Words("次卡", "Pass"),
    "payment": Words("支付", "Payment"),
    "quota": Words("券额度", "Coupon quota"),
    "receipt": Words("小票", "Receipt"),
    "referral_reward": Words("推荐奖励", "Referral reward"),
    "refund": Words("储值退款", "Stored-value refund"),
    "reward": Words("礼品", "Reward"),
    "sale": Words("售卡或充值", "Sale at the till"),
    "set": Words("凭证", "Entry"),
    "shift": Words("班次", "Shift"),
    "sku": Words("单品", "SKU"),
    "spending": Words("储值消费", "Stored value spent"),
    "stock_level": Words("库存", "Stock level"),
    "stock_transfer": Words("调拨", "Stock transfer"),
    "top_up": Words("储值", "Top-up"),
}

_VALUES: Final[Mapping[str, str]] = {
    "None": "空",
    "active": "有效",
    "applied": "已使用",
    "available": "可用",
    "benefit": "权益",
    "bonus": "赠金",
    "cancelled": "已取消",
    "collected": "已领取",
    "completed": "已完成",
    "coupon": "优惠券",
    "expired": "已过期",
    "failed": "失败",
    "given": "已发放",
    "growth": "成长值",
    "issued": "已发放",
    "order": "订单",
    "paid": "已支付",
    "pass": "次卡",
    "pending": "待生效",
    "picked_up": "已提货",
    "placed": "已预订",
    "points": "积分",
    "principal": "本金",
    "refunded": "已退款",
    "revoked": "已收回",
    "suspended": "已挂单",
    "taken_back": "已收回",
    "used": "已使用",
    "voided": "已作废",
    "waiting": "待处理",
}

CHINESE: Final[Mapping[str, str]] = {
    # the book
    "sums to {3} in {4}": "{4} 合计为 {3},应为零",
    "has no postings": "没有分录",
    "stands at {3}/{4}/{5}/{6}, postings say {7}/{8}/{9}/{10} (available/pending/held/debt)": (
        "余额为 {3}/{4}/{5}/{6},按分录应为 {7}/{8}/{9}/{10}(可用/待生效/冻结/欠额)"
    ),
    "has {3} left ({5}) and {4} held, postings say {6} available, {7} pending, {8} held": (
        "剩余 {3}({5}),预占 {4};按分录应为可用 {6}、待生效 {7}、预占 {8}"
    ),
    "was issued with {3}, its set says {4}": "发放 {3},凭证记为 {4}",
    "posting {3} has no account, set or lot": "分录 {3} 没有账户、凭证或批次",
    "posting {3} does not belong to the account, currency or bucket of its lot": (
        "分录 {3} 与批次的账户、币种或余额类别不符"
    ),
    "is a system account with a running balance": "系统账户不应有余额",
    "has {3} held, its open holds say {4}": "预占 {3},未了结的预占合计 {4}",
    "placed a hold of {3}, whose parts sum to {4}": "预占 {3},各部分合计 {4}",
    "counts {3} undone, its reversals say {4}": "记为已冲正 {3},冲正凭证合计 {4}",
    "the sum of {4} in {5} (store {6}, funder {7}, house {8}, acting store {9}) is {3} above its postings": (
        "{5} 的 {4} 合计(门店 {6}、出资方 {7}、总部 {8}、经办门店 {9})比分录多 {3}"
    ),
    "the sum of {4} in {5} (issued in {6}, ending in {7}, house {8}) is {3} above its postings": (
        "{5} 的 {4} 合计({6} 发放、{7} 到期、总部 {8})比分录多 {3}"
    ),
    "its content is not what was written": "内容与写入时不同",
    "position {0} is missing": "哈希链缺少第 {0} 位",
    "the set at position {0} is gone": "第 {0} 位的凭证不见了",
    "position {0} does not follow from the one before": "第 {0} 位与前一位接不上",
    "seal {0} closes links that are gone": "第 {0} 号封存所封的链节不见了",
    "links after position {0} are closed by no seal": "第 {0} 位之后的链节没有封存",
    "seal {0} is not the one that was kept outside": "第 {0} 号封存与库外留存的不同",
    "seal {0} does not close the chain as it stands": "第 {0} 号封存与现在的链对不上",
    "lies in a sealed time and is not in the chain": "记在已封存的时间内,却不在链上",
    # points, growth
    "earned {0} points, its set says {1}": "获得 {0} 积分,凭证记为 {1}",
    "gave points for receipt {0}, which is not known to have earned any": "为小票 {0} 发了积分,但该小票没有积分记录",
    "brought {0} points, its set says {1}": "期初 {0} 积分,凭证记为 {1}",
    "came to {0} fen, and {1} were counted": "小票 {0} 分,计入 {1} 分",
    "stands at level {0}, the last move led to {1}": "现为 {0} 级,最后一次变动到 {1} 级",
    # stored value
    "was paid {0} fen, its lots of principal say {1}": "实付 {0} 分,本金批次合计 {1}",
    "names a top-up that is not there": "所属的储值记录不存在",
    "promises {0} fen of {1}, its lots say {2}": "应到账{1} {0} 分,批次合计 {2}",
    "gives {0} fen of bonus, its instalments say {1}": "赠金 {0} 分,分期合计 {1}",
    "spent {0} fen, its uses say {1}": "消费 {0} 分,使用明细合计 {1}",
    "used {0} fen of {1}, its set says {2}": "使用{1} {0} 分,凭证记为 {2}",
    "gave back {0} and {1} fen, its uses say {2} and {3}": "退回本金 {0} 分、赠金 {1} 分,使用明细为 {2} 和 {3}",
    "wrote off {0} fen of principal and {1} of bonus, its sets say {2} and {3}": (
        "核销本金 {0} 分、赠金 {1} 分,凭证记为 {2} 和 {3}"
    ),
    # coupons, passes, benefits
    "names a lot that is not its own": "所指的批次不是它的",
    "expires on {0}, its lot on {1}": "{0} 到期,批次 {1} 到期",
    "is member {0}'s, and was issued or passed on to another": "现属会员 {0},发放或转赠给的是另一位",
    "says that {0} were granted, the book says {1}": "记为发放额度 {0},总账为 {1}",
    "is a coupon's, and there is no such coupon": "是优惠券的批次,但没有这张券",
    "was used for {0} {1}, and no set took its lot for that": "用于{0} {1},但没有凭证核销它的批次",
    "is {0} and has {1} units left": "状态为{0},剩余 {1} 张",
    "was sold with {0} sessions: {1} left, {2} used, {3} expired or given back": (
        "售出 {0} 次:剩余 {1}、已用 {2}、过期或退回 {3},合计不符"
    ),
    "expires on {0}, its sessions on {1}": "{0} 到期,次数批次 {1} 到期",
    "says that it was refunded on {0}, the book ended it {1} times": "记为 {0} 退款,总账终止了 {1} 次",
    "is a pass's, and there is no such pass": "是次卡的批次,但没有这张次卡",
    "was granted {0} times: {1} left, {2} used, {3} expired": "授予 {0} 次:剩余 {1}、已用 {2}、过期 {3},合计不符",
    "ends on {0}, its lot on {1}": "{0} 结束,批次 {1} 结束",
    # stock, receipts
    "stands at {0} with {1} set aside, its moves say {2} and {3} (thousandths of a unit)": (
        "在库 {0}、预留 {1},按流水应为 {2} 和 {3}(千分之一单位)"
    ),
    "moved in store {0}, where it has no level": "在门店 {0} 有流水,却没有库存记录",
    "sent SKU {0} to another store, and {1} arrived more or less than left (thousandths of a unit)": (
        "单品 {0} 调往另一门店,到货与发出相差 {1}(千分之一单位)"
    ),
    "says {0} lines and {1} fen, its lines say {2} and {3}": "记为 {0} 行、{1} 分,明细为 {2} 行、{3} 分",
    # payments, shifts
    "says {0} fen went back, its returns say {1}": "记为已退 {0} 分,退款合计 {1}",
    "is {0}, and no provider told that {1} fen were paid": "状态为{0},但没有渠道通知到账 {1} 分",
    "was counted with {0} fen, its report says {1}": "清点 {0} 分,交班单记为 {1}",
    "was closed with {0} fen in the drawer, and there is no report of it": "交班时钱箱 {0} 分,但没有交班单",
    "has {0} reports, the last bears number {1}": "有 {0} 张交班单,最后一张编号为 {1}",
    "cost {0} fen, the till took {1}": "应收 {0} 分,收银机收了 {1}",
    "should have brought {0} fen for {1}, to which it was not applied": "应为 {1} 收款 {0} 分,但没有用于它",
    "report {0} is not what it sold": "第 {0} 号交班单与所售不符",
    # orders
    "the answer kept is not what was sold": "留存的应答与所售不符",
    "is due {0} fen with {1} let off, its tenders sum to {2}": "应付 {0} 分、抹零 {1},支付合计 {2}",
    "came to {0} fen, its receipt says {1}": "订单 {0} 分,小票记为 {1}",
    "is a till's, and there is no such order": "来自收银机,但没有这个订单",
    "moved {0} of SKU {1}, its lines say {2} (thousandths of a unit)": (
        "单品 {1} 库存变动 {0},明细为 {2}(千分之一单位)"
    ),
    "says {1} of line {0} came back, its returns say {2} (thousandths of a unit)": (
        "第 {0} 行记为退回 {1},退货合计 {2}(千分之一单位)"
    ),
    "was paid {0} fen by stored value, which says {1}": "储值支付 {0} 分,储值记为 {1}",
    "was paid by {0} points, their set says {1}": "积分支付 {0},凭证记为 {1}",
    "was paid by {0} sessions of pass {1} for line {2}, which says {3}": (
        "第 {2} 行由次卡 {1} 支付 {0} 次,次卡记为 {3}"
    ),
    "had {0} sessions of pass {1} undone, its returns say {2}": "次卡 {1} 撤回 {0} 次,退货合计 {2}",
    "was paid {0} fen by payment {1}, which was not applied to it": "由支付 {1} 付了 {0} 分,但该支付没有用于它",
    "paid {0} orders": "一笔支付付了 {0} 个订单",
    "was applied to {0}, which it did not pay": "用于 {0},但没有付过它",
    "was paid back {0} fen by returns, and {1} fen were sent": "退货应退 {0} 分,实际退了 {1} 分",
    "sold {0} of SKU {1}, which the store keeps, and none moved (thousandths of a unit)": (
        "售出门店有库存的单品 {1} 共 {0},库存没有变动(千分之一单位)"
    ),
    "took a deposit of {0} fen and paid {1} back, its sale was paid {2} by it, and it is {3}": (
        "收定金 {0} 分、退 {1} 分,销售用了 {2} 分,状态为{3}"
    ),
    "was used for order {0}, which was not completed": "用于订单 {0},但该订单没有完成",
    # rewards, referrals
    "is {0} and cost {1} points, {2} were paid back": "状态为{0},花费 {1} 积分,退回 {2}",
    "{0}: {1} pieces were granted, the book says {2}": "{0}:记为增加 {1} 件,总账为 {2}",
    "gave coupon {0}, which was not issued for it": "给出优惠券 {0},但该券不是为它发放的",
    "cost {0} points, its set says {1}": "花费 {0} 积分,凭证记为 {1}",
    "is {0} with {1} and {2} points, the book gave {3} and {4} and took {5} back": (
        "状态为{0},推荐人 {1}、新会员 {2} 积分;总账发放 {3} 和 {4},收回 {5}"
    ),
    "is {0}, and {1} coupons were issued for it": "状态为{0},为它发放了 {1} 张优惠券",
    "is not there, and the book gave {0} points for it": "不存在,总账却为它发了 {0} 积分",
}
"""By the English sentence, as the checks have it."""


def detail(text: str, values: Sequence[object]) -> Words:
    """Return the sentence in both languages; one that nobody has put into Chinese stays as it is."""
    zh = CHINESE.get(text)
    english = text.format(*values)
    return Words(zh.format(*(_VALUES.get(str(value), value) for value in values)) if zh else english, english)


def of(told: Told) -> Words:
    """Return what was found, in both languages."""
    return detail(told.text, told.values)


def subject(named: str) -> Words:
    """Return what a row is called ("order:17") in both languages."""
    kind, _, key = named.partition(":")
    words = SUBJECTS.get(kind)
    return Words(f"{words.zh} {key}", f"{words.en} {key}") if words else Words(named, named)
