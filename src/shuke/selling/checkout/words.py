"""The words of the tills' settings."""

from shuke.foundation.rulebook.types import Wording

WORDING = Wording(
    said={
        "checkout.settings": (
            "收银设置",
            "Till settings",
            "抹零、业绩归属、退货与定金",
            "Rounding, attribution, returns and deposits",
        ),
        "Settings": ("收银设置", "Settings"),
        "Settings.round_cash_to": ("现金最小单位", "Smallest cash"),
        "Settings.round_cash_to=1": ("分(不抹零)", "0.01 (no rounding)"),
        "Settings.round_cash_to=10": ("角", "0.10"),
        "Settings.round_cash_to=100": ("元", "1.00"),
        "Settings.owner_percent": ("业绩归属门店占", "Share of the owning store"),
        "Settings.refund_alone_minor": ("单人可退上限", "Refunds alone up to"),
        "Settings.deposit_percent": ("定金比例", "Deposit"),
        "Settings.returns_in": ("退货范围", "Returns in"),
        "ReturnsIn": ("退货范围", "Where goods return"),
        "ReturnsIn=store": ("原门店", "The same store"),
        "ReturnsIn=entity": ("同一法人的门店", "Stores of the legal entity"),
        "ReturnsIn=chain": ("全部门店", "Every store"),
    },
)
