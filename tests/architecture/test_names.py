"""One name, one shape: the interface's description knows its shapes by name alone, and the last one would win."""

import dataclasses
import enum
import typing
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pytest
from ninja import NinjaAPI
from pydantic import BaseModel

from shuke.surfaces.staff.api import api as staff
from shuke.surfaces.till.api import api as till

pytestmark = pytest.mark.any_database


def shapes_of(kind: Any, seen: set[Any]) -> Iterator[type]:
    """Every named shape that the annotation holds, however deep."""
    for part in typing.get_args(kind):
        yield from shapes_of(part, seen)
    if not isinstance(kind, type) or kind in seen:
        return
    seen.add(kind)
    if issubclass(kind, BaseModel):
        yield kind
        for field in kind.model_fields.values():
            yield from shapes_of(field.annotation, seen)
    elif dataclasses.is_dataclass(kind):
        yield kind
        for annotation in typing.get_type_hints(kind, include_extras=True).values():
            yield from shapes_of(annotation, seen)
    elif issubclass(kind, enum.Enum):
        yield kind


def described(api: NinjaAPI) -> Iterator[type]:
    seen: set[Any] = set()
    for _, router in api._routers:
        for view in router.path_operations.values():
            for operation in view.operations:
                for model in [*operation.models, *operation.response_models.values()]:
                    yield from shapes_of(model, seen)


@pytest.mark.parametrize("api", [staff, till], ids=["staff", "till"])
def test_no_two_shapes_of_an_interface_share_a_name(api: NinjaAPI) -> None:
    places: dict[str, set[str]] = defaultdict(set)
    for shape in described(api):
        if shape.__module__.startswith("shuke."):
            places[shape.__name__].add(shape.__module__)

    assert len(places) > 20
    assert {name: modules for name, modules in places.items() if len(modules) > 1} == {}
