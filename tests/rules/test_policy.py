"""The linter of plan texts and the small sums of the law. Articles of 法释〔2025〕4号 unless another law is named."""

from datetime import date

import pytest

from shuke.foundation.policy import queries, rules
from shuke.foundation.policy.types import Cause

TERMS = queries.whole().void_terms


@pytest.mark.parametrize("term", TERMS, ids=lambda term: term.phrase)
def test_article_9_makes_the_phrase_void(term):
    findings = rules.lint(f"本卡充值后,{term.phrase}。欢迎光临", TERMS)

    assert term in [finding.term for finding in findings]
    assert term.article.startswith("第九条第")


def test_there_are_thirty_phrases_and_more_for_every_ground_of_article_9():
    assert len(TERMS) >= 30
    assert {term.article for term in TERMS} == {f"第九条第{number}项" for number in "一二三四五六七"}


@pytest.mark.parametrize(
    "text",
    [
        "本金永不过期,随时可退。",
        "赠送金额自到账之日起一年有效,过期作废。",
        "优惠券逾期作废;积分到期清零。",
        "付款后七日内可全额退款,退款于五日内原路退回。",
        "记名卡可以挂失、补办、更名、转让。",
        "不记名卡不挂失,请妥善保管。",
    ],
)
def test_lawful_texts_pass(text):
    assert rules.lint(text, TERMS) == ()


def test_spaces_and_quotation_marks_hide_nothing():
    (finding,) = rules.lint("本店拥有“最 终 解 释 权”", TERMS)

    assert finding.term.phrase == "最终解释权"
    assert finding.clause == "本店拥有最终解释权"


def test_a_bonus_does_not_excuse_what_is_said_of_principal_too():
    assert rules.lint("本金及赠送金额一年有效,过期作废", TERMS) != ()


def test_what_excuses_one_clause_does_not_excuse_the_next():
    (finding,) = rules.lint("赠送金额一年有效。本金过期作废", TERMS)

    assert finding.clause == "本金过期作废"


@pytest.mark.parametrize(
    ("cause", "days", "interest"),
    [(Cause.OPERATOR, 365, 3_000), (Cause.OPERATOR, 15, 124), (Cause.CONSUMER, 365, 1_500), (Cause.OPERATOR, 0, 0)],
)
def test_articles_16_and_17_interest_runs_from_the_termination(cause, days, interest):
    rate = queries.interest_rate(cause, signed_on=date(2025, 6, 1))
    ended = date(2026, 1, 1)

    assert rules.interest(100_000, rate, ended, date.fromordinal(ended.toordinal() + days)) == interest


def test_article_16_takes_the_rate_of_the_day_of_the_contract():
    assert queries.interest_rate(Cause.OPERATOR, signed_on=date(2025, 5, 19)) == 310
    assert queries.interest_rate(Cause.OPERATOR, signed_on=date(2025, 5, 20)) == 300


def test_measures_on_cards_25_and_26_deposit_and_headroom():
    """单用途商业预付卡管理办法 25, 26."""
    assert rules.needed_deposit(1_000_001, 20) == 200_001
    assert rules.headroom(revenue_minor=10_000_000, balance_minor=3_900_000, percent=40) == 100_000
    assert rules.headroom(revenue_minor=10_000_000, balance_minor=4_000_001, percent=40) == -1
