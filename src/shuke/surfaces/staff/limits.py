"""How often somebody may ask. Counted in the database in one statement, so that many workers count as one."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db import connection, transaction

from shuke.foundation import failpoints, ids
from shuke.foundation.actors import Actor
from shuke.foundation.audit import operations as audit
from shuke.foundation.crypto import sealing
from shuke.foundation.db import bulk, locks
from shuke.foundation.refusals import Refusal
from shuke.surfaces.staff.models import Lookup, RateCount

LOOKUPS = 60
LOOKUP_WINDOW = timedelta(minutes=10)


class TooOften(Refusal):
    """The asker has used up the calls of this kind for now."""

    code = "request.too_often"
    status = 429
    zh = "操作过于频繁,请在 {retry_after} 秒后再试"
    en = "Too many requests, try again in {retry_after} seconds"


class TooManyLookups(Refusal):
    """Somebody goes through the members one by one; headquarters is told."""

    code = "members.too_many_lookups"
    status = 429
    zh = "10 分钟内查询的会员过多,已通知总部,请在 {retry_after} 秒后再试"
    en = "Too many members looked up within 10 minutes; headquarters has been told. Try again in {retry_after} seconds"


@dataclass(frozen=True, slots=True)
class Rate:
    """So many calls in so many seconds; no limit at all is a limit of 0, for reads that a session already bounds."""

    name: str
    calls: int = 0
    seconds: int = 60


FREE = Rate("free")
SIGN_IN = Rate("sign_in", calls=60)
WRITE = Rate("write", calls=300)
BULK = Rate("bulk", calls=60)
LOOKUP = Rate("lookup", calls=600, seconds=600)
REVEAL = Rate("reveal", calls=20, seconds=86_400)
LIST = Rate("list", calls=1_200, seconds=600)
REPORT = Rate("report", calls=600, seconds=600)
EXPORT = Rate("export", calls=60, seconds=600)

_COUNT = (
    "INSERT INTO staff_rate_count (key, calls, ends_at) VALUES (%s, 1, %s) "
    "ON CONFLICT (key) DO UPDATE SET calls = staff_rate_count.calls + 1 RETURNING calls"
)


def count(rate: Rate, asker: str, at: datetime) -> None:
    """Count one call; refuse the one that is too many. Refused calls count too: a loop does not wait itself free."""
    if not rate.calls:
        return
    window = int(at.timestamp()) // rate.seconds
    ends_at = datetime.fromtimestamp((window + 1) * rate.seconds, UTC)
    with connection.cursor() as cursor:
        stored = connection.ops.adapt_datetimefield_value(ends_at)
        cursor.execute(_COUNT, [f"{rate.name}:{asker}:{window}", stored])
        calls = int(cursor.fetchone()[0])
    if calls > rate.calls:
        raise TooOften(retry_after=max(1, int((ends_at - at).total_seconds())))


def count_lookup(*, subject: str, by: Actor, at: datetime) -> None:
    """Count the distinct members, known or not, that one person looks up; refuse the 61st within ten minutes.

    The subject is kept as a keyed hash. Counting and adding happen under one lock, so 64 tills of one cashier
    cannot each find a free place.
    """
    if not _take_lookup(subject, by, at):
        _tell_headquarters(by, at)
        raise TooManyLookups(retry_after=int(LOOKUP_WINDOW.total_seconds()))


def _take_lookup(subject: str, by: Actor, at: datetime) -> bool:
    subject_hash = sealing.index("lookup", subject)
    with transaction.atomic():
        locks.lock_in_transaction(f"staff.lookup:{by.id}")
        seen = Lookup.objects.filter(staff_id=by.id, seen_at__gt=at - LOOKUP_WINDOW)
        if seen.filter(subject_hash=subject_hash).exists():
            return True
        if seen.count() >= LOOKUPS:
            return False
        failpoints.hit("staff.lookup_counted")
        Lookup.objects.filter(staff_id=by.id, subject_hash=subject_hash).delete()
        bulk.insert(Lookup, ["id", "staff_id", "subject_hash", "seen_at"], [(ids.new(), by.id, subject_hash, at)])
    return True


def _tell_headquarters(by: Actor, at: datetime) -> None:
    """Leave one audit entry a window: the watch page of headquarters reads the action by name."""
    window = int(at.timestamp()) // int(LOOKUP_WINDOW.total_seconds())
    row = (f"lookup_alarm:{by.id}:{window}", 1, at + LOOKUP_WINDOW)
    with transaction.atomic():
        if bulk.insert(RateCount, ["key", "calls", "ends_at"], [row], ignore_conflicts=True):
            audit.record(by=by, at=at, action="members.too_many_lookups", subject=f"staff:{by.id}")


def forget(*, before: datetime) -> None:
    """Drop the counts and lookups that no window needs any more."""
    RateCount.objects.filter(ends_at__lt=before).delete()
    Lookup.objects.filter(seen_at__lt=before - LOOKUP_WINDOW).delete()
