"""An owner who has never seen Shuke: her first day in the console, from a fresh demo chain, told by what she does."""

import csv
import io
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
