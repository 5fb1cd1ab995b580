"""An owner who has never seen Shuke: her first day in the console, from a fresh demo chain, told by what she does."""

import csv
import io
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.e2e.browser import Console
from tests.e2e.chain import Chain, code_of
from tests.e2e.conftest import browser, chain  # noqa: F401 - a chain of her own, since she imports into it

pytestmark = [
    pytest.mark.any_database,
    pytest.mark.browser,
    pytest.mark.xdist_group("console's stories"),
    pytest.mark.slow,
]

MINUTES = 60_000
expect.set_options(timeout=30_000)
OWN_PASSWORD = "a-morning-by-the-West-Lake"


@pytest.fixture(scope="module")
def window(browser, chain: Chain) -> Iterator[Console]:  # noqa: F811
    """Her browser, in which she has come for the first time: an own password, and the code of her telephone."""
    window = Console(browser, chain.address, width=1440, language="zh")
    page = window.page
    page.goto("/console/")
    first = chain.one_time_passwords()["owner"]
    page.get_by_label("用户名").fill("owner")
    page.get_by_label("密码", exact=True).fill(first)
    page.get_by_role("button", name="登录").click()
    page.get_by_label("现在的密码").fill(first)
    page.get_by_label("新密码").fill(OWN_PASSWORD)
    page.get_by_role("button", name="修改密码").click()
    page.get_by_role("button", name="显示二维码").click()
    secret = page.locator("code").inner_text().strip()
    for digit, box in zip(
        code_of(f"otpauth://totp/x?secret={secret}"), page.locator(".ant-otp input").all(), strict=True
    ):
        box.fill(digit)
    page.get_by_role("button", name="确认").click()
    expect(page.get_by_role("heading", name="经营概览")).to_be_visible()
    yield window
    window.close()


@pytest.fixture
def page(window: Console) -> Iterator[Page]:
    window.complaints.clear()
    yield window.page
    assert window.complaints == []


def go_on(page: Page, name: str, patience: float = 30_000) -> None:
    """Press the button of that name, once it can be pressed."""
    button = page.get_by_role("button", name=name)
    expect(button).to_be_enabled(timeout=patience)
    button.click()


def test_she_mends_a_file_and_takes_an_import_back(page: Page, window: Console, tmp_path: Path) -> None:
    file = tmp_path / "members.csv"
    file.write_text("手机号,姓名\n13800002231,林一\n13800002232,林二\n这不是号码,林三\n", "utf-8")
    window.open("imports/new")
    page.get_by_label("会员", exact=True).check()
    page.locator("input[type=file]").set_input_files(file)
    go_on(page, "下一步")
    go_on(page, "试跑")
    go_on(page, "开始导入", patience=MINUTES)
    expect(page.get_by_text("已完成")).to_be_visible(timeout=MINUTES)
    with page.expect_download() as asked:
        page.get_by_role("link", name="错误文件").or_(page.get_by_role("button", name="错误文件")).first.click()
    rejected = list(csv.reader(io.StringIO(Path(asked.value.path()).read_text("utf-8-sig"))))
    assert len(rejected) == 2
    go_on(page, "撤销导入")
    page.get_by_role("dialog").get_by_role("button", name="撤销导入").click()
    expect(page.get_by_text("已撤销").first).to_be_visible(timeout=MINUTES)


@pytest.mark.real_data
@pytest.mark.timeout(1_800)
def test_she_imports_the_receipts_of_a_real_chain(page: Page, window: Console, real_data: Path) -> None:
    window.open("imports/new")
    page.locator("input[type=file]").set_input_files(real_data / "completejourney" / "transactions.parquet")
    go_on(page, "下一步", patience=2 * MINUTES)
    go_on(page, "试跑")
    expect(page.get_by_role("progressbar")).to_be_visible()
    page.reload()
    expect(page.get_by_role("progressbar")).to_be_visible()
    expect(page.get_by_text("正式导入后会是这样")).to_be_visible(timeout=10 * MINUTES)
    go_on(page, "开始导入")
    expect(page.get_by_role("progressbar")).to_be_visible()
    page.reload()
    expect(page.get_by_text("已完成")).to_be_visible(timeout=12 * MINUTES)
    expect(page.get_by_text("116,704")).to_be_visible()
    _wait_for_the_warehouse(page)


def _wait_for_the_warehouse(page: Page) -> None:
    """Reports ask for patience while a whole chain's receipts are brought in: so the next page is opened after that."""
    until = time.monotonic() + 5 * MINUTES / 1000
    while page.request.get("/api/staff/system").json()["warehouse_waiting"]:
        assert time.monotonic() < until, "the receipts do not reach the reports"
        page.wait_for_timeout(1_000)


@pytest.fixture
def at_risk(page: Page, window: Console) -> str:
    """The address of the list of members whom the first shop is about to lose: important once, away for long."""
    window.open("analyses/rfm")
    page.get_by_label("门店", exact=True).fill("S001")
    with page.expect_response(re.compile(r"/reports/rfm\?.*store_id=")):
        page.locator(".ant-select-item-option", has_text="S001").click()
    expect(page.locator("[aria-busy=true]")).to_have_count(0)
    figure = page.get_by_role("row").filter(has_text="重要挽留").get_by_role("link").first
    told = int(figure.inner_text().replace(",", ""))
    figure.click()
    expect(page.get_by_role("heading", name=re.compile(f"重要挽留.* {told:,} "))).to_be_visible()
    assert told > 0
    return page.url


def test_she_finds_whom_a_shop_is_about_to_lose_and_why_one_has_her_tier(page: Page, at_risk: str) -> None:
    page.get_by_role("row").nth(1).click()
    expect(page.get_by_text(re.compile("因为(期内累计消费|单笔消费|所有会员)"))).to_be_visible()
    expect(page.get_by_text("重要挽留")).to_be_visible()
    expect(page.get_by_text(re.compile("归属 .*静安店"))).to_be_visible()


def test_she_drafts_a_higher_bar_and_reads_what_it_would_cost(page: Page, window: Console) -> None:
    window.open("programme/growth.tiers")
    go_on(page, "修改")
    page.get_by_role("tab", name="金卡").click()
    bar = page.locator("#at-levels-2-qualifications-0-amount_minor")
    bar.fill("5000")
    bar.blur()
    expect(page.get_by_text("检查通过")).to_be_visible()
    page.get_by_label("说明").last.fill("金卡门槛太低")
    go_on(page, "保存草案")
    go_on(page, "开始试算")
    told = page.get_by_text(re.compile(r"若按草案,成本为 ¥[\d,.]+,现行规则为 ¥[\d,.]+,减少 ¥"))
    expect(told).to_be_visible(timeout=5 * MINUTES)
    page.reload()
    expect(told).to_be_visible()
    expect(page.get_by_text("您提出的规则须由另一位总部人员审批。")).to_be_visible()


def test_she_takes_the_list_of_rfm_with_her(page: Page, window: Console) -> None:
    window.open("analyses/rfm-members")
    with page.expect_download() as asked:
        page.get_by_role("link", name="导出 CSV").click()
    rows = list(csv.DictReader(io.StringIO(Path(asked.value.path()).read_text("utf-8-sig"))))
    assert len(rows) > 2_000, "everybody, not only the first page"
    assert {"会员号", "姓名", "手机", "门店", "RFM类型"} <= set(rows[0])
    assert {"重要价值", "重要挽留", "沉睡"} <= {row["RFM类型"] for row in rows}
