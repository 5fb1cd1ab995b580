"""Every rule of law in the national pack, with the article it stands in; and how dated rows are chosen."""

import itertools
from datetime import date, timedelta

import pytest

from shuke.foundation.policy import queries
from shuke.foundation.policy.types import Checked

TODAY = date(2026, 3, 10)
CARDS = "单用途商业预付卡管理办法"
CONSUMERS = "消费者权益保护法实施条例"
COURT = "法释〔2025〕4号"
TAX = "国家税务总局公告2016年第53号"
BEIJING = "本产品默认(参照北京市单用途预付卡管理条例)"
CODE = "民法典;消费者权益保护法"

LAW = [
    ("prepaid.named.limit", 500_000, CARDS, "第十八条"),
    ("prepaid.unnamed.limit", 100_000, CARDS, "第十八条"),
    ("prepaid.named.validity", "none", CARDS, "第十九条"),
    ("prepaid.unnamed.validity_years", 3, CARDS, "第十九条"),
    ("prepaid.named.identify_from", 0, CARDS, "第十五条"),
    ("prepaid.unnamed.identify_from", 1_000_000, CARDS, "第十五条"),
    ("prepaid.bank_transfer_from.company", 500_000, CARDS, "第十六条"),
    ("prepaid.bank_transfer_from.person", 5_000_000, CARDS, "第十六条"),
    ("prepaid.records_years", 5, CARDS, "第十五条"),
    ("prepaid.refund.cash_limit", 10_000, CARDS, "第二十一条"),
    ("prepaid.refund.account", "same_name", CARDS, "第二十一条"),
    ("prepaid.goods_returned", "to_card", CARDS, "第二十二条"),
    ("prepaid.deposit.scale", 20, CARDS, "第二十六条"),
    ("prepaid.deposit.group", 30, CARDS, "第二十六条"),
    ("prepaid.deposit.brand", 40, CARDS, "第二十六条"),
    ("prepaid.deposit.substitutes", "insurance,guarantee", CARDS, "第二十八条"),
    ("prepaid.headroom", 40, CARDS, "第二十五条"),
    ("prepaid.filing_days", 30, CARDS, "第七条"),
    ("prepaid.scale.revenue", 500_000_000, CARDS, "第三十三条"),
    ("prepaid.scale.capital", 100_000_000, CARDS, "第三十三条"),
    ("contract.must_name", "content,price,refund,liability", CONSUMERS, "第二十二条"),
    ("contract.terms_stay", "frozen", CONSUMERS, "第二十二条"),
    ("contract.stop_when_in_trouble", "stop", CONSUMERS, "第二十二条"),
    ("contract.close_notice", "in_advance", CONSUMERS, "第二十二条"),
    ("membership.renewal_notice", "before_renewal", CONSUMERS, "第十条"),
    ("minors.age", 18, COURT, "第十条"),
    ("claim.transfer", "allowed", COURT, "第十一条"),
    ("refund.seven_days", 7, COURT, "第十四条"),
    ("refund.principal", "paid_less_used", COURT, "第十五条"),
    ("refund.interest.operator", "rate.lpr_1y", COURT, "第十六条"),
    ("refund.interest.consumer", "rate.deposit_1y", COURT, "第十六条"),
    ("refund.interest.from", "termination", COURT, "第十七条"),
    ("refund.operator.discount", "discounted_price", COURT, "第十八条第一项"),
    ("refund.operator.gift", "paid_over_paid_and_gift", COURT, "第十八条第二项"),
    ("refund.consumer", "full_price", COURT, "第十九条"),
    ("refund.consumer.excess", 0, COURT, "第二十条"),
    ("refund.gift_goods", "judged_by_person", COURT, "第二十一条"),
    ("refund.period", "remaining_over_whole_term", COURT, "第二十二条"),
    ("card.lost", "report,replace,activate,exchange", COURT, "第二十四条"),
    ("evidence.operator", "show_every_entry", COURT, "第二十五条"),
    ("refund.deadline_days.unused", 5, BEIJING, "第十六条"),
    ("refund.deadline_days", 15, BEIJING, "第十七条"),
    ("rate.lpr_1y", 300, "全国银行间同业拆借中心公告", "一年期LPR"),
    ("rate.deposit_1y", 150, "中国人民银行公告(2015-10-23)", "一年期存款基准利率"),
    ("invoice.top_up", "ordinary_untaxed", TAX, "第三条"),
    ("invoice.spending", "none", TAX, "第三条"),
    ("invoice.settlement", "ordinary_settlement", TAX, "第三条"),
    ("records.invoice_years", 5, "发票管理办法", "第二十八条"),
    ("records.trade_years", 3, "电子商务法", "第三十一条"),
    ("lottery.top_prize", 5_000_000, "反不正当竞争法", "抽奖式有奖销售"),
    ("promotion.records_years", 2, "规范促销行为暂行规定", "有奖销售档案"),
    ("promotion.original_price_days", 7, "规范促销行为暂行规定", "价格比较"),
    ("points.reminder_days.first", 30, CODE, "第四百九十六条;第二十六条"),
    ("points.reminder_days.second", 7, CODE, "第四百九十六条;第二十六条"),
    ("points.rule_change", "never_shortens_existing_lots", CODE, "第四百九十六条;第二十六条"),
]


