"""Every answer that is not the one hoped for, as RFC 9457 problem+json in both languages."""

import json
import logging
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.signals import got_request_exception
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from shuke.foundation.refusals import Refusal

MEDIA_TYPE = "application/problem+json"
log = logging.getLogger(__name__)


class InvalidRequest(Refusal):
    """The request does not have the shape that the interface describes."""

    code = "request.invalid"
    status = 422
    zh = "请求内容不符合接口约定"
    en = "The request does not have the shape that the interface describes"


class UnreadableBody(Refusal):
    """The body is not JSON that could be read."""

    code = "request.unreadable"
    status = 400
    zh = "请求体无法解析"
    en = "The request body cannot be read"


class TooLarge(Refusal):
    """The body is larger than the interface takes."""

    code = "request.too_large"
    status = 413
    zh = "请求体超过大小限制"
    en = "The request body is too large"


class NotFound(Refusal):
    """There is no such thing, or it lies outside what the asker may see: both look alike."""

    code = "request.not_found"
    status = 404
    zh = "没有找到"
    en = "Not found"


class Broken(Refusal):
    """A fault of ours; the log has the details under the request's moment."""

    code = "server.fault"
    status = 500
    zh = "系统出错,请稍后再试"
    en = "Something went wrong on our side, please try again later"


def language(request: HttpRequest) -> str:
    """Return "en" where the reader prefers English to Chinese, else "zh"."""
    wishes: list[tuple[float, str]] = []
    for part in request.headers.get("Accept-Language", "").split(","):
        tag, _, quality = part.strip().partition(";q=")
        try:
            wishes.append((float(quality or 1), tag.lower()[:2]))
        except ValueError:
            continue
    known = [(weight, tag) for weight, tag in wishes if tag in {"zh", "en"}]
    return max(known, key=lambda wish: wish[0])[1] if known else "zh"


def answer(request: HttpRequest, refusal: Refusal, errors: list[dict[str, Any]] | None = None) -> HttpResponse:
    """Return the refusal as problem+json; `errors` are the single faults of a malformed request."""
    body: dict[str, Any] = {
        "type": f"urn:shuke:problem:{refusal.code}",
        "title": refusal.en.split("{", maxsplit=1)[0].strip() or refusal.code,
        "status": refusal.status,
        "code": refusal.code,
        "detail": refusal.message(language(request)),
        "detail_zh": refusal.message_zh,
        "detail_en": refusal.message_en,
        "field": refusal.field,
        "details": dict(refusal.details),
        "errors": errors or [],
    }
    response = HttpResponse(json.dumps(body, ensure_ascii=False), status=refusal.status, content_type=MEDIA_TYPE)
    if "retry_after" in refusal.details:
        response["Retry-After"] = str(refusal.details["retry_after"])
    return response


def teach(api: NinjaAPI) -> None:
    """Map every kind of failure of the interface to a problem, in one place."""
    api.add_exception_handler(Refusal, _refused)
    api.add_exception_handler(ValidationError, _malformed)
    api.add_exception_handler(HttpError, _unreadable)
    api.add_exception_handler(Http404, lambda request, _: answer(request, NotFound()))
    api.add_exception_handler(RequestDataTooBig, lambda request, _: answer(request, TooLarge()))
    api.add_exception_handler(Exception, _broken)


def _refused(request: HttpRequest, refusal: Refusal | type[Refusal]) -> HttpResponse:
    return answer(request, refusal() if isinstance(refusal, type) else refusal)


def _malformed(request: HttpRequest, fault: ValidationError | type[ValidationError]) -> HttpResponse:
    errors = [] if isinstance(fault, type) else [_place(error) for error in fault.errors]
    return answer(request, InvalidRequest(field=str(errors[0]["loc"][-1]) if errors else None), errors)


def _place(error: Mapping[str, Any]) -> dict[str, Any]:
    """Keep where and what, never the value: it may be a phone number."""
    return {"loc": [str(step) for step in error["loc"]], "type": str(error["type"]), "msg": str(error["msg"])}


def _unreadable(request: HttpRequest, fault: HttpError | type[HttpError]) -> HttpResponse:
    return answer(request, TooLarge() if isinstance(fault.__cause__, RequestDataTooBig) else UnreadableBody())


def _broken(request: HttpRequest, fault: Exception | type[Exception]) -> HttpResponse:
    log.error("fault at %s %s", request.method, request.path, exc_info=fault)  # type: ignore[arg-type]
    got_request_exception.send(sender=None, request=request)
    return answer(request, Broken())
