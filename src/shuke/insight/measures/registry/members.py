"""Who the members are: classes, states, quadrants, layers and portraits."""

from __future__ import annotations

from typing import Final

from shuke.insight.measures.registry.columns import (
    AMOUNT,
    BUYERS,
    COST_KNOWN,
    COSTED,
    FIELD,
    FREQUENCY,
    ITEMS,
    LAYER,
    LIMIT,
    MARGIN,
    MARGIN_SHARE,
    MEMBER,
    MEMBER_PARAM,
    MEMBER_SHARE,
    MEMBERS,
    PURCHASES,
    QUANTITY,
    SALES,
    SALES_SHARE,
    STORE,
    TICKET,
    by,
    by_layer,
)
from shuke.insight.measures.registry.openings import MONEY, PERIOD, WINDOW, members, receipts
from shuke.insight.measures.types import Column, Kind, Measure, Param, Unit

RFM_CLASS: Final = Column("rfm_class", "RFM类型", "RFM class", Unit.TEXT, labels="rfm")
STATE: Final = Column("state", "生命周期", "Lifecycle state", Unit.TEXT, labels="lifecycle")
QUADRANT: Final = Column("quadrant", "象限", "Quadrant", Unit.TEXT, labels="quadrant")
MARK: Final = Column("mark", "标记", "Mark", Unit.TEXT, labels="mark")
VALUE: Final = Column("value_class", "价值类型", "Class of value", Unit.TEXT, labels="value")
STATES: Final = ("never", "new", "active", "silent", "dormant", "lost")
VALUES: Final = ("high", "potential", "ordinary")


def _score(name: str, zh: str, en: str) -> Param:
    return Param(name, zh, en, most=5, optional=True)


def _text(name: str, zh: str, en: str) -> Param:
    return Param(name, zh, en, Kind.TEXT, optional=True)


def _one_of(name: str, zh: str, en: str, choices: tuple[str, ...]) -> Param:
    return Param(name, zh, en, Kind.CHOICE, choices=choices, optional=True)


_RFM_AXES: Final = (
    Column("r", "R 分", "R"),
    Column("f", "F 分", "F"),
    Column("m", "M 分", "M"),
    Column("days", "距上次消费天数", "Days since last", Unit.DAYS),
)

_CUTS: Final = tuple(
    Column(f"{side}{place}", f"{side.upper()} 分界 {place}", f"Cut {place} of {side.upper()}")
    for side in ("r", "f", "m")
    for place in (1, 2, 3, 4)
)

_ON_THE_DAY: Final = "starts <= CAST($at_day_on AS DATE) AND CAST($at_day_on AS DATE) < ends"

_LAYERED: Final = (
    members("counted", ("layer",)),
    members("counted", ("layer",), "buyers", where="purchases > 0"),
    receipts("counted", ("layer",), *MONEY, trades=PERIOD),
)

