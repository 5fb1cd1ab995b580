"""What each report is for in one line, where it belongs, and what the choices of its settings are called."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from shuke.insight.measures.types import Group, Label, Said

_C, _M, _B, _ONE = Group.CUSTOMERS, Group.MEMBERSHIP, Group.BUSINESS, Group.MEMBER

CATALOGUE: Final[Mapping[str, Said]] = {
    "rfm": Said(
        _C, "按最近、频次、金额分成八类会员,各有多少人、贡献多少", "Eight classes by recency, frequency and amount"
    ),
    "rfm-matrix": Said(
        _C,
        "最近一次消费与频次(或金额)的打分交叉成格,点格子看会员",
        "Scores crossed into cells; a cell opens its members",
    ),
    "rfm-members": Said(_C, "RFM 各类会员的名单,金额大的在前", "Members of an RFM class, the largest first"),
    "lifecycle": Said(_C, "会员现在各处在哪个阶段:新客、活跃、沉默、休眠、流失", "In which state members are today"),
    "lifecycle-flow": Said(
        _C, "两个日期之间,会员从哪个阶段走到了哪个阶段", "From which state to which members moved between two days"
    ),
    "lifecycle-history": Said(_C, "每个阶段的人数逐日怎样变化", "How many were in each state, day by day"),
    "lifecycle-members": Said(_C, "各阶段会员名单,停留最久的在前", "Members of a state, the longest in it first"),
    "quadrants": Said(
        _C,
        "消费金额与频率分出的四个象限,各有多少人、贡献多少",
        "Four quadrants of amount and frequency, and what each brings",
    ),
    "quadrant-map": Said(
        _C,
        "会员在消费次数与金额平面上的分布,连同象限规则的空洞与重叠",
        "Where members stand on the plane of frequency and amount",
    ),
    "quadrant-members": Said(_C, "某个象限的会员名单,金额大的在前", "Members of a quadrant, the largest first"),
    "value-classes": Said(
        _C,
        "高价值、潜在高价值、普通会员各有多少人、贡献多少",
        "High value, potential and ordinary members, and what they bring",
    ),
    "high-value": Said(_C, "高价值会员名单,金额大的在前", "High-value members, the largest first"),
    "value-conversion": Said(
        _C, "期初的潜在高价值会员,期末有多少成了高价值", "How many with potential became of high value in the period"
    ),
    "portrait": Said(_C, "会员的性别、年龄、来源等构成,以及各部分的消费", "Members by gender, age, source and so on"),
    "layers": Said(
        _C, "按任一标准给会员分层,比较每层的消费", "Members in layers of your choice, and what each layer does"
    ),
    "structure": Said(_C, "等级、生命周期、价值三者交叉的会员结构", "Tier, lifecycle and value crossed"),
    "spend-bands": Said(_C, "会员按本期消费金额分档", "Members by what they spent in the period"),
    "preferences": Said(_C, "会员最常买的品类或品牌分布", "Members by the category or brand they spend most on"),
    "pareto": Said(_C, "最好的 20% 顾客到底带来了百分之几的销售或毛利", "What the best 20 % of customers really bring"),
    "pareto-stores": Said(_C, "各店最好的 20% 顾客各带来多少", "What the best 20 % bring in each store"),
    "top-customers": Said(
        _C, "毛利贡献最大的顾客,以及榜单稳不稳", "The best customers by margin, and how steady the ranking is"
    ),
    "contribution": Said(
        _C, "每位会员的贡献度与活跃度两个分数", "Two scores for each member: contribution and activity"
    ),
    "tiers": Said(_M, "各等级的人数、升降级与贡献", "Each tier's members, moves and contribution"),
    "flow": Said(
        _M,
        "每月新增、唤回、流失多少会员,对利润有何影响",
        "Members won, called back and lost by month, and the profit of it",
    ),
    "repurchase": Said(
        _M, "买过的会员里有多少按您的规则又来买了", "How many of the buyers bought again, by the rule you set"
    ),
    "ladder": Said(
        _M, "第一次、第二次、第三次到店,每级留下多少人", "First, second, third visit: how many are left at each rung"
    ),
    "cohorts": Said(
        _M,
        "同月首购的会员,之后每个月还有多少人来",
        "Members by month of first purchase, and who came back in each month after",
    ),
    "interval": Said(
        _M, "首购到二次消费隔多久,两次消费之间隔多久", "How long until the second purchase, and between purchases"
    ),
    "visits": Said(_M, "会员到店次数的分布", "How often members come"),
    "health": Said(_M, "圈粉与粘客的各项指标,对照基准线", "Signs of life: joins and stickiness against their lines"),
    "overview": Said(_B, "新客、老客、未识别顾客各带来多少", "What new, old and unidentified customers bring"),
    "sales": Said(_B, "各门店的销售、毛利与会员占比", "Sales, margin and members' share by store"),
    "sales-by-guide": Said(_B, "各导购的销售与毛利", "Sales and margin by guide"),
    "new-old": Said(_B, "每月新客与老客的人数和消费", "New and old customers month by month"),
    "days": Said(_B, "每一天的销售、会员销售与退货", "Sales, members' sales and returns of each day"),
    "goods": Said(
        _B,
        "卖得最好的商品、品牌或品类,以及退回的",
        "What sells best by product, brand or category, and what comes back",
    ),
    "member-share": Said(_B, "会员消费占全部销售的比例,逐年", "Members' share of all sales, year by year"),
    "tenure": Said(_B, "会龄越长,人均毛利越高吗", "Does a customer's margin grow with tenure"),
    "stability": Said(_B, "多少销售来自月月都来的稳定客群", "How much of sales comes from a steady base"),
    "bridge": Said(
        _B, "各店从销售口径到归属口径的差额怎样来", "From the sales view to the ownership view, store by store"
    ),
    "bridge-guides": Said(
        _B, "各导购从销售口径到归属口径的差额怎样来", "From the sales view to the ownership view, guide by guide"
    ),
    "member-lifecycle": Said(_ONE, "一位会员走过的各个阶段", "The states one member went through"),
    "member-portrait": Said(_ONE, "一位会员买什么、多久来一次", "What one member buys, and how often"),
    "member-rfm": Said(_ONE, "一位会员为何属于这一类", "Why a member has her class"),
    "member-state": Said(_ONE, "一位会员为何处在这一阶段", "Why a member is in her state"),
    "member-quadrant": Said(_ONE, "一位会员为何在这一象限", "Why a member is in her quadrant"),
    "member-value": Said(_ONE, "一位会员为何属于这一价值类型", "Why a member has her class of value"),
}

CHOICES: Final[Mapping[str, Label]] = {
    "age": Label("年龄段", "Age"),
    "all": Label("不分层", "All together"),
    "any": Label("不限", "Any"),
    "birth_month": Label("生日月份", "Month of birth"),
    "brand": Label("品牌", "Brand"),
    "category": Label("品类", "Category"),
    "product": Label("商品", "Product"),
    "f": Label("频次", "Frequency"),
    "m": Label("金额", "Amount"),
    "field": Label("档案字段", "Field of the profile"),
    "gender": Label("性别", "Gender"),
    "lifecycle": Label("生命周期", "Lifecycle"),
    "quadrant": Label("四象限", "Quadrant"),
    "region": Label("区域", "Region"),
    "rfm": Label("RFM 类型", "RFM class"),
    "source": Label("来源", "Source"),
    "store": Label("归属门店", "Owning store"),
    "tier": Label("等级", "Tier"),
    "value": Label("价值类型", "Class of value"),
    "sales": Label("销售额", "Sales"),
    "margin": Label("毛利", "Margin"),
    "never": Label("从未消费", "Never bought"),
    "new": Label("新客", "New"),
    "active": Label("活跃", "Active"),
    "silent": Label("沉默", "Silent"),
    "dormant": Label("休眠", "Dormant"),
    "lost": Label("流失", "Lost"),
    "high": Label("高价值", "High value"),
    "potential": Label("潜在高价值", "Potential high value"),
    "ordinary": Label("普通", "Ordinary"),
}
