"""Every reason that a price can give has words in both languages."""

import re
from pathlib import Path

from shuke.ledgers.coupons.types import Closed
from shuke.selling import promotions
from shuke.selling.promotions import queries, wording
from shuke.selling.promotions.types import Cause, Reason

RULES = Path(promotions.__file__).parent / "rules"


def codes_in_the_rules() -> set[str]:
    text = "\n".join(path.read_text() for path in RULES.glob("*.py"))
    whole = set(re.findall(r'Reason\(\s*"([a-z_]+\.[a-z_]+)"', text))
    said = {f"promotion.{code}" for code in re.findall(r'self\._say\(rule, "([a-z_]+)"', text)}
    said |= {"promotion.below_threshold", "promotion.too_few_units"}
    of_coupons = set(re.findall(r'_reason\("([a-z_]+)"', text)) | set(re.findall(r'return "([a-z_]+)"', text))
    return whole | said | {f"coupon.{code}" for code in of_coupons | {closed.value for closed in Closed}}


def test_every_reason_has_its_words() -> None:
    assert codes_in_the_rules() == set(wording.REASONS)
    assert set(wording.CAUSES) == set(Cause)


def test_a_reason_is_said_with_its_amount() -> None:
    zh, en = queries.say(Reason("promotion.below_threshold", "rule:FULL", 1_500))

    assert (zh, en) == ("还差 1500 分", "1500 fen are missing")
