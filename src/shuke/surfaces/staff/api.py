"""The staff interface put together: every area, one mapping of failures, and a description that lists every refusal."""

from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from shuke.surfaces.staff import areas_table, described, problems
from shuke.surfaces.staff.declared import TABLE
from shuke.surfaces.staff.strict_json import StrictJson

__all__ = ["TABLE", "api"]


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
