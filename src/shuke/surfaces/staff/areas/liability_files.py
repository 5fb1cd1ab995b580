"""What is owed as files for finance: the columns and facts by their names, fen as yuan, per mille as percent."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from shuke.foundation.sheets.types import Cell
from shuke.insight.measures.types import Label, ReportColumn, Unit
from shuke.surfaces.owed import Sheet
from shuke.surfaces.staff import readable
from shuke.surfaces.staff.readable import Language

_YES: Final = {"True": Label("是", "Yes"), "False": Label("否", "No")}
_IN_FEN: Final = frozenset({"principal", "bonus"})
_WHAT: Final = {"payment": Label("付款", "Payment"), "position": Label("净额", "Position")}
_PARTIES: Final = {"chain": Label("总部", "Headquarters"), "pool": Label("储值资金池", "Pool of principal")}


def _column(
    name: str, zh: str, en: str, unit: Unit = Unit.TEXT, labels: Mapping[str, Label] | None = None
) -> ReportColumn:
    return ReportColumn(name, zh, en, unit, labels or {})


_COLUMNS: Final = {
    column.name: column
    for column in (
        _column("month", "月份", "Month", labels={"": Label("合计", "Total")}),
        _column("store", "发行门店", "Issuing store"),
        _column("funder", "出资方", "Funder"),
        _column("opening", "期初", "Opening", Unit.COUNT),
        _column("brought_in", "迁入", "Brought in", Unit.COUNT),
        _column("issued", "发出", "Issued", Unit.COUNT),
        _column("used", "使用", "Used", Unit.COUNT),
        _column("refunded", "退回", "Refunded", Unit.COUNT),
        _column("expired", "过期", "Expired", Unit.COUNT),
        _column("adjusted", "调整", "Adjusted", Unit.COUNT),
        _column("moved", "店间转移", "Moved between stores", Unit.COUNT),
        _column("closing", "期末", "Closing", Unit.COUNT),
        _column("made_in", "估计时点", "Estimated in"),
        _column("looks_months", "其后月数", "Months since"),
        _column("outstanding", "未用", "Unused", Unit.COUNT),
        _column("low", "90% 区间下限", "90 % bound, low", Unit.COUNT),
        _column("high", "90% 区间上限", "90 % bound, high", Unit.COUNT),
        _column("happened", "实际使用", "Was used", Unit.COUNT),
        _column("error_per_mille", "偏差 (‰)", "Error (‰)"),
        _column("within", "在区间内", "Within bounds", labels=_YES),
        _column("name", "项目", "Item"),
        _column("value", "数值", "Value"),
        _column("what", "类型", "Kind", labels=_WHAT),
        _column("party", "付款方或参与方", "Payer, or party", labels=_PARTIES),
        _column("to", "收款方", "Payee", labels=_PARTIES),
        _column("amount_minor", "金额", "Amount", Unit.MINOR),
    )
}

_FACTS: Final = {
    fact.name: fact
    for fact in (
        _column("currency", "负债", "What is owed"),
        _column("month", "月份", "Month"),
        _column("outstanding", "未用", "Unused", Unit.COUNT),
        _column("used", "估计会使用", "Expected to be used", Unit.COUNT),
        _column("never_used", "估计不会使用", "Expected never used", Unit.COUNT),
        _column("low", "90% 区间下限", "90 % bound, low", Unit.COUNT),
        _column("high", "90% 区间上限", "90 % bound, high", Unit.COUNT),
        _column("share_per_mille", "沉淀率 (‰)", "Breakage rate (‰)"),
        _column("months_of_history", "依据的月数", "Months of history"),
        _column("enough", "历史是否足够", "Enough history", labels=_YES),
        _column("on", "截至", "On"),
        _column("issuer", "适用类型", "Counted as"),
        _column("quarter_ended_before", "上季度止于(不含)", "Last quarter ended before"),
        _column("quarter_balance_minor", "上季末预收余额", "Balance at the end of last quarter", Unit.MINOR),
        _column("deposit_percent", "存管比例 (%)", "Deposit rate (%)", Unit.COUNT),
        _column("deposit_minor", "应存管", "To be deposited", Unit.MINOR),
        _column("balance_minor", "预收余额", "Prepaid balance", Unit.MINOR),
        _column("revenue_year", "营业收入年度", "Year of the revenue", Unit.COUNT),
        _column("revenue_minor", "营业收入", "Revenue", Unit.MINOR),
        _column("limit_percent", "限额比例 (%)", "Limit (%)", Unit.COUNT),
        _column("limit_minor", "限额", "Limit", Unit.MINOR),
        _column("headroom_minor", "还可预收", "May still be taken", Unit.MINOR),
        _column("state", "结论", "Verdict"),
        _column("articles", "依据", "By law"),
    )
}
_VALUES: Final = {
    "points": Label("积分", "Points"),
    "principal": Label("储值本金", "Stored value, principal"),
    "bonus": Label("储值赠金", "Stored value, bonus"),
    "coupon": Label("优惠券", "Coupons"),
    "pass": Label("次卡", "Passes"),
    "benefit": Label("权益", "Benefits"),
    "scale": Label("规模发卡企业", "An issuer of scale"),
    "group": Label("集团发卡企业", "A group issuer"),
    "brand": Label("品牌发卡企业", "A brand issuer"),
    "within": Label("限额之内", "Within the limit"),
    "near": Label("接近限额", "Near the limit"),
    "full": Label("已达限额", "At the limit"),
    "unknown": Label("无法判断", "Not known"),
    **_YES,
}


def table(sheet: Sheet, language: Language) -> tuple[list[str], list[list[Cell]]]:
    """Return the headings and the rows; counts of principal and bonus are fen, and become yuan."""
    in_fen = sheet.facts.get("currency") in _IN_FEN
    columns = [_in_unit(_COLUMNS[name], in_fen=in_fen) for name in sheet.columns]
    rows = [_cells(columns, row, in_fen=in_fen, language=language) for row in sheet.rows]
    return readable.headings(columns, language), rows


def _in_unit(column: ReportColumn, *, in_fen: bool) -> ReportColumn:
    if not in_fen or column.unit is not Unit.COUNT:
        return column
    return ReportColumn(column.name, column.zh, column.en, Unit.MINOR, column.labels)


def _cells(columns: Sequence[ReportColumn], row: Sequence[Any], *, in_fen: bool, language: Language) -> list[Cell]:
    if columns[0].name != "name" or row[0] is None:
        return readable.cells(
            columns, [_place(column, value) for column, value in zip(columns, row, strict=True)], language
        )
    fact = _in_unit(_FACTS[row[0]], in_fen=in_fen)
    told = ReportColumn(fact.name, fact.zh, fact.en, fact.unit, {**_VALUES, **fact.labels})
    return [*readable.headings([fact], language), *readable.cells([told], [row[1]], language), *row[2:]]


def _place(column: ReportColumn, value: Any) -> Any:
    """Return a party by its code alone: the column tells that it is one."""
    is_party = column.name in {"party", "to"} and isinstance(value, str)
    return value.rpartition(":")[2] if is_party else value
