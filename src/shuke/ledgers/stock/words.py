"""The words of the rule about selling more than the books say is there."""

from shuke.foundation.rulebook.types import Wording

WORDING = Wording(
    said={
        "stock.below_zero": (
            "负库存",
            "Selling below zero",
            "账面不足时是否可以继续销售",
            "Where more may be sold than the books say is there",
        ),
        "BelowZero": ("负库存", "Below zero"),
        "BelowZero.allow": ("允许负库存", "Allowed"),
        "BelowZero.stores": ("个别门店", "By store"),
    },
    units={"BelowZero.stores{}": "store_code"},
)
