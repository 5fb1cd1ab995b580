"""The words of the rules about members."""

from shuke.foundation.rulebook.types import Wording

WORDING = Wording(
    said={
        "members.ownership": (
            "会员归属",
            "Ownership of members",
            "会员归到哪家门店",
            "By what a member comes to belong to a store",
        ),
        "members.completeness": ("资料完整", "Complete profiles", "哪些资料算完整", "Which fields a whole profile has"),
        "members.children": (
            "儿童资料",
            "Data about children",
            "是否允许保存儿童资料",
            "Whether it may be kept at all",
        ),
        "OwnershipRule": ("会员归属", "Ownership"),
        "OwnershipRule.basis": ("归属依据", "By"),
        "OwnershipBasis": ("归属依据", "Basis"),
        "OwnershipBasis=opening_store": ("入会门店", "The store of enrolment"),
        "OwnershipBasis=first_purchase": ("首次购买门店", "The first purchase"),
        "OwnershipBasis=last_served": ("最近服务门店", "Who served last"),
        "OwnershipBasis=manual": ("人工指定", "By hand"),
        "CompletenessRule": ("资料完整", "Completeness"),
        "CompletenessRule.required": ("必备资料", "Fields"),
        "ChildrenRule": ("儿童资料", "Children"),
        "ChildrenRule.enabled": ("允许保存", "Allowed"),
    },
    units={"CompletenessRule.required": "profile_field"},
)
