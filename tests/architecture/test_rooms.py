"""The floor plan that import-linter cannot see: front doors, foreign keys, and hidden ways."""

import ast
import re

import pytest
from django.apps import apps
from django.db import models

from tests.architecture.house import FLOORS, Module, imports, modules

pytestmark = pytest.mark.any_database

FRONT_DOORS = {"operations", "queries", "events", "types", "defaults"}
# Rooms without tables of their own are libraries: all that they hold is meant to be used.
LIBRARIES = {f"shuke.foundation.{room}" for room in ("db", "crypto", "datamap", "sheets", "policy")}
# Django and the command line are told these by name, so they cannot be imported where they are needed.
NAMED_DOORS = {
    "shuke.foundation.jobs.operations": "a job is stored under its task's name",
    "shuke.foundation.jobs.backend": "a job is stored under its task's name",
}
# An import within a function needs a reason. (Django's AppConfig.ready is another: models are not there before.)
LATE_DOORS = {"shuke.insight.warehouse.engine": "the cluster's engine is an extra that most chains never install"}
ROOMS = [module for module in modules() if module.floor in FLOORS]


def is_app(room: str) -> bool:
    return any(module.name == f"{room}.apps" for module in modules())


def test_rooms_are_entered_by_their_front_doors() -> None:
    trespasses = [
        f"{module.name} imports {target}"
        for module in ROOMS
        for target, _ in imports(module)
        if _is_another_room(module, target) and not _is_front_door(target)
    ]

    assert trespasses == []


def _is_another_room(module: Module, target: str) -> bool:
    room = ".".join(target.split(".")[:3])
    return room != module.room and is_app(room) and room not in LIBRARIES and module.floor != "config"


def _is_front_door(target: str) -> bool:
    parts = target.split(".")
    return len(parts) == 4 and parts[3] in FRONT_DOORS


def test_a_package_file_holds_one_paragraph_and_no_import() -> None:
    packages = [module for module in modules() if module.path.name == "__init__.py"]

    assert [module.name for module in packages if not _is_one_paragraph(module)] == []


def _is_one_paragraph(module: Module) -> bool:
    return len(module.tree.body) == 1 and ast.get_docstring(module.tree) is not None


def test_foreign_keys_point_down_the_floors() -> None:
    upward = [
        f"{model.__name__}.{field.name} → {field.related_model.__name__}"
        for model in apps.get_models()
        if model.__module__.startswith("shuke.")
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey)
        and field.related_model.__module__.startswith("shuke.")
        and _floor(field.related_model) > _floor(model)
    ]

    assert upward == []


def _floor(model: type[models.Model]) -> int:
    return FLOORS.index(model.__module__.split(".")[1])


def test_foreign_keys_make_no_circle_of_rooms() -> None:
    points_at: dict[str, set[str]] = {}
    for model in apps.get_models():
        for field in model._meta.get_fields():
            if isinstance(field, models.ForeignKey) and field.related_model._meta.app_label != model._meta.app_label:
                points_at.setdefault(model._meta.app_label, set()).add(field.related_model._meta.app_label)

    assert [room for room in points_at if room in _reachable(room, points_at)] == []


def _reachable(start: str, points_at: dict[str, set[str]]) -> set[str]:
    found: set[str] = set()
    waiting = list(points_at.get(start, ()))
    while waiting:
        room = waiting.pop()
        if room not in found:
            found.add(room)
            waiting.extend(points_at.get(room, ()))
    return found


def test_there_are_no_hidden_doors() -> None:
    hidden = re.compile(r"import_module\(|import_string\(|__import__\(|get_model\(|@receiver")
    found = [
        module.name
        for module in ROOMS
        if hidden.search(module.path.read_text()) and module.name not in NAMED_DOORS and module.floor != "config"
    ]

    assert found == []


def test_imports_stand_at_the_top_where_everybody_sees_them() -> None:
    inside = [
        f"{module.name}:{node.lineno}"
        for module in ROOMS
        if module.floor not in {"config", "surfaces"}
        and module.name not in LATE_DOORS
        and not module.name.endswith(".apps")
        for _, node in imports(module)
        if node.col_offset > 0 and not _is_for_types_only(module, node)
    ]

    assert inside == []


def _is_for_types_only(module: Module, node: ast.stmt) -> bool:
    guards = [
        one for one in ast.walk(module.tree) if isinstance(one, ast.If) and "TYPE_CHECKING" in ast.unparse(one.test)
    ]
    return any(node in guard.body for guard in guards)


def test_http_is_spoken_in_surfaces_only() -> None:
    speaks = [
        f"{module.name} imports {name}"
        for module in ROOMS
        if module.floor not in {"config", "surfaces"}
        for name in _django_imports(module)
        if name.startswith(("django.http", "django.urls", "django.shortcuts", "django.views"))
    ]

    assert speaks == []


def _django_imports(module: Module) -> list[str]:
    found = [node.module or "" for node in ast.walk(module.tree) if isinstance(node, ast.ImportFrom)]
    return [name for name in found if name.startswith("django")]
