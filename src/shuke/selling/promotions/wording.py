"""The words in which a price is explained, in both languages."""

from shuke.selling.promotions.types import Cause

CAUSES: dict[Cause, tuple[str, str]] = {
    Cause.MEMBER_PRICE: ("会员价", "member price"),
    Cause.TIER_DISCOUNT: ("等级折扣", "tier discount"),
    Cause.LIMITED_PRICE: ("限时价", "limited-time price"),
    Cause.THRESHOLD: ("满减/满折", "threshold reduction"),
    Cause.NTH_ITEM: ("第N件优惠", "N-th item"),
    Cause.ANY_N: ("任选N件", "any N"),
    Cause.BUNDLE: ("组合价", "bundle"),
    Cause.ADD_ON: ("加价购", "add-on price"),
    Cause.ENTITLEMENT: ("会员权益", "entitlement"),
    Cause.COUPON: ("优惠券", "coupon"),
    Cause.MANUAL: ("手工优惠", "by hand"),
}

REASONS: dict[str, tuple[str, str]] = {
    "promotion.below_threshold": ("还差 {detail} 分", "{detail} fen are missing"),
    "promotion.too_few_units": ("还差 {detail} 件", "{detail} units are missing"),
    "promotion.bundle_not_whole": ("组合不齐", "the bundle is not whole"),
    "add_on.not_earned": ("未满足加价购条件", "the add-on price is not earned"),
    "manual.stopped_at_floor": ("受最低价限制,少减 {detail} 分", "the floor left {detail} fen of it"),
    "line.not_yet_on_sale": ("{detail} 级及以上会员优先购", "on sale to members from level {detail} on only, as yet"),
    "coupon.of_another_member": ("不是该会员的券", "it is another member's"),
    "coupon.not_yet_valid": ("尚未生效", "not valid yet"),
    "coupon.expired": ("已过期", "expired"),
    "coupon.other_store": ("本店不可用", "not in this store"),
    "coupon.other_channel": ("该渠道不可用", "not in this channel"),
    "coupon.other_day": ("今天不可用", "not on this day"),
    "coupon.other_time": ("该时段不可用", "not at this hour"),
    "coupon.no_goods": ("没有适用商品", "no goods that it is for"),
    "coupon.not_with_promotions": ("不与促销同享", "not together with promotions"),
    "coupon.below_threshold": ("还差 {detail} 分", "{detail} fen are missing"),
    "coupon.gives_nothing": ("用了也不会更便宜", "it would give nothing"),
    "coupon.gives_nothing_more": ("再用也不会更便宜", "it would give nothing more"),
    "coupon.another_of_its_group": ("与所用的券不可叠加", "not together with one that is used"),
    "coupon.cheaper_without": ("不用更便宜", "cheaper without"),
    "coupon.too_many_to_try": ("券太多,只比较了 {detail} 种组合", "too many coupons: {detail} combinations were tried"),
    "coupon.stopped_at_floor": ("受最低价限制,少减 {detail} 分", "the floor left {detail} fen of it"),
}
