"""The interface of the tills put together."""

from shuke.surfaces.staff import types as shared
from shuke.surfaces.till import money, operations, payments, returnables, seats, shifts
from shuke.surfaces.till.described import TillApi
from shuke.surfaces.till.routes import TABLE, router

__all__ = ["TABLE", "api", "money", "operations", "payments", "returnables", "seats", "shifts"]

api = TillApi(parser=shared.StrictJson())
shared.teach(api)
api.add_router("", router)
