"""Every refusal speaks both languages."""

import string

import pytest

from shuke.foundation import money
from shuke.foundation.refusals import Refusal


def test_a_refusal_says_why_in_both_languages() -> None:
    with pytest.raises(money.NotAnAmount) as caught:
        money.parse_fen("一百")

    assert caught.value.message("zh") == "不是有效金额:一百"
    assert caught.value.message("en") == "Not an amount of money: 一百"


def test_codes_are_unique_and_name_their_room() -> None:
    codes = [kind.code for kind in Refusal.all()]

    assert len(codes) == len(set(codes))
    assert all("." in code for code in codes)


def test_both_languages_fill_in_the_same_details() -> None:
    def details(template: str) -> set[str]:
        """A detail that is itself words comes twice, as `why_zh` and `why_en`."""
        names = {name for _, name, _, _ in string.Formatter().parse(template) if name}
        return {name.removesuffix("_zh").removesuffix("_en") for name in names}

    assert [kind.code for kind in Refusal.all() if details(kind.zh) != details(kind.en)] == []
