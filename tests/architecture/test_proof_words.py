"""Whatever a proof can find is said in both languages, and what it finds it in has a name."""

import ast
import re
from collections.abc import Iterator

import pytest

from shuke.ledgers.book import checks
from shuke.surfaces.proofs import wording
from tests.architecture.house import SOURCE

pytestmark = pytest.mark.any_database
_TELL = {"Check": 2, "Flaw": 2, "Finding": 1}
_SOURCES = ("db.flaws import", "db import flaws", "book.types import Finding, Flaw")
_ROOMS = ("ledgers", "selling")


def _calls() -> Iterator[tuple[str, ast.Call]]:
    for room in _ROOMS:
        for file in sorted((SOURCE / room).rglob("*.py")):
            text = file.read_text("utf-8")
            if not any(source in text for source in _SOURCES):
                continue
            for node in ast.walk(ast.parse(text)):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _TELL:
                    yield node.func.id, node


def _texts() -> set[str]:
    told = {node.args[_TELL[name]] for name, node in _calls()}
    return {text.value for text in told if isinstance(text, ast.Constant)} | {text for _, text, _ in checks.CHECKS}


def _places(text: str) -> set[str]:
    return set(re.findall(r"\{(\d+)\}", text))


def test_every_check_has_its_sentence_in_chinese() -> None:
    assert len(_texts()) > 70
    assert _texts() - set(wording.CHINESE) == set()


def test_no_sentence_is_left_over_and_each_holds_the_same_values() -> None:
    written = "\n".join(file.read_text("utf-8") for room in _ROOMS for file in (SOURCE / room).rglob("*.py"))
    assert [text for text in wording.CHINESE if text not in written] == []
    assert [text for text, zh in wording.CHINESE.items() if _places(text) != _places(zh)] == []


def test_every_kind_of_row_has_a_name() -> None:
    kinds = {
        node.args[1].value for name, node in _calls() if name == "Check" and isinstance(node.args[1], ast.Constant)
    }
    assert kinds - set(wording.SUBJECTS) == set()


def test_what_was_found_is_said_in_both_languages() -> None:
    said = wording.detail("is {0} and has {1} units left", ("used", 1))
    assert (said.zh, said.en) == ("状态为已使用,剩余 1 张", "is used and has 1 units left")
    assert wording.subject("order:17").zh == "订单 17"
    assert wording.detail("nobody wrote this: {0}", (3,)).zh == "nobody wrote this: 3"
