"""Every act that is written into the audit trail, and every kind of subject, has a name in both languages."""

import ast
import re
from collections.abc import Iterator

import pytest

from shuke.surfaces.staff import audit_words
from tests.architecture.house import Module, modules

pytestmark = pytest.mark.any_database
# Kinds that stand for their words are told apart from a kind and its id.
KIND = re.compile(r"^([a-z_]+):")


def writers() -> list[Module]:
    return [module for module in modules() if "audit.record(" in module.path.read_text()]


def actions_of(tree: ast.AST) -> Iterator[str]:
    """What `action=` is given: in so many words, or by those who call a helper that passes it on."""
    helpers = dict(_helpers(tree))
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        yield from (word.value.value for word in call.keywords if _is_a_plain_action(word))
        if (name := _name(call)) in helpers:
            parameter, place, pattern = helpers[name]
            named = [word.value for word in call.keywords if word.arg == parameter]
            for given in named or call.args[place : place + 1]:
                yield from (_filled(pattern, value) for value in _values(given))


def _is_a_plain_action(word: ast.keyword) -> bool:
    return word.arg == "action" and isinstance(word.value, ast.Constant)


def _helpers(tree: ast.AST) -> Iterator[tuple[str, tuple[str, int, ast.expr]]]:
    for one in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
        parameters = [each.arg for each in one.args.args + one.args.kwonlyargs]
        for word in (word for call in _records(one) for word in call.keywords if word.arg == "action"):
            for used in {node.id for node in ast.walk(word.value) if isinstance(node, ast.Name)} & set(parameters):
                yield one.name, (used, parameters.index(used), word.value)


def _records(within: ast.AST) -> list[ast.Call]:
    calls = [node for node in ast.walk(within) if isinstance(node, ast.Call)]
    return [call for call in calls if ast.unparse(call.func) == "audit.record"]


def _name(call: ast.Call) -> str:
    return getattr(call.func, "id", getattr(call.func, "attr", ""))


def _values(given: ast.expr) -> list[str]:
    constants = [str(node.value) for node in ast.walk(given) if isinstance(node, ast.Constant)]
    return constants or [ast.unparse(given).rsplit(".", maxsplit=1)[-1].lower()]


def _filled(pattern: ast.expr, value: str) -> str:
    if not isinstance(pattern, ast.JoinedStr):
        return value
    return "".join(str(part.value) if isinstance(part, ast.Constant) else value for part in pattern.values)


def subjects_of(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        named = isinstance(node, ast.keyword) and node.arg == "subject"
        assigned = isinstance(node, ast.Assign) and any(getattr(to, "id", "") == "subject" for to in node.targets)
        if named or assigned:
            for part in ast.walk(node.value):
                if isinstance(part, ast.Constant) and isinstance(part.value, str) and KIND.match(part.value):
                    yield part.value.split(":")[0]


def test_every_act_that_is_written_anywhere_has_a_name_and_every_name_an_act():
    written = {action for module in writers() for action in actions_of(module.tree)}

    assert written == set(audit_words.ACTIONS)


def test_every_kind_of_subject_has_a_name():
    written = {kind for module in writers() for kind in subjects_of(module.tree)}

    assert written == set(audit_words.SUBJECTS)


def test_every_name_is_said_in_both_languages():
    names = [*audit_words.ACTIONS.values(), *audit_words.SUBJECTS.values()]

    assert all(re.search(r"[一-鿿]|API", words.zh) and re.search(r"^[A-Z]", words.en) for words in names)
    assert len({words.zh for words in audit_words.ACTIONS.values()}) == len(audit_words.ACTIONS)


def test_control_an_act_without_a_name_is_seen():
    text = 'def _tell(act, row):\n    audit.record(action=f"room.{act}", subject=f"thing:{row}")\n_tell("burn", 1)\n'

    assert list(actions_of(ast.parse(text))) == ["room.burn"]
    assert list(subjects_of(ast.parse(text))) == ["thing"]
