"""What waits for somebody is listed with the act that settles it, and the overview leads there."""

import re

import pytest
from playwright.sync_api import expect
from tests.e2e.chain import Person

KINDS = {
    "unapplied": "到账未用",
    "notices": "异常支付通知",
    "proposals": "储值审批",
    "stock": "负库存",
    "rewards": "待领礼品",
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_listed_without_complaint(console, kind: str) -> None:
    for width, language in ((1440, "zh"), (390, "en")):
        window = console(width=width, language=language)
        window.open(f"matters?matter={kind}")
        window.keep_picture(f"matters_{kind}")
        assert window.violations() == []
        assert window.page.get_by_role("tab", selected=True).count() == 1


def test_a_role_sees_the_kinds_that_are_its_own(console) -> None:
    window = console("guide")
    window.open("matters?matter=proposals")
    tabs = window.page.get_by_role("tab").all_inner_texts()
    assert tabs == [KINDS["stock"], KINDS["rewards"]]


def test_a_second_person_approves_what_the_first_proposed(console, people: dict[str, Person], member_id: str) -> None:
    told = {"currency": "principal", "amount_minor": 12_300, "reason": "开业时漏记的充值"}
    people["finance"].ask("POST", f"/api/staff/members/{member_id}/stored-value/adjustments", told)
    owner = console()
    owner.open("")
    owner.page.get_by_role("link", name=re.compile("等待审批的储值调整与退款.*1")).click()
    owner.settle()
    row = owner.page.get_by_role("row").filter(has_text=told["reason"])
    expect(row.get_by_text("本金 ¥123.00")).to_be_visible()
    owner.keep_picture("matters_proposal")
    row.get_by_role("button", name="审批通过").click()
    owner.page.locator(".ant-popconfirm").get_by_role("button", name="审批通过").click()
    expect(owner.page.get_by_text("没有待处理的事项")).to_be_visible()


def test_whoever_proposed_may_not_approve(console, people: dict[str, Person], member_id: str) -> None:
    told = {"currency": "principal", "amount_minor": 100, "reason": "自己提出的"}
    people["finance"].ask("POST", f"/api/staff/members/{member_id}/stored-value/adjustments", told)
    window = console("finance")
    window.open("matters?matter=proposals")
    row = window.page.get_by_role("row").filter(has_text=told["reason"])
    row.get_by_role("button", name="审批通过").click()
    window.page.locator(".ant-popconfirm").get_by_role("button", name="审批通过").click()
    expect(window.page.get_by_text("须由另一人审批")).to_be_visible()
    window.complaints.clear()  # the refusal was meant
