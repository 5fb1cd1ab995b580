"""How a price is asked for and shown at the terminal."""

import re
from collections.abc import Sequence
from dataclasses import asdict

from shuke.foundation.catalog import queries as catalog
from shuke.foundation.refusals import Refusal
from shuke.selling.promotions import queries as promotions
from shuke.selling.promotions.types import Combination, Priced, Reason
from shuke.surfaces.cli import installation, output
from shuke.surfaces.cli.language import Language, spoken
from shuke.surfaces.cli.language import say as words

_COUNTED = re.compile(r"(.+):([0-9]{1,6})(?:\.([0-9]{1,3}))?")


class GoodsUnknown(Refusal):
    """An argument names no goods, or no quantity."""

    code = "cli.goods_unknown"
    status = 422
    zh = "没有商品 {text}(应写作 编码 或 编码:数量)"
    en = "There are no goods {text} (write CODE or CODE:QUANTITY)"


def goods(texts: Sequence[str]) -> list[tuple[int, int]]:
    """Return (SKU id, milli-units) of arguments such as "MILK-1" and "MILK-1:2.5"."""
    asked = [_parts(text) for text in texts]
    ids = catalog.sku_ids(code for code, _ in asked)
    for code, _ in asked:
        if code not in ids:
            raise GoodsUnknown(field="goods", text=code)
    return [(ids[code], milli) for code, milli in asked]


def _parts(text: str) -> tuple[str, int]:
    match = _COUNTED.fullmatch(text)
    if match is None:
        return text, 1000
    code, whole, part = match.groups()
    milli = int(whole) * 1000 + int((part or "").ljust(3, "0"))
    if not milli:
        raise GoodsUnknown(field="goods", text=text)
    return code, milli


def store(code: str) -> int:
    """Return the id of the store with the code."""
    store_id = installation.store_id(code)
    if store_id is None:
        raise installation.StoreCodeUnknown(code=code)
    return store_id


def show(priced: Priced, format_: output.Format) -> None:
    """Print the price: each line with its steps, what was used, and why the rest was not."""
    explained = promotions.explain(priced)
    if format_ is output.Format.JSON:
        output.json_text(
            {
                "list_minor": priced.list_minor,
                "net_minor": priced.net_minor,
                "delivery_minor": priced.delivery_minor,
                "due_minor": priced.due_minor,
                "lines": [asdict(line) for line in explained],
                "gifts": [asdict(gift) for gift in priced.gifts],
                "used": _combination(priced.used),
                "second": _combination(priced.second) if priced.second else None,
                "reasons": [_told(reason) for reason in (*priced.reasons, *priced.blocked)],
            }
        )
        return
    english = spoken() is Language.EN
    steps = [
        [line.line_no, step.en if english else step.zh, -step.amount_minor, step.after_minor, step.rule_number]
        for line in explained
        for step in line.steps
    ]
    output.table(
        ["line", "list_minor", "net_minor"], [[line.line_no, line.list_minor, line.net_minor] for line in priced.lines]
    )
    if steps:
        columns = ["line", words("原因", "cause"), "off_minor", "after_minor", words("规则版本", "rule version")]
        output.table(columns, steps)
    reasons = [_told(reason) for reason in (*priced.reasons, *priced.blocked)]
    if reasons:
        output.table(["subject", "reason"], [[one["subject"], one["en" if english else "zh"]] for one in reasons])
    output.pairs({words("应付", "due") + "_minor": priced.due_minor, words("用券", "coupons"): priced.used.coupon_ids})


def _combination(used: Combination) -> dict[str, object]:
    return asdict(used) | {"due_minor": used.due_minor}


def _told(reason: Reason) -> dict[str, object]:
    zh, en = promotions.say(reason)
    return asdict(reason) | {"zh": zh, "en": en}
