# ruff: noqa: E501 - the names that tills give are a table
"""The fields that a file can feed, per kind: how each is read, whether it is needed, and what tills call it."""

from dataclasses import dataclass
from enum import StrEnum

from shuke.selling.intake.types import Kind


class Reading(StrEnum):
    """How the cells of a field are read."""

    TEXT = "text"
    CODE = "code"
    PHONE = "phone"
    DAY = "day"
    MOMENT = "moment"
    AMOUNT = "amount"
    QUANTITY = "quantity"
    WHOLE = "whole"
    CHOICE = "choice"


@dataclass(frozen=True, slots=True)
class Field:
    """One field. `names` are headers that mean it, in lower case."""

    name: str
    reading: Reading
    names: tuple[str, ...]
    required: bool = False
    personal: bool = False
    longest: int = 120


_STORE_NAMES = (
    "store",
    "store_id",
    "store_code",
    "shop_id",
    "门店",
    "门店编码",
    "门店编号",
    "店铺",
    "店铺编号",
    "分店",
    "所属门店",
)
_SKU_NAMES = (
    "sku", "sku_code", "product_id", "product_code", "item_code", "barcode", "商品编码", "商品编号", "商品条码", "规格编码",
    "条码", "货号", "款号",
)  # fmt: skip
_PHONE_NAMES = (
    "phone",
    "mobile",
    "tel",
    "手机",
    "手机号",
    "手机号码",
    "会员手机",
    "会员手机号",
    "联系电话",
    "电话",
    "买家手机号",
)

FIELDS: dict[Kind, tuple[Field, ...]] = {
    Kind.STORES: (
        Field("code", Reading.CODE, ("code", *_STORE_NAMES), required=True, longest=40),
        Field("name", Reading.TEXT, ("name", "store_name", "门店名称", "店铺名称", "店名", "名称"), longest=80),
        Field("kind", Reading.CHOICE, ("kind", "type", "类型", "门店类型", "经营方式")),
        Field("region", Reading.CODE, ("region", "区域", "大区", "城市"), longest=40),
        Field("entity", Reading.CODE, ("entity", "法人", "公司", "主体", "加盟商"), longest=40),
        Field("opened_on", Reading.DAY, ("opened_on", "opened", "开业日期", "开店日期")),
        Field("closed_on", Reading.DAY, ("closed_on", "closed", "闭店日期")),
    ),
    Kind.PRODUCTS: (
        Field("sku_code", Reading.CODE, _SKU_NAMES, required=True, longest=60),
        Field("name", Reading.TEXT, ("name", "product_name", "品名", "商品名称", "商品名", "名称", "商品"), longest=120),
        Field("product_code", Reading.CODE, ("spu", "spu_code", "商品款号", "spu编码"), longest=60),
        Field("category", Reading.TEXT, ("category", "分类", "类目", "商品分类", "品类", "商品类目"), longest=200),
        Field("brand", Reading.TEXT, ("brand", "品牌"), longest=80),
        Field("spec", Reading.TEXT, ("spec", "规格", "规格型号", "颜色尺码"), longest=80),
        Field("list", Reading.AMOUNT, ("list_price", "price", "售价", "零售价", "吊牌价", "销售价", "单价")),
        Field("cost", Reading.AMOUNT, ("cost", "cost_price", "进价", "成本", "成本价", "进货价")),
        Field("barcode", Reading.CODE, ("ean", "gtin", "国际条码"), longest=60),
    ),
    Kind.MEMBERS: (
        Field("phone", Reading.PHONE, _PHONE_NAMES, personal=True),
        Field("name", Reading.TEXT, ("name", "customer_name", "姓名", "会员姓名", "顾客姓名", "客户姓名"), personal=True, longest=60),
        Field("card", Reading.CODE, ("card", "card_no", "卡号", "会员卡号", "会员编号", "vip卡号"), personal=True, longest=40),
        Field("legacy_id", Reading.CODE, ("legacy_id", "customer_id", "member_id", "household_id", "会员id", "客户id", "顾客编号")),
        Field("union_id", Reading.CODE, ("unionid", "union_id", "微信unionid"), personal=True),
        Field("wecom_id", Reading.CODE, ("external_userid", "wecom_id", "企微id"), personal=True),
        Field("gender", Reading.CHOICE, ("gender", "sex", "性别"), personal=True),
        Field("birthday", Reading.DAY, ("birthday", "birth_date", "生日", "出生日期"), personal=True),
        Field("enrolled_at", Reading.MOMENT, ("enrolled_at", "joined", "created_at", "注册时间", "入会时间", "开卡日期", "开卡时间", "入会日期", "注册日期", "办卡日期")),
        Field("store", Reading.CODE, (*_STORE_NAMES, "开卡门店", "归属门店", "注册门店"), longest=40),
        Field("guide", Reading.CODE, ("guide", "导购", "专属导购", "导购工号", "服务导购"), longest=40),
        Field("points", Reading.WHOLE, ("points", "balance", "积分", "当前积分", "可用积分", "剩余积分", "积分余额")),
        Field("points_expire_on", Reading.DAY, ("points_expire_on", "积分到期日", "积分有效期", "积分过期日期")),
        Field("marketing", Reading.CHOICE, ("marketing_consent", "同意营销", "接收短信", "营销授权")),
    ),
    Kind.RECEIPTS: (
        Field("receipt", Reading.CODE, (
            "receipt", "receipt_no", "order_no", "order_id", "basket_id", "invoice", "小票号", "小票", "单号", "订单号", "订单编号",
            "流水号", "销售单号", "单据编号", "交易号",
        ), required=True, longest=60),
        Field("store", Reading.CODE, _STORE_NAMES, required=True, longest=40),
        Field("sold_at", Reading.MOMENT, (
            "sold_at", "time", "date", "datetime", "timestamp", "transaction_timestamp", "时间", "日期", "销售时间", "交易时间", "下单时间",
            "付款时间", "支付时间", "单据日期", "消费时间", "销售日期",
        ), required=True),
        Field("sku", Reading.CODE, _SKU_NAMES, longest=60),
        Field("quantity", Reading.QUANTITY, ("quantity", "qty", "数量", "件数", "销售数量", "商品数量")),
        Field("list", Reading.AMOUNT, ("list", "gross", "original_amount", "原价金额", "应收金额", "应收", "商品原价", "吊牌金额")),
        Field("unit_price", Reading.AMOUNT, ("unit_price", "price", "单价", "零售价", "售价")),
        Field("discount", Reading.AMOUNT, ("discount", "优惠金额", "优惠", "折扣金额", "让利")),
        Field("net", Reading.AMOUNT, (
            "net", "amount", "sales_value", "total", "金额", "实收", "实收金额", "实付金额", "实付", "销售金额", "商品实付",
            "消费金额", "小计",
        )),
        Field("cost", Reading.AMOUNT, ("cost", "成本", "成本金额")),
        Field("member", Reading.CODE, (
            "member", "member_id", "customer_id", "household_id", "会员", "会员卡号", "会员编号", "卡号", *_PHONE_NAMES,
        ), personal=True),
        Field("line_no", Reading.WHOLE, ("line_no", "行号", "明细序号")),
        Field("guide", Reading.CODE, ("guide", "cashier", "导购", "导购员", "销售员", "营业员", "导购工号"), longest=40),
        Field("channel", Reading.TEXT, ("channel", "渠道", "订单渠道", "来源"), longest=20),
        Field("kind", Reading.CHOICE, ("kind", "status", "type", "状态", "订单状态", "单据类型", "类型", "交易类型")),
        Field("original", Reading.CODE, ("original", "原单号", "原小票号", "退货原单", "原订单号"), longest=60),
    ),
}  # fmt: skip

