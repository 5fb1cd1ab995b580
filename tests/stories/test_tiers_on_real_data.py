"""The tiers that an import earns by the rules of its own days, against the same rules applied by hand to the file."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter, defaultdict
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq
import pytest
from tests.stories.tiers_by_hand import Move, level_on, moves_of

pytestmark = [
    pytest.mark.xdist_group("real_measures"),
    pytest.mark.any_database,
    pytest.mark.real_data,
    pytest.mark.slow,
]

ROOT = Path(__file__).parents[2]
HOUSEHOLDS = 200
"""The first so many: every level is reached, kept and lost among them, in some seconds."""

TODAY = date(2019, 2, 1)


@pytest.fixture(scope="module")
def part(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The chain's files, of the first households only."""
    folder: Path = tmp_path_factory.mktemp("part")
    source = real_data / "completejourney"
    sold = f"SELECT * FROM '{source}/transactions.parquet' WHERE household_id <= {HOUSEHOLDS}"
    people = f"SELECT * FROM '{source}/demographics.parquet' WHERE household_id <= {HOUSEHOLDS}"
    goods = f"SELECT * FROM '{source}/products.parquet' SEMI JOIN ({sold}) USING (product_id)"
    for name, statement in {"transactions": sold, "demographics": people, "products": goods}.items():
        duckdb.sql(f"COPY ({statement}) TO '{folder}/{name}.parquet'")
    return folder


@pytest.fixture(scope="module")
def told(part: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the product says after the import and a nightly run at the end, long after the last purchase."""
    environment = {
        **os.environ,
        "SHUKE_HOME": str(tmp_path_factory.mktemp("tiered")),
        "PYTHONPATH": f"{ROOT}/src",
        "DJANGO_SETTINGS_MODULE": "shuke.config.settings",
    }
    environment.pop("SHUKE_DATABASE_URL", None)
    program = [sys.executable, str(Path(__file__).parent / "tiered.py"), str(part), TODAY.isoformat()]
    done = subprocess.run(program, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout.splitlines()[-1]))


@pytest.fixture(scope="module")
def baskets(part: Path) -> dict[int, list[tuple[date, int]]]:
    """Each household's baskets in the order of time: day and fen."""
    columns = ["household_id", "basket_id", "store_id", "sales_value", "transaction_timestamp"]
    minor: Counter[tuple[int, int, int]] = Counter()
    first: dict[tuple[int, int, int], Any] = {}
    for household, basket, store, value, at in zip(
        *pq.read_table(part / "transactions.parquet", columns=columns).to_pydict().values(), strict=True
    ):
        place = household, store, basket
        minor[place] += int(value * 100 + 0.5)
        first[place] = min(first.get(place, at), at)
    spent: dict[int, list[tuple[date, int]]] = defaultdict(list)
    for place in sorted(first, key=lambda place: first[place]):
        spent[place[0]].append((first[place].date(), minor[place]))
    return spent


@pytest.fixture(scope="module")
def by_hand(baskets: dict[int, list[tuple[date, int]]]) -> dict[int, list[Move]]:
    return {household: moves_of(spent, TODAY) for household, spent in baskets.items()}


def test_every_move_of_every_member(told: dict[str, Any], by_hand: dict[int, list[Move]]) -> None:
    household = {member: int(legacy) for legacy, member in told["members"].items()}
    expected = [
        [who, move.from_level, move.to_level, move.kind, str(move.on), str(move.until)]
        for who, moves in by_hand.items()
        for move in moves
    ]

    found = [[household[member], *rest, str(until)] for member, *rest, until in told["moves"]]

    assert sorted(found) == sorted(expected)
    assert {(kind, to_level) for _, _, to_level, kind, *_ in found} >= {
        ("join", 1), ("upgrade", 2), ("upgrade", 3), ("keep", 2), ("downgrade", 1), ("downgrade", 2),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("report", "first", "end"),
    [("as_it_was", date(2017, 4, 1), date(2017, 7, 1)), ("year_after", date(2018, 1, 1), TODAY)],
)
def test_the_report_of_tiers(
    told: dict[str, Any],
    by_hand: dict[int, list[Move]],
    baskets: dict[int, list[tuple[date, int]]],
    report: str,
    first: date,
    end: date,
) -> None:
    rows: defaultdict[int | None, Counter[str]] = defaultdict(Counter)
    for moves in by_hand.values():
        if moves[0].on < end:
            rows[level_on([move for move in moves if move.on < end], end)]["members"] += 1
        for move in moves:
            if first <= move.on < end:
                rows[move.to_level][f"{move.kind}s"] += 1
    for household, spent in baskets.items():
        for day, minor in spent:
            if first <= day < end:
                rows[level_on(by_hand[household], day)].update(purchases=1, net_minor=minor)

    names = ("members", "joins", "upgrades", "keeps", "downgrades", "grants", "purchases", "net_minor")
    assert {row["level"]: tuple(row[name] for name in names) for row in told[report]} == {
        level: tuple(row[name] for name in names) for level, row in rows.items()
    }
