"""The one way to declare what a till may ask. What is not declared here cannot be reached."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ninja import Router
from ninja.decorators import decorate_view

from shuke.surfaces.till import gate
from shuke.surfaces.till.permissions import TillRule


@dataclass(frozen=True, slots=True)
class TillRoute:
    """An operation of the tills. Acts are repeatable by the till's own ids, so none takes an idempotency key."""

    method: str
    path: str
    name: str
    rule: TillRule


TABLE: list[TillRoute] = []
router = Router(tags=["收银台 Till"])


def route(
    method: str, path: str, *, rule: TillRule, answers: Any
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Declare an operation with its rule and the shape of its answer."""

    def bind(operation: Callable[..., Any]) -> Callable[..., Any]:
        name = operation.__name__
        TABLE.append(TillRoute(method, path, name, rule))
        paragraph = (operation.__doc__ or "").strip()
        bound = router.api_operation(
            [method],
            path,
            response=answers,
            operation_id=name,
            auth=gate.SHOWN[rule.by] or None,
            summary=paragraph.split("\n", maxsplit=1)[0],
            description=paragraph,
        )
        return bound(decorate_view(gate.guard(rule))(operation))

    return bind
