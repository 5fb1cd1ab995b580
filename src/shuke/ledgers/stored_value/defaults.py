"""The terms and packages that a new chain starts with, as data; everything in them can be changed by a new version."""

from typing import Any

DEFAULT_TERMS: dict[str, Any] = {
    "contract": (
        "一、内容:储值金额可在本品牌各门店购买商品和服务,价格(价款)以付款时标示的成交价为准。"
        "二、本金永不过期;赠送金额的期限与分期到账日以购买时的方案为准。"
        "三、使用顺序:先用最早的一笔储值;同一笔储值内,本金与赠送金额按实付与赠送之比同时扣减,尾数归会员。"
        "四、退款:付款之日起七日内未使用的,无条件退还本金;之后随时可以退款,"
        "因经营者原因的,按优惠比例计算已使用部分;因会员原因的,按原价计算已使用部分。"
        "退款在收到申请之日起十五日内退回同名账户,一百元以下可付现金。"
        "五、记名账户可以挂失、补办、转让,修改密码。"
        "六、违约责任:经营者未按约定提供商品或者服务的,按会员要求履行约定或者退还预付款,并承担利息和合理费用。"
    ),
}
DEFAULT_PACKAGES: dict[str, Any] = {
    "packages": [
        {"code": "pay500", "name": "充500送50", "pay_minor": 50_000, "bonus_minor": 5_000, "bonus_months": 12},
        {"code": "pay1000", "name": "充1000送150", "pay_minor": 100_000, "bonus_minor": 15_000, "bonus_months": 12},
    ],
}