MEASURES: Final = (
    Measure(
        name="rfm",
        zh="RFM 分类",
        en="RFM classes",
        sql="rfm",
        columns=(RFM_CLASS, MEMBERS, PURCHASES, SALES),
        ratios=(MEMBER_SHARE, SALES_SHARE, TICKET, FREQUENCY, AMOUNT),
        opens=(
            members("rfm_of_member", ("rfm_class",)),
            receipts("rfm_of_member", ("rfm_class",), "purchases", "net_minor", trades=WINDOW),
        ),
    ),
    Measure(
        name="rfm-matrix",
        zh="RFM 联合矩阵",
        en="RFM matrix: R×F or R×M",
        sql="rfm_matrix",
        columns=(Column("r", "R 分", "R"), Column("other", "F 或 M 分", "F or M"), MEMBERS, PURCHASES, SALES),
        ratios=(MEMBER_SHARE, SALES_SHARE),
        params=(by("f", "m"),),
        opens=(
            members("counted", ("r", "other")),
            receipts("counted", ("r", "other"), "purchases", "net_minor", trades=WINDOW),
        ),
    ),
    Measure(
        name="rfm-members",
        zh="RFM 会员名单",
        en="Members of an RFM class or cell",
        sql="rfm_members",
        columns=(MEMBER, STORE, RFM_CLASS, *_RFM_AXES, PURCHASES, SALES),
        params=(
            _text("class", "类型", "Class"),
            _score("r", "R 分", "R"),
            _score("f", "F 分", "F"),
            _score("m", "M 分", "M"),
            LIMIT,
        ),
        opens=(
            receipts("rfm_of_member", ("member_id",), "purchases", "net_minor", trades=WINDOW, needs=("member_id",)),
        ),
    ),
    Measure(
        name="lifecycle",
        zh="生命周期分布",
        en="Members by lifecycle state",
        sql="lifecycle",
        columns=(STATE, MEMBERS),
        ratios=(MEMBER_SHARE,),
        opens=(members("lifecycle_of_member", ("state",)),),
    ),
    Measure(
        name="lifecycle-members",
        zh="生命周期会员名单",
        en="Members in a lifecycle state",
        sql="lifecycle_members",
        columns=(
            MEMBER,
            STORE,
            STATE,
            Column("since", "自何日起", "Since", Unit.DATE),
            Column("first_on", "首次消费", "First purchase", Unit.DATE),
            Column("last_on", "最近消费", "Last purchase", Unit.DATE),
            Column("days", "已历天数", "Days in it", Unit.DAYS),
        ),
        params=(_one_of("state", "生命周期", "State", STATES), LIMIT),
    ),
    Measure(
        name="lifecycle-history",
        zh="生命周期逐日变化",
        en="Lifecycle states day by day",
        sql="lifecycle_history",
        columns=(STATE, Column("day_on", "日期", "Day", Unit.DATE), Column("members", "会员数", "Members")),
        opens=(members("counted", ("state",), where=_ON_THE_DAY, needs=("day_on",)),),
    ),
    Measure(
        name="lifecycle-flow",
        zh="生命周期流转",
        en="Moves between lifecycle states",
        sql="lifecycle_flow",
        columns=(
            Column("from_state", "期初", "From", Unit.TEXT, labels="lifecycle"),
            Column("to_state", "期末", "To", Unit.TEXT, labels="lifecycle"),
            MEMBERS,
        ),
        ratios=(MEMBER_SHARE,),
        opens=(members("counted", ("from_state", "to_state")),),
    ),
    Measure(
        name="member-lifecycle",
        zh="会员生命周期经过",
        en="One member's lifecycle",
        sql="member_lifecycle",
        columns=(
            STATE,
            Column("starts", "自", "From", Unit.DATE),
            Column("ends", "至(不含)", "To, without it", Unit.DATE),
        ),
        params=(MEMBER_PARAM,),
    ),
    Measure(
        name="quadrants",
        zh="消费金额×频率四象限",
        en="Four quadrants of amount and frequency",
        sql="quadrants",
        columns=(QUADRANT, MARK, MEMBERS, PURCHASES, SALES),
        ratios=(MEMBER_SHARE, SALES_SHARE, TICKET, FREQUENCY, AMOUNT),
        opens=(
            members("quadrant_of_member", ("quadrant", "mark")),
            receipts("quadrant_of_member", ("quadrant", "mark"), "purchases", "net_minor", trades=WINDOW),
        ),
    ),
    Measure(
        name="quadrant-map",
        zh="四象限分布图",
        en="Map of the quadrants: frequency and amount",
        sql="quadrant_map",
        columns=(
            QUADRANT,
            Column("purchases_up_to", "消费次数", "Purchases, the last spot or more"),
            Column("from_minor", "消费额自", "Amount from", Unit.MINOR),
            Column("below_minor", "不足", "Below", Unit.MINOR),
            MEMBERS,
        ),
        ratios=(MEMBER_SHARE,),
        params=(Param("cap", "合并自", "From here on in one spot", default=12, least=1, most=100),),
        opens=(members("counted", ("quadrant", "purchases_up_to", "from_minor")),),
    ),
    Measure(
        name="quadrant-members",
        zh="四象限会员名单",
        en="Members of a quadrant",
        sql="quadrant_members",
        columns=(MEMBER, STORE, QUADRANT, MARK, PURCHASES, SALES),
        params=(_text("quadrant", "象限", "Quadrant"), _text("mark", "标记", "Mark"), LIMIT),
        opens=(
            receipts(
                "quadrant_of_member", ("member_id",), "purchases", "net_minor", trades=WINDOW, needs=("member_id",)
            ),
        ),
    ),
    Measure(
        name="value-classes",
        zh="高价值、潜在高价值、普通会员",
        en="High value, potential and ordinary members",
        sql="value_classes",
        columns=(VALUE, MEMBERS, PURCHASES, SALES),
        ratios=(MEMBER_SHARE, SALES_SHARE, TICKET, FREQUENCY, AMOUNT),
        opens=(
            members("value_of_member", ("value_class",)),
            receipts("value_of_member", ("value_class",), "purchases", "net_minor", trades=WINDOW),
        ),
    ),
    Measure(
        name="high-value",
        zh="高价值客户名单",
        en="High-value members",
        sql="value_members",
        columns=(MEMBER, STORE, VALUE, PURCHASES, SALES),
        params=(
            Param("class", "价值类型", "Class", Kind.CHOICE, default="high", choices=VALUES, optional=True),
            LIMIT,
        ),
        opens=(
            receipts("value_of_member", ("member_id",), "purchases", "net_minor", trades=WINDOW, needs=("member_id",)),
        ),
    ),
    Measure(
        name="layers",
        zh="顾客分层",
        en="Members in layers, and what each layer does",
        sql="layers",
        columns=(LAYER, MEMBERS, BUYERS, PURCHASES, QUANTITY, SALES, COSTED, MARGIN),
        ratios=(MEMBER_SHARE, SALES_SHARE, MARGIN_SHARE, TICKET, ITEMS, FREQUENCY, AMOUNT, COST_KNOWN),
        params=(by_layer("lifecycle"), FIELD),
        opens=(*_LAYERED,),
    ),
    Measure(
        name="portrait",
        zh="客户画像分布",
        en="Portrait: members by attribute",
        sql="layers",
        columns=(LAYER, MEMBERS, BUYERS, PURCHASES, QUANTITY, SALES, COSTED, MARGIN),
        ratios=(MEMBER_SHARE, SALES_SHARE, TICKET, ITEMS, FREQUENCY, AMOUNT),
        params=(by_layer("gender"), FIELD),
        opens=(*_LAYERED,),
    ),
    Measure(
        name="structure",
        zh="会员结构(等级×生命周期×价值)",
        en="Structure: tier × lifecycle × value",
        sql="structure",
        columns=(Column("tier", "等级", "Tier", Unit.TEXT), STATE, VALUE, MEMBERS, SALES, MARGIN),
        ratios=(MEMBER_SHARE, SALES_SHARE, MARGIN_SHARE),
        opens=(
            members("counted", ("tier", "state", "value_class")),
            receipts("receipts_of_cell", ("tier", "state", "value_class"), "net_minor", "margin_minor"),
        ),
    ),
    Measure(
        name="spend-bands",
        zh="消费力分布",
        en="Members by what they spend",
        sql="spend_bands",
        columns=(
            Column("from_minor", "自", "From", Unit.MINOR),
            Column("below_minor", "不足", "Below", Unit.MINOR),
            MEMBERS,
            PURCHASES,
            SALES,
        ),
        ratios=(MEMBER_SHARE, SALES_SHARE),
        opens=(
            members("counted", ("from_minor",)),
            receipts("counted", ("from_minor",), "purchases", "net_minor", trades=PERIOD),
        ),
    ),
    Measure(
        name="preferences",
        zh="商品偏好分布",
        en="Members by preferred category or brand",
        sql="preferences",
        columns=(Column("preferred", "偏好", "Preferred", Unit.TEXT), MEMBERS, SALES),
        ratios=(MEMBER_SHARE,),
        params=(by("category", "brand"),),
        opens=(members("counted", ("preferred",)),),
    ),
    Measure(
        name="member-portrait",
        zh="会员画像",
        en="Portrait of one member: ticket, count, preferences",
        sql="member_portrait",
        columns=(
            Column("aspect", "方面", "Aspect", Unit.TEXT, labels="aspect"),
            Column("place", "名次", "Place"),
            Column("thing", "偏好", "What", Unit.TEXT),
            Column("purchases", "消费次数", "Purchases"),
            Column("quantity_milli", "件数", "Items", Unit.MILLI),
            Column("net_minor", "消费额", "Sales", Unit.MINOR),
        ),
        ratios=(TICKET,),
        params=(MEMBER_PARAM,),
    ),
    Measure(
        name="member-rfm",
        zh="会员的 RFM 类型",
        en="Why a member has her RFM class",
        sql="member_rfm",
        columns=(RFM_CLASS, *_RFM_AXES, PURCHASES, SALES, *_CUTS),
        params=(MEMBER_PARAM,),
    ),
    Measure(
        name="member-state",
        zh="会员的生命周期状态",
        en="Why a member is in her lifecycle state",
        sql="member_state",
        columns=(
            STATE,
            Column("since", "自何日起", "Since", Unit.DATE),
            Column("cycle", "周期模板", "Cycle", Unit.TEXT, labels="cycle"),
            Column("first_on", "首次消费", "First purchase", Unit.DATE),
            Column("last_on", "最近消费", "Last purchase", Unit.DATE),
            Column("silent_on", "沉默日", "Silent on", Unit.DATE),
            Column("dormant_on", "休眠日", "Dormant on", Unit.DATE),
            Column("lost_on", "流失日", "Lost on", Unit.DATE),
        ),
        params=(MEMBER_PARAM,),
    ),
    Measure(
        name="member-quadrant",
        zh="会员的象限",
        en="Why a member is in her quadrant",
        sql="member_quadrant",
        columns=(QUADRANT, MARK, PURCHASES, SALES),
        params=(MEMBER_PARAM,),
    ),
    Measure(
        name="member-value",
        zh="会员的价值类型",
        en="Why a member has her class of value",
        sql="member_value",
        columns=(VALUE, PURCHASES, SALES),
        params=(MEMBER_PARAM,),
    ),
)
