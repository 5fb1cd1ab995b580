"""The words of the terms by which the chain settles between its parties."""

from shuke.foundation.rulebook.types import Wording

_CURRENCIES = {
    "points": ("积分", "Points"),
    "bonus": ("赠金", "Bonus"),
    "coupon": ("优惠券", "Coupons"),
    "pass": ("次卡", "Passes"),
    "benefit": ("权益", "Benefits"),
}

WORDING = Wording(
    said={
        "liability.terms": ("门店清算", "Settlement", "门店之间如何清算", "How stores settle with each other"),
        "LiabilityTerms": ("门店清算", "Settlement"),
        "LiabilityTerms.worth_per_hundred": ("每百单位清算价", "Worth of a hundred"),
        "LiabilityTerms.unfunded_to_chain": ("无出资方时由总部承担", "Paid by headquarters where nobody funds"),
        "LiabilityTerms.issuer": ("存管比例适用", "Deposit rate of"),
        "LiabilityTerms.issuer=scale": ("规模发卡企业", "A company of scale"),
        "LiabilityTerms.issuer=group": ("集团发卡企业", "A group"),
        "LiabilityTerms.issuer=brand": ("品牌发卡企业", "A brand"),
        "LiabilityTerms.policy_pack": ("法规包", "Policy pack"),
        **{
            f"LiabilityTerms.{field}={name}": words
            for field in ("worth_per_hundred", "unfunded_to_chain")
            for name, words in _CURRENCIES.items()
        },
    },
    units={"LiabilityTerms.worth_per_hundred": "minor"},
)