@pytest.mark.parametrize(("code", "value", "law", "article"), LAW, ids=[row[0] for row in LAW])
def test_the_law_says(code, value, law, article):
    where = queries.article(code)

    assert queries.value(code, TODAY) == value
    assert (where.law, where.article) == (law, article)
    assert where.source_zh


def test_every_row_of_the_pack_has_a_test_that_names_its_article():
    assert {row.code for row in queries.whole().rows} == {row[0] for row in LAW}


@pytest.mark.parametrize("name", queries.names())
def test_rows_of_one_code_never_overlap(name):
    rows = sorted(queries.whole(name).rows, key=lambda row: (row.code, row.from_date))
    clashes = [
        (earlier.code, earlier.from_date)
        for earlier, later in itertools.pairwise(rows)
        if earlier.code == later.code and (earlier.to_date is None or earlier.to_date > later.from_date)
    ]

    assert clashes == []


def test_a_pack_on_a_day_holds_what_is_in_force_then():
    before = {row.code for row in queries.pack("cn-national", date(2025, 4, 30)).rows}
    after = {row.code for row in queries.pack("cn-national", date(2025, 5, 1)).rows}

    assert "refund.seven_days" not in before
    assert "refund.seven_days" in after
    assert queries.value("rate.lpr_1y", date(2024, 10, 20)) == 335
    assert queries.article("rate.lpr_1y", on=date(2024, 10, 20)).source_zh == "一年期贷款市场报价利率3.35%。"


def test_a_city_adds_to_the_nation_and_replaces():
    assert queries.article("refund.deadline_days", "cn-beijing").law == "北京市单用途预付卡管理条例"
    assert queries.value("prepaid.named.limit", TODAY, "cn-beijing") == 500_000
    assert queries.value("report.quarterly_by_day", TODAY, "cn-shanghai") == 25
    assert queries.lint("最终解释权归本店", "cn-shanghai")


def test_what_the_law_does_not_say_is_marked_as_ours():
    assert queries.row("refund.deadline_days", TODAY).checked is Checked.DEFAULT


def test_an_unknown_pack_and_an_unknown_row_are_refused():
    with pytest.raises(queries.NoSuchPack):
        queries.pack("cn-nowhere", TODAY)
    with pytest.raises(queries.NoSuchRow):
        queries.value("prepaid.nothing", TODAY)
    with pytest.raises(queries.NoSuchRow):
        queries.article("prepaid.nothing")
    with pytest.raises(queries.NoSuchRow):
        queries.value("refund.seven_days", date(2025, 5, 1) - timedelta(days=1))


def test_a_word_is_no_number():
    with pytest.raises(TypeError):
        queries.number("refund.period", TODAY)
