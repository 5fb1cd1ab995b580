"""The interface's description of itself: what ninja leaves out is what can go wrong."""

from typing import Any

from ninja.openapi.schema import OpenAPISchema

from shuke.foundation.refusals import Refusal
from shuke.surfaces.staff import problems
from shuke.surfaces.staff.declared import TABLE, Route
from shuke.surfaces.staff.replays import HEADER

INTRODUCTION = """
供员工、收银台、导购端和集成商使用的接口。Interface for staff, tills, guides and integrators.

* 登录 Sign in: `POST /api/staff/session`, then send the `csrftoken` cookie back as `X-CSRFToken`; programs send
  `Authorization: Bearer shk_…`.
* 金额为分,积分为整数,编号为字符串。Money is fen, points are integers, ids are strings.
* 出错时返回 RFC 9457 problem+json,`detail` 按 Accept-Language 给出中文或英文。Failures are RFC 9457 problem+json;
  `detail` follows Accept-Language.
* 可重复的写操作接受 `Idempotency-Key`,30 天内同一个键得到同一个答复。Repeatable writes take an `Idempotency-Key`;
  the same key gets the same answer for 30 days.
"""

_MEANING = {
    400: "The body cannot be read",
    401: "Not signed in",
    403: "Not allowed",
    404: "Not found, or outside what the asker may see",
    409: "Refused: the act does not fit the present state",
    413: "The body is too large",
    415: "The body is of a wrong kind",
    422: "The request does not have the described shape, or a value in it is refused",
    429: "Too often",
    503: "A part that the act needs is not available",
}
_ALWAYS = (400, 401, 403, 404, 409, 413, 415, 422, 429, 503)
DOWNLOADS = ("text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
_PROBLEM = {"$ref": "#/components/schemas/Problem"}


def with_problems(schema: OpenAPISchema) -> OpenAPISchema:
    """Return the description with the problem answers, the refusals and the idempotency header added."""
    routes = {route.name: route for route in TABLE}
    for operation in add_problems(schema):
        _tell(operation, routes[operation["operationId"]])
    return schema


def add_problems(schema: OpenAPISchema) -> list[dict[str, Any]]:
    """Add every refusal and the problem answers to a description, and return its operations."""
    schema["components"]["schemas"]["Problem"] = _problem_shape()
    schema["x-refusals"] = refusals()
    operations = [operation for path in schema["paths"].values() for operation in path.values()]
    for operation in operations:
        for status in _ALWAYS:
            operation["responses"].setdefault(
                status, {"description": _MEANING[status], "content": {problems.MEDIA_TYPE: {"schema": _PROBLEM}}}
            )
    return operations


def refusals() -> list[dict[str, Any]]:
    """Return every refusal that the product can answer with, by code."""
    kinds = {kind.code: kind for kind in Refusal.all()}
    return [{"code": code, "status": kind.status, "zh": kind.zh, "en": kind.en} for code, kind in sorted(kinds.items())]


def _tell(operation: dict[str, Any], route: Route) -> None:
    if route.downloads:
        for media in DOWNLOADS:
            operation["responses"][200]["content"][media] = {"schema": {"type": "string", "format": "binary"}}
    if route.idempotent:
        operation["parameters"].append(
            {"in": "header", "name": HEADER, "required": False, "schema": {"type": "string", "maxLength": 255}}
        )
    roles = sorted(role.value for role in route.rule.roles)
    operation["x-rule"] = {
        "rule": route.rule.name,
        "roles": roles,
        "tokens": route.rule.programs,
        "scope": route.scope.value,
        "rate": route.rate.name,
        "idempotent": route.idempotent,
        "audited": route.audited,
    }


def _problem_shape() -> dict[str, Any]:
    text = {"type": "string"}
    return {
        "type": "object",
        "title": "Problem",
        "required": ["type", "title", "status", "code", "detail", "detail_zh", "detail_en"],
        "properties": {
            "type": text,
            "title": text,
            "status": {"type": "integer"},
            "code": {"type": "string", "enum": [refusal["code"] for refusal in refusals()]},
            "detail": text,
            "detail_zh": text,
            "detail_en": text,
            "field": {"type": ["string", "null"]},
            "details": {"type": "object"},
            "errors": {"type": "array", "items": {"type": "object"}},
        },
    }
