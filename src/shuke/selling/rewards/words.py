"""The words of rewards."""

from shuke.foundation.rulebook.types import Wording

_KIND = ("种类", "Kind")

WORDING = Wording(
    said={
        "rewards.reward": (
            "积分礼品",
            "Rewards",
            "积分可以换的礼品、券、次卡与服务",
            "What points buy: gifts, coupons, passes, services",
        ),
        "Reward": ("礼品", "Reward"),
        "Reward.zh": ("中文名称", "Chinese name"),
        "Reward.en": ("英文名称", "English name"),
        "Reward.gives": ("内容", "Gives"),
        "Reward.points": ("所需积分", "Points", "0 为只能赠送", "0: it can only be given"),
        "Reward.extra_minor": ("另加现金", "And money"),
        "Reward.limited_stock": ("数量受限", "Limited", "只发总部给定的数量", "Only as many as headquarters grants"),
        "Reward.per_member": ("每人限兑", "At most a member"),
        "Reward.every": ("限兑周期", "In each"),
        "Every": ("周期", "Period"),
        "Every=once": ("总共", "All time"),
        "Every=day": ("每天", "Day"),
        "Every=month": ("每月", "Month"),
        "Every=year": ("每年", "Year"),
        "Reward.first_day": ("首日", "First day"),
        "Reward.last_day": ("末日", "Last day"),
        "Reward.min_level": ("最低等级", "From level"),
        "Reward.store_ids": ("领取门店", "Stores", "不选则全部门店", "None: every store"),
        "Reward.collect_days": ("领取期限", "To be collected within"),
        "Reward.on_birthday": (
            "生日赠送",
            "On birthdays",
            "会员生日当天自动赠送",
            "Given to members on their birthday",
        ),
        "Gift": ("实物", "Gift"),
        "Gift.kind": _KIND,
        "Gift.sku_id": ("单品", "SKU"),
        "Gift.cost_minor": ("成本", "Cost", "没有单品编码时填写", "Where it is no SKU"),
        "Coupon": ("优惠券", "Coupon"),
        "Coupon.kind": _KIND,
        "Coupon.template": ("券模板", "Template"),
        "Pass": ("次卡", "Pass"),
        "Pass.kind": _KIND,
        "Pass.plan": ("次卡方案", "Plan"),
        "Service": ("服务", "Service"),
        "Service.kind": _KIND,
        "Service.cost_minor": ("成本", "Cost"),
    },
    units={"Reward.points": "points", "Coupon.template": "coupon", "Pass.plan": "plan"},
    faults={
        "rewards.one_cost": "实物要么是一个单品,要么填写成本",
        "rewards.ends_before_it_begins": "末日早于首日",
        "rewards.money_without_points": "只收现金的是销售,不是兑换",
        "rewards.birthday_costs": "生日礼不收积分",
    },
    keyed=frozenset({"rewards.reward"}),
)
