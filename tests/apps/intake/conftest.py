"""Files as shops send them, and one way to import them."""

import csv
import random
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path

import pytest

from shuke.foundation import scopes
from shuke.foundation.actors import SYSTEM
from shuke.selling.intake import mapping as mappings
from shuke.selling.intake import operations as intake
from shuke.selling.intake.types import Kind, Summary

Importing = Callable[..., Summary]
Writing = Callable[..., Path]

MEMBERS = """
[members.columns]
phone = "手机号"
name = "姓名"
birthday = "生日"
enrolled_at = "入会日期"
store = "门店"
points = "积分"
points_expire_on = "积分到期日"
"""
RECEIPTS = """
source = "till"
member_by = "phone"
[receipts.columns]
receipt = "小票号"
store = "门店"
sold_at = "时间"
member = "手机号"
sku = "货号"
quantity = "数量"
net = "实收"
discount = "优惠"
kind = "类型"
"""
MEMBER_HEADER = ("手机号", "姓名", "生日", "入会日期", "门店", "积分", "积分到期日")
RECEIPT_HEADER = ("小票号", "门店", "时间", "手机号", "货号", "数量", "实收", "优惠", "类型")

ROT = {
    "phone_length": lambda row, first: ["1380013", *row[1:]],
    "precision_lost": lambda row, first: ["1.38E+10", *row[1:]],
    "no_such_day": lambda row, first: [*row[:2], "1990-02-30", *row[3:]],
    "not_a_number": lambda row, first: [*row[:5], "很多", row[6]],
    "in_future": lambda row, first: [*row[:3], "2090-01-01", *row[4:]],
    "no_identity": lambda row, first: ["", *row[1:]],
    "duplicate_in_file": lambda row, first: [first, *row[1:]],
    "too_many_cells": lambda row, first: [*row, "多出一格"],
}


@pytest.fixture(autouse=True)
def whole_chain() -> Iterator[None]:
    with scopes.everywhere(reason="these tests look at the whole chain"):
        yield


@pytest.fixture
def write(tmp_path: Path) -> Writing:
    def write(name: str, header: Sequence[str], rows: Sequence[Sequence[object]], *, encoding: str = "utf-8") -> Path:
        path = tmp_path / name
        with path.open("w", encoding=encoding, newline="") as file:
            writer = csv.writer(file)
            writer.writerow(header)
            writer.writerows(rows)
        return path

    return write


@pytest.fixture
def bring(db: None, at: datetime, tmp_path: Path) -> Importing:
    """Import files; `dry=True` rehearses."""

    def bring(
        kind: Kind,
        *paths: Path,
        mapping: str,
        dry: bool = False,
        rejects: Path | None = None,
        when: datetime | None = None,
        **options: bool,
    ) -> Summary:
        act = intake.rehearse if dry else intake.import_files
        return act(
            kind=kind,
            paths=paths,
            mapping=mappings.parse(mapping),
            by=SYSTEM,
            at=when or at,
            rejects=rejects or tmp_path / "rejects.csv",
            **options,
        )

    return bring


def people(count: int, *, rotten: int = 0, seed: int = 7) -> tuple[list[list[str]], dict[int, str]]:
    """Return member rows, and the kind of rot by line number; the header is line 1."""
    chance = random.Random(seed)
    rows = [
        [
            f"138{index:08}", f"顾客{index}", f"{1960 + index % 40}-{index % 12 + 1:02}-{index % 28 + 1:02}",
            f"2025-{index % 12 + 1:02}-{index % 28 + 1:02}", f"S{index % 3 + 1}",
            "100" if index % 20 == 0 else "", "2027-01-01",
        ]
        for index in range(count)
    ]  # fmt: skip
    kinds = list(ROT)
    rot: dict[int, str] = {}
    for turn, index in enumerate(sorted(chance.sample(range(1, count), rotten))):
        kind = kinds[turn % len(kinds)]
        rows[index] = ROT[kind](rows[index], rows[0][0])
        rot[index + 2] = kind
    return rows, rot


def read_rejects(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
