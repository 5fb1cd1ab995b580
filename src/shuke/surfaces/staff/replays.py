"""The same key gets the same answer: an act is done once, however often its request arrives.

The key's row is written in the transaction of the act, so there is no moment at which one exists without the other
and no key that a crash could leave locked. A twin that arrives meanwhile waits on the row and then reads the answer.
"""

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.http import HttpRequest, HttpResponse

from shuke.foundation import ids
from shuke.foundation.db import bulk
from shuke.foundation.refusals import Refusal
from shuke.surfaces.staff.models import Replay

HEADER = "Idempotency-Key"
KEPT = timedelta(days=30)
_KEY_LENGTH = 255


class KeyUsedForAnother(Refusal):
    """The key already stands for a request with other contents."""

    code = "request.key_used_for_another"
    status = 422
    zh = "该幂等键已用于另一个内容不同的请求"
    en = "This idempotency key already stands for a request with other contents"


class KeyTooLong(Refusal):
    """An idempotency key has 1 to 255 characters."""

    code = "request.key_too_long"
    status = 422
    zh = "幂等键最长 255 个字符"
    en = "An idempotency key has at most 255 characters"


def once(request: HttpRequest, *, staff_id: int, at: datetime, act: Callable[[], HttpResponse]) -> HttpResponse:
    """Do the act in one transaction and keep its answer under the request's key, or give the kept answer again.

    A refused act leaves nothing behind, its key neither, so that it can be tried again.
    """
    key = request.headers.get(HEADER, "")
    if len(key) > _KEY_LENGTH:
        raise KeyTooLong(field=HEADER)
    with transaction.atomic():
        row_id = _claim(key, request, staff_id, at) if key else None
        if key and row_id is None:
            return _kept(key, request, staff_id)
        response = act()
        if response.status_code >= 400:
            transaction.set_rollback(True)
        elif row_id is not None:
            Replay.objects.filter(id=row_id).update(status=response.status_code, body=response.content.decode())
    return response


def _claim(key: str, request: HttpRequest, staff_id: int, at: datetime) -> int | None:
    row_id = ids.new()
    columns = ["id", "staff_id", "key", "fingerprint", "body", "created_at"]
    row = (row_id, staff_id, key, _fingerprint(request), "", at)
    return row_id if bulk.insert(Replay, columns, [row], ignore_conflicts=True) else None


def _kept(key: str, request: HttpRequest, staff_id: int) -> HttpResponse:
    row = Replay.objects.get(staff_id=staff_id, key=key)
    if row.fingerprint != _fingerprint(request):
        raise KeyUsedForAnother(field=HEADER)
    response = HttpResponse(row.body, status=row.status, content_type="application/json; charset=utf-8")
    response["Idempotent-Replayed"] = "true"
    return response


def _fingerprint(request: HttpRequest) -> str:
    parts = (str(request.method).encode(), request.get_full_path().encode(), request.body)
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def forget(*, before: datetime) -> None:
    """Drop the answers kept longer than 30 days."""
    Replay.objects.filter(created_at__lt=before - KEPT).delete()
