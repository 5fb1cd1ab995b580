"""The staff interface put together: every area, one mapping of failures, and a description that lists every refusal."""

from typing import Any

from django.http import HttpRequest
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.parser import Parser

from shuke.surfaces.staff import areas_table, described, problems
from shuke.surfaces.staff.declared import TABLE

__all__ = ["TABLE", "api"]


class StrictJson(Parser):
    """JSON that a database can keep: no NUL characters and no halves of surrogate pairs."""

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        """Return the body; what cannot be stored counts as unreadable."""
        body = super().parse_body(request)
        _refuse_unstorable(body)
        return body


def _refuse_unstorable(value: object) -> None:
    match value:
        case str():
            if "\0" in value:
                raise ValueError("NUL character")
            value.encode()
        case dict():
            for key, inner in value.items():
                _refuse_unstorable(key)
                _refuse_unstorable(inner)
        case list():
            for inner in value:
                _refuse_unstorable(inner)
        case _:
            return


class StaffApi(NinjaAPI):
    """Ninja's interface, whose description also tells of every problem that an operation can answer with."""

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        """Return the description."""
        return described.with_problems(super().get_openapi_schema(path_prefix=path_prefix, path_params=path_params))


api = StaffApi(
    title="Shuke 熟客 staff API",
    version="1.0.0",
    description=described.INTRODUCTION,
    urls_namespace="staff",
    parser=StrictJson(),
)
problems.teach(api)
for routes in areas_table.AREAS:
    api.add_router("", routes.router)
