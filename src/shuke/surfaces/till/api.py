"""The interface of the tills put together."""

from ninja import NinjaAPI

from shuke.surfaces.staff import types as shared
from shuke.surfaces.till import money, operations, payments, returnables, seats, shifts
from shuke.surfaces.till.routes import TABLE, router

__all__ = ["TABLE", "api", "money", "operations", "payments", "returnables", "seats", "shifts"]

api = NinjaAPI(
    title="Shuke 熟客 till API",
    version="1.0.0",
    description="供收银台使用的接口。The interface of the tills.",
    urls_namespace="till",
    parser=shared.StrictJson(),
)
shared.teach(api)
api.add_router("", router)
