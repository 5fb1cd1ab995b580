"""The worked examples of docs/algorithms/tiers.md are true."""

from datetime import date
from pathlib import Path

import pytest

from shuke.foundation import money
from shuke.ledgers.growth import rules
from shuke.ledgers.growth.defaults import DEFAULT_RULES
from shuke.ledgers.growth.document import TierRules
from shuke.ledgers.growth.types import Grant, GrantKind, Spend, SpendKind, TierMove

DOCUMENT = Path(__file__).parents[2] / "docs" / "algorithms" / "tiers.md"
PROGRAMME = rules.Programme((rules.Dated(1, date(2020, 1, 1), TierRules.model_validate(DEFAULT_RULES)),))


def _examples() -> list[list[list[str]]]:
    blocks = [block.split("```")[0] for block in DOCUMENT.read_text().split("```tiers\n")[1:]]
    return [[[cell.strip() for cell in line.split("|")] for line in block.strip().splitlines()] for block in blocks]


@pytest.mark.parametrize("example", _examples(), ids=lambda example: f"{example[0][0]} {example[0][1]}")
def test_moves_are_as_written(example: list[list[str]]) -> None:
    events = [event for day, text, _ in example if (event := _event(date.fromisoformat(day), text))]
    written = [(date.fromisoformat(day), move) for day, _, moves in example for move in moves.split("; ") if move]

    made = rules.replay(events, PROGRAMME, until=date.fromisoformat(example[-1][0]))

    assert [_told(move) for move in made] == [move for _, move in written]


def _event(day: date, text: str) -> Spend | Grant | None:
    verb, _, rest = text.partition(" ")
    amount, _, order = rest.partition(" #")
    if verb == "until":
        return None
    if verb == "paid":
        return Grant(GrantKind.PAID, day, int(amount))
    fen, number = money.parse_fen(amount), ord(order) if order else None
    if verb == "return":
        return Spend(SpendKind.RETURN, day, -fen, 0, receipt_id=None, original_id=number)
    return Spend(SpendKind.SALE, day, fen, fen // 100, receipt_id=number or day.toordinal())


def _told(move: TierMove) -> str:
    until = f" to {move.valid_until}" if move.valid_until else ""
    return f"{move.kind} {move.from_level}→{move.to_level}{until}"
