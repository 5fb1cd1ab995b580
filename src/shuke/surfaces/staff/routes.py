"""The one way to declare an operation. What is not declared here cannot be reached."""

from collections.abc import Callable
from typing import Any, Protocol

from ninja import Router
from ninja.decorators import decorate_view

from shuke.surfaces.staff import gate
from shuke.surfaces.staff.declared import TABLE, Reach, Route
from shuke.surfaces.staff.limits import Rate
from shuke.surfaces.staff.permissions import Rule


class _Declare(Protocol):
    def __call__(
        self,
        path: str,
        *,
        rule: Rule,
        scope: Reach,
        rate: Rate,
        answers: Any,
        idempotent: bool = False,
        audited: bool = False,
        upload: bool = False,
        downloads: bool = False,
        sparse: bool = False,
    ) -> Callable[[Callable[..., Any]], Callable[..., Any]]: ...


_AREA_OF: dict[str, "Routes"] = {}


class Routes:
    """The operations of one area, each declared with rule, scope, rate, idempotence and audit.

    `sparse`: what an answer does not say is left out of it.
    """

    def __init__(self, tag: str) -> None:
        self.router = Router(tags=[tag])
        self.get: _Declare = self._method("GET")
        self.post: _Declare = self._method("POST")
        self.put: _Declare = self._method("PUT")
        self.patch: _Declare = self._method("PATCH")
        self.delete: _Declare = self._method("DELETE")

    def _method(self, method: str) -> _Declare:
        def declare(
            path: str,
            *,
            rule: Rule,
            scope: Reach,
            rate: Rate,
            answers: Any,
            idempotent: bool = False,
            audited: bool = False,
            upload: bool = False,
            downloads: bool = False,
            sparse: bool = False,
        ) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
            def bind(operation: Callable[..., Any]) -> Callable[..., Any]:
                name = operation.__name__
                if _AREA_OF.setdefault(path, self) is not self:
                    raise ValueError(f"{path}: another area has this path, and would hide the operation {name}")
                route = Route(method, path, name, rule, scope, rate, idempotent, audited, upload, downloads)
                TABLE.append(route)
                guarded = decorate_view(gate.guard(route))(operation)
                paragraph = (operation.__doc__ or "").strip()
                bound = self.router.api_operation(
                    [method],
                    path,
                    response=answers,
                    operation_id=name,
                    auth=None if rule.anonymous else gate.DOCUMENTED_AUTH,
                    summary=paragraph.split("\n", maxsplit=1)[0],
                    description=paragraph,
                    exclude_unset=sparse,
                )
                return bound(guarded)

            return bind

        return declare
