"""What the figures of a measure open to: a few words for the declarations beside it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from shuke.insight.measures.types import Behind, Opening

PERIOD: Final = "member_trades_of_period"
WINDOW: Final = "member_trades_of_window"
MONEY: Final = ("purchases", "quantity_milli", "net_minor", "costed_minor", "margin_minor")

_SUMMED: Final = {"purchases": "t.stands", "visits": "t.stands"}

Keys = tuple[str, ...] | Mapping[str, str]


def members(
    source: str,
    keys: Keys,
    *figures: str,
    where: str = "",
    once: bool = False,
    needs: tuple[str, ...] = (),
    rows: Mapping[str, tuple[str, ...]] | None = None,
) -> Opening:
    """Return that the figures count the members of a relation."""
    counted = dict.fromkeys(figures or ("members",), "1")
    return Opening(Behind.MEMBERS, counted, source, _mapped(keys), where, once, needs=needs, rows=rows or {})


def receipts(
    source: str,
    keys: Keys,
    *figures: str,
    of: str = "",
    where: str = "",
    trades: str = "",
    needs: tuple[str, ...] = (),
) -> Opening:
    """Return that the figures sum up receipts of a relation, or (`trades`) those of the members in it.

    `of` says what of a receipt `t` is summed up, where it is called otherwise than the figure.
    """
    summed = {figure: of or _SUMMED.get(figure, f"t.{figure}") for figure in figures}
    return Opening(Behind.RECEIPTS, summed, source, _mapped(keys), where, trades=trades, needs=needs)


def _mapped(keys: Keys) -> Mapping[str, str]:
    return dict(zip(keys, keys, strict=True)) if isinstance(keys, tuple) else keys
