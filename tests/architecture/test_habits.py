"""House rules that a machine can hold."""

import ast
import re
import tomllib
from pathlib import Path

import pytest

from shuke.foundation.refusals import Refusal
from tests.architecture.house import Module, modules

pytestmark = pytest.mark.any_database
ROOT = Path(__file__).parents[2]
MONEY_ROOMS = (
    "shuke.foundation.money",
    "shuke.ledgers",
    "shuke.selling.sales",
    "shuke.selling.promotions",
    "shuke.selling.checkout",
    "shuke.selling.payments.operations",
    "shuke.selling.payments.rules",
    "shuke.selling.tills",
    "shuke.selling.rewards",
    "shuke.selling.referrals",
)


def test_money_knows_no_floats() -> None:
    found = [
        f"{module.name}:{getattr(node, 'lineno', 0)}"
        for module in modules()
        if module.name.startswith(MONEY_ROOMS)
        for node in ast.walk(module.tree)
        if _is_inexact(node)
    ]

    assert found == []


def _is_inexact(node: ast.AST) -> bool:
    if isinstance(node, ast.Constant):
        return isinstance(node.value, float)
    if isinstance(node, ast.BinOp):
        return isinstance(node.op, ast.Div)
    return isinstance(node, ast.Call) and ast.unparse(node.func) in {"round", "float"}


def test_the_clock_is_read_in_surfaces_and_jobs_only() -> None:
    allowed = ("shuke.surfaces", "shuke.config", "shuke.foundation.clock", "shuke.foundation.jobs")
    reads = re.compile(r"clock\.now\(|datetime\.now\(|date\.today\(|\butcnow\(")
    found = [
        module.name
        for module in modules()
        if not module.name.startswith(allowed) and reads.search(_without_text(module))
    ]

    assert found == []


def _without_text(module: Module) -> str:
    return ast.unparse(_Mute().visit(ast.parse(module.path.read_text())))


class _Mute(ast.NodeTransformer):
    """Take words in quotation marks out, so that a docstring may speak of the clock."""

    def visit_Constant(self, node: ast.Constant) -> ast.Constant:
        return ast.Constant("") if isinstance(node.value, str) else node


def test_every_refusal_has_a_test() -> None:
    tests = "\n".join(path.read_text() for path in (ROOT / "tests").rglob("*.py"))
    own = [kind for kind in Refusal.all() if kind.__module__.startswith("shuke.")]

    assert sorted(kind.__name__ for kind in own if not re.search(rf"\b{kind.__name__}\b|{kind.code}\b", tests)) == []


def test_the_locked_needs_are_those_that_the_project_names() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    named = {
        "base": project["dependencies"],
        "dev": project["optional-dependencies"]["dev"],
        "spark": project["optional-dependencies"]["spark"],
    }
    for name, needs in named.items():
        lines = (ROOT / "requirements" / f"{name}.in").read_text().splitlines()
        assert set(needs) <= {line.strip() for line in lines}, f"requirements/{name}.in lags behind pyproject.toml"
        locked = (ROOT / "requirements" / f"{name}.lock").read_text().lower()
        missing = [need for need in needs if not re.search(rf"^{_package(need)}==", locked, re.M)]
        assert missing == [], f"run `make lock`: {missing}"


def _package(need: str) -> str:
    return re.escape(re.split(r"[\[<>=]", need)[0].lower())


def test_numbers_of_a_cast_have_names() -> None:
    """`member1` and `member2` say nothing; a name for the trait that distinguishes them does."""
    numbered = re.compile(r"\b(member|store|staff|guide|receipt|lot|account)_?[0-9]\b")
    found = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "tests").rglob("test_*.py")
        if numbered.search(path.read_text()) and path.name != "test_habits.py"
    }

    assert found == set()


@pytest.mark.parametrize("folder", ["src", "tests", "docs"])
def test_no_file_is_a_mountain(folder: str) -> None:
    long = [
        f"{path.relative_to(ROOT)}: {count}"
        for path in (ROOT / folder).rglob("*.py")
        if "migrations" not in path.parts and (count := len(path.read_text().splitlines())) > 450
    ]

    assert long == []
