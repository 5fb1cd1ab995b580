"""The words of pass plans."""

from shuke.foundation.rulebook.types import Wording

WORDING = Wording(
    said={
        "passes.plan": ("次卡方案", "Pass plans", "预付的服务次数", "Sessions that are paid in advance"),
        "Plan": ("次卡方案", "Plan"),
        "Plan.zh": ("中文名称", "Chinese name"),
        "Plan.en": ("英文名称", "English name"),
        "Plan.service": ("服务编码", "Service"),
        "Plan.price_minor": ("售价", "Price"),
        "Plan.sessions": ("次数", "Sessions"),
        "Plan.gift_sessions": ("赠送次数", "Sessions on top"),
        "Plan.session_list_minor": (
            "单次原价",
            "Price of one session",
            "退卡时已用次数按此价计",
            "By it used sessions are counted at a refund",
        ),
        "Plan.valid_days": ("有效天数", "Good for", "不填则长期有效", "None: without end"),
        "Plan.family": ("可共享人数", "May be shared by"),
        "Plan.transferable": ("可以转让", "Transferable"),
        "Plan.sku_ids": (
            "可抵的单品",
            "SKUs it pays for",
            "每次抵一件;不选则收银台不能抵商品",
            "One unit a session; none: it pays for no goods",
        ),
    },
    faults={"passes.dearer_than_single": "次卡价格高于单次购买之和"},
    keyed=frozenset({"passes.plan"}),
)
