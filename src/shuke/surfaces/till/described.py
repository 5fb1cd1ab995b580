"""The description of the tills' interface: how a till shows who stands at it, and what can go wrong."""

from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.parser import Parser

from shuke.surfaces.staff import types as shared
from shuke.surfaces.till.permissions import By
from shuke.surfaces.till.routes import TABLE, TillRoute

_INTRODUCTION = """
供收银台使用的接口。The interface of the tills.

* 收银机 A till enrols once (`POST /devices`) and sends `Authorization: Device <key>`; whoever signs on with a PIN
  (`POST /seats`) is sent as `X-Seat`. 门店为设备所在门店。The store is the device's, the shift the one open at it.
* 程序 A program sends `Authorization: Bearer shk_…`, and `X-Store` where its owner may sell in several stores.
* 金额为分,数量为千分之一单位,编号为字符串。Money is fen, quantities are thousandths of a unit, ids are strings.
* 所有写操作以收银台自编的 id 去重。Every act is repeatable by the id that the till gave it.
"""
_SEAT = {"in": "header", "name": "X-Seat", "required": False, "schema": {"type": "string", "maxLength": 255}}
_STORE = {"in": "header", "name": "X-Store", "required": False, "schema": {"type": "string", "maxLength": 64}}
_HEADERS = {By.NOTHING: [], By.DEVICE: [], By.SEAT: [_SEAT], By.PERSON: [_SEAT, _STORE]}


class TillApi(NinjaAPI):
    """Ninja's interface, whose description also tells of every problem that a till can be answered with."""

    def __init__(self, parser: Parser) -> None:
        """Name the interface."""
        super().__init__(
            title="Shuke 熟客 till API",
            version="1.0.0",
            description=_INTRODUCTION,
            urls_namespace="till",
            parser=parser,
        )

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        """Return the description."""
        schema = super().get_openapi_schema(path_prefix=path_prefix, path_params=path_params)
        routes = {route.name: route for route in TABLE}
        for operation in shared.add_problems(schema):
            _tell(operation, routes[operation["operationId"]])
        return schema


def _tell(operation: dict[str, Any], route: TillRoute) -> None:
    operation["parameters"] = [*operation.get("parameters", []), *_HEADERS[route.rule.by]]
    operation["x-rule"] = {
        "rule": route.rule.name,
        "roles": sorted(role.value for role in route.rule.roles),
        "by": route.rule.by.value,
        "in_shift": route.rule.in_shift,
    }
