"""The words of the referral rule."""

from shuke.foundation.rulebook.types import Wording

WORDING = Wording(
    said={
        "referrals.rule": ("老带新", "Referrals", "推荐新客双方得什么、何时得", "What both sides are given, and when"),
        "ReferralRule": ("老带新", "Referrals"),
        "ReferralRule.referrer": ("推荐人得", "The referrer is given"),
        "ReferralRule.invitee": ("新客得", "The newcomer is given"),
        "ReferralRule.minimum_minor": ("首单至少", "First purchase of at least"),
        "ReferralRule.relate_days": ("入会后可绑定", "May be related within"),
        "ReferralRule.within_days": ("首单期限", "First purchase within"),
        "ReferralRule.return_days": ("退货期后发放", "Given after the return window of"),
        "ReferralRule.most_a_month": ("每人每月最多", "At most a month"),
        "Side": ("奖励", "Reward"),
        "Side.points": ("积分", "Points"),
        "Side.coupon": ("优惠券", "Coupon"),
    },
    units={"Side.points": "points", "Side.coupon": "coupon"},
    faults={"referrals.rewards_nobody": "至少奖励一方"},
)
