"""The kinds that can be told, in words, and which fields of their events go out.

Only what is named here leaves the house: ids, amounts, days and codes of ours. What would say something about a person
(which fields of a profile changed, a name, a phone) is never among them; who may know more asks by the id.
"""

from collections.abc import Mapping

from shuke.engaging.webhooks.types import HookGroup, HookKind, KindFact
from shuke.foundation.datamap.types import Words

_S, _M, _C, _V, _H = HookGroup.SALES, HookGroup.MEMBERS, HookGroup.COUPONS, HookGroup.VALUE, HookGroup.HOUSE
_PAIR = ("merge_id", "survivor_id", "merged_id")
_MEMBER = ("member_id",)

GROUPS: Mapping[HookGroup, Words] = {
    _S: Words("交易", "Sales"),
    _M: Words("会员", "Members"),
    _C: Words("优惠券", "Coupons"),
    _V: Words("储值", "Stored value"),
    _H: Words("门店与导入", "Stores and imports"),
}


def _fact(kind: HookKind, group: HookGroup, zh: str, en: str, tells: tuple[str, ...]) -> KindFact:
    return KindFact(kind, group, Words(zh, en), tells)


_FACTS = (
    _fact(HookKind.RECEIPTS_RECORDED, _S, "小票入账", "Receipts recorded", ("receipt_ids",)),
    _fact(HookKind.RECEIPTS_RETRACTED, _S, "小票撤回(导入被撤销)", "Receipts retracted", ("receipt_ids",)),
    _fact(
        HookKind.ORDER_COMPLETED, _S, "订单完成", "Order completed", ("order_id", "store_id", "member_id", "net_minor")
    ),
    _fact(
        HookKind.ORDER_RETURNED,
        _S,
        "订单退货",
        "Order returned",
        ("return_id", "order_id", "store_id", "member_id", "net_minor", "is_whole"),
    ),
    _fact(HookKind.PAYMENT_CONFIRMED, _S, "收款到账", "Payment confirmed", ("payment_id", "store_id")),
    _fact(HookKind.MEMBER_ENROLLED, _M, "会员入会", "Member enrolled", ("member_id", "store_id", "source")),
    _fact(HookKind.MEMBERS_ENROLLED_MANY, _M, "会员批量入会", "Members enrolled by a file", ("member_ids",)),
    _fact(HookKind.MEMBER_UPDATED, _M, "会员档案变更", "Profile changed", _MEMBER),
    _fact(
        HookKind.MEMBER_CONSENTED, _M, "会员同意变更", "Consent changed", (*_MEMBER, "purpose", "channel", "decision")
    ),
    _fact(
        HookKind.MEMBER_REASSIGNED,
        _M,
        "会员归属变更",
        "Member reassigned",
        ("member_id", "store_id", "guide_id", "from_date"),
    ),
    _fact(HookKind.MEMBERS_MERGED, _M, "会员合并", "Members merged", _PAIR),
    _fact(HookKind.MEMBERS_UNMERGED, _M, "会员撤销合并", "Merge undone", _PAIR),
    _fact(HookKind.MEMBER_FROZEN, _M, "会员冻结", "Member frozen", _MEMBER),
    _fact(HookKind.MEMBER_UNFROZEN, _M, "会员解冻", "Member unfrozen", _MEMBER),
    _fact(HookKind.MEMBER_ERASED, _M, "会员注销", "Member erased", _MEMBER),
    _fact(
        HookKind.TIER_MOVED,
        _M,
        "等级变动",
        "Tier moved",
        ("move_ids", "member_ids", "from_levels", "to_levels", "kinds"),
    ),
    _fact(HookKind.TAG_PUT, _M, "打上标签", "Tag put", ("tag_id", "member_ids")),
    _fact(HookKind.TAG_TAKEN, _M, "移除标签", "Tag taken away", ("tag_id", "member_id")),
    _fact(HookKind.COUPONS_ISSUED, _C, "优惠券发放", "Coupons issued", ("template", "coupon_ids", "member_ids")),
    _fact(
        HookKind.COUPONS_REDEEMED,
        _C,
        "优惠券核销",
        "Coupons used",
        ("coupon_ids", "member_id", "store_id", "used_kind", "used_id"),
    ),
    _fact(
        HookKind.COUPONS_RETURNED,
        _C,
        "优惠券退回(交易撤销)",
        "Coupons given back",
        ("coupon_ids", "used_kind", "used_id"),
    ),
    _fact(
        HookKind.COUPON_TRANSFERRED,
        _C,
        "优惠券转赠",
        "Coupon passed on",
        ("coupon_id", "from_member_id", "to_member_id"),
    ),
    _fact(HookKind.COUPONS_VOIDED, _C, "优惠券作废", "Coupons voided", ("coupon_ids",)),
    _fact(
        HookKind.TOPPED_UP,
        _V,
        "储值充值",
        "Stored value topped up",
        ("top_up_id", "holder_kind", "holder_id", "store_id", "package", "paid_minor", "bonus_minor"),
    ),
    _fact(
        HookKind.VALUE_REFUNDED,
        _V,
        "储值退款",
        "Stored value refunded",
        ("refund_id", "holder_kind", "holder_id", "refund_minor", "interest_minor", "due_on"),
    ),
    _fact(HookKind.IMPORT_FINISHED, _H, "导入完成", "Import finished", ("import_id",)),
    _fact(HookKind.IMPORT_UNDONE, _H, "导入撤销", "Import undone", ("import_id",)),
    _fact(HookKind.STORES_CHANGED, _H, "门店变更", "Stores changed", ("store_ids",)),
)

KINDS: Mapping[HookKind, KindFact] = {fact.kind: fact for fact in _FACTS}
"""Every kind that a hook can want, in the order in which people are shown them. The ping is asked for, not wanted."""
