"""The worked examples of docs/algorithms/points.md are true."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from shuke.foundation import money
from shuke.ledgers.points import rules
from shuke.ledgers.points.document import EarnRule
from shuke.ledgers.points.types import EarnableLine, EarnableSale, EarnedLine

DOCUMENT = Path(__file__).parents[2] / "docs" / "algorithms" / "points.md"
RULE = EarnRule.model_validate(
    {
        "stacking": "product",
        "tiers": {"3": 150},
        "categories": [{"path": "/玩具/", "percent": 300}],
        "excluded_categories": ["/烟/"],
        "month_days": {"8": 200},
        "pending_days": 7,
        "validity": {"kind": "year_end", "years": 1},
    }
)


def _table(name: str) -> list[list[str]]:
    block = DOCUMENT.read_text().split(f"```{name}\n")[1].split("```")[0]
    return [[cell.strip() for cell in row.split("|")] for row in block.strip().splitlines()[1:]]


@pytest.mark.parametrize("row", _table("points"), ids=lambda row: f"{row[0]} tier {row[1]} {row[2]}")
def test_earning_is_as_written(row: list[str]) -> None:
    day, tier, written_lines, points, by_line, available, gone = row
    pairs = [text.split("=") for text in written_lines.split()]
    paths = {index: path for index, (path, _) in enumerate(pairs)}
    lines = tuple(EarnableLine(index, index, money.parse_fen(yuan)) for index, (_, yuan) in enumerate(pairs))
    sale = EarnableSale(1, 1, 1, datetime(2026, 1, 1, tzinfo=UTC), date.fromisoformat(day), "sale", None, lines)

    earning = rules.earn(sale, RULE, int(tier), paths)

    assert earning.points == int(points)
    assert [line.points for line in earning.lines] == [int(part) for part in by_line.split()]
    assert (earning.available_on.isoformat(), str(earning.expires_on)) == (available, gone)


@pytest.mark.parametrize("row", _table("returns"), ids=lambda row: " / ".join(row))
def test_returns_are_as_written(row: list[str]) -> None:
    net, points, pieces, expected = row
    lines = [EarnedLine(1, None, money.parse_fen(net), int(points))]
    taken = []
    for piece in pieces.split():
        reversals = rules.reverse(lines, [EarnableLine(1, None, -money.parse_fen(piece))])
        lines = rules.after(lines, reversals)
        taken.append(sum(reversal.points for reversal in reversals))

    assert [back for back in taken if back or "0" in expected.split()] == [int(part) for part in expected.split()]