# the words that tills use for the choices; a mapping may add its own
CHOICES: dict[tuple[Kind, str], dict[str, str]] = {
    (Kind.STORES, "kind"): {
        "direct": "direct", "直营": "direct", "自营": "direct", "直营店": "direct",
        "franchise": "franchise", "加盟": "franchise", "加盟店": "franchise",
    },
    (Kind.MEMBERS, "gender"): {
        "f": "female", "female": "female", "女": "female", "女性": "female", "女士": "female",
        "m": "male", "male": "male", "男": "male", "男性": "male", "先生": "male",
        "unknown": "", "未知": "", "保密": "", "0": "", "u": "", "其他": "",
    },
    (Kind.MEMBERS, "marketing"): {
        "yes": "granted", "y": "granted", "true": "granted", "1": "granted", "是": "granted", "同意": "granted",
        "no": "refused", "n": "refused", "false": "refused", "0": "refused", "否": "refused", "不同意": "refused",
    },
    (Kind.RECEIPTS, "kind"): {
        "sale": "sale", "销售": "sale", "销售单": "sale", "正常": "sale", "完成": "sale", "已完成": "sale", "交易完成": "sale",
        "交易成功": "sale", "已支付": "sale", "已付款": "sale", "已发货": "sale", "paid": "sale", "completed": "sale",
        "return": "return", "refund": "return", "退货": "return", "退货单": "return", "退款": "return", "已退款": "return",
        "销售退货": "return", "退单": "return",
        "cancelled": "cancelled", "canceled": "cancelled", "void": "cancelled", "取消": "cancelled", "已取消": "cancelled",
        "已关闭": "cancelled", "交易关闭": "cancelled", "作废": "cancelled", "已作废": "cancelled", "待付款": "cancelled",
        "未支付": "cancelled",
    },
}  # fmt: skip


def fields_of(kind: Kind) -> dict[str, Field]:
    """Return the fields of a kind by name."""
    return {field.name: field for field in FIELDS[kind]}
