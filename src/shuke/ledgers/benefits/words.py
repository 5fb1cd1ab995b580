"""The words of benefits and of the cards that grant them."""

from shuke.foundation.rulebook.types import Wording

WORDING = Wording(
    said={
        "benefits.benefit": ("权益", "Benefits", "会员可以享有的权益", "What a member may have"),
        "benefits.card": (
            "付费会员卡",
            "Membership cards",
            "出售的会员卡及其权益",
            "Cards that are sold and what they grant",
        ),
        "BenefitRule": ("权益", "Benefit"),
        "BenefitRule.zh": ("中文名称", "Chinese name"),
        "BenefitRule.en": ("英文名称", "English name"),
        "BenefitRule.kind": ("种类", "Kind"),
        "BenefitKind": ("权益种类", "Kind of benefit"),
        "BenefitKind=whole_shop": ("全场折扣", "Whole-shop discount"),
        "BenefitKind=priority_queue": ("优先排队", "Priority queue"),
        "BenefitKind=dedicated_guide": ("专属导购", "Dedicated guide"),
        "BenefitKind=delivery": ("配送", "Delivery"),
        "BenefitKind=gift": ("礼品", "Gift"),
        "BenefitKind=service": ("服务", "Service"),
        "BenefitRule.percent_off": ("减免", "Off", "只用于全场折扣", "For a whole-shop discount only"),
        "Card": ("付费会员卡", "Card"),
        "Card.zh": ("中文名称", "Chinese name"),
        "Card.en": ("英文名称", "English name"),
        "Card.price_minor": ("售价", "Price"),
        "Card.months": ("有效期", "Good for"),
        "Card.grants": ("包含权益", "Grants"),
        "Granted": ("权益", "Grant"),
        "Granted.benefit": ("权益", "Benefit"),
        "Granted.quota": ("次数", "Times", "不填则不限次数", "None: as often as wanted"),
        "Granted.every": ("每", "Every"),
        "Every": ("周期", "Period"),
        "Every=once": ("整个有效期", "Once"),
        "Every=month": ("月", "Month"),
        "Every=year": ("年", "Year"),
    },
    units={"Granted.benefit": "benefit", "Card.months": "months"},
    faults={"benefits.percent_does_not_fit": "减免只用于全场折扣,且全场折扣必须填写减免"},
    keyed=frozenset({"benefits.benefit", "benefits.card"}),
)
