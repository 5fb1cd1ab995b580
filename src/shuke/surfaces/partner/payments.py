"""The addresses at which payment providers tell us of money. A signature is the only key to them."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from shuke.foundation import clock, scopes
from shuke.foundation.refusals import Refusal
from shuke.selling.payments import operations as payments
from shuke.selling.payments.types import Way

_LARGEST = 64 * 1024


@csrf_exempt
@require_POST
def wechat(request: HttpRequest) -> HttpResponse:
    """Take a notice of WeChat Pay. 204: received, do not repeat."""
    if problem := _take(Way.WECHAT, request):
        return JsonResponse({"code": "FAIL", "message": problem.message("zh")}, status=problem.status)
    return HttpResponse(status=204)


@csrf_exempt
@require_POST
def alipay(request: HttpRequest) -> HttpResponse:
    """Take a notice of Alipay. "success": received, do not repeat."""
    if problem := _take(Way.ALIPAY, request):
        return HttpResponse("failure", content_type="text/plain", status=problem.status)
    return HttpResponse("success", content_type="text/plain")


def _take(way: Way, request: HttpRequest) -> Refusal | None:
    """Hand the notice on; return the refusal, if there is one."""
    if int(request.headers.get("Content-Length") or 0) > _LARGEST:
        return payments.NoticeForged()
    try:
        with scopes.everywhere(reason="a payment may be of any store"):
            payments.confirm(way=way, headers=_headers(request), body=request.body, at=clock.now())
    except Refusal as refusal:
        return refusal
    return None


def _headers(request: HttpRequest) -> Mapping[str, str]:
    return dict(request.headers.items())
