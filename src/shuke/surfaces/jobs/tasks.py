"""What recurs. Each task is safe to run twice and to be cut off: it works in small transactions and goes on later."""

import json
from datetime import timedelta
from typing import Any

import structlog
from django.conf import settings
from django_tasks.base import task

from shuke.foundation import clock
from shuke.foundation.actors import SYSTEM
from shuke.foundation.jobs import operations as jobs
from shuke.insight.warehouse import operations as warehouse
from shuke.ledgers.book import operations as book
from shuke.ledgers.book.types import SealHead
from shuke.surfaces.staff import operations as staff
from shuke.surfaces.upkeep import nightly, proving

log = structlog.get_logger()
_FINISHED_JOBS_STAY = timedelta(days=30)
SEAL_HEAD = "seal-head.json"


@task
def turn_the_day() -> dict[str, int]:
    """Release what may be spent from today, expire what may not any more, and look at every tier that ends.

    Then rewards: referrals whose return window has closed, birthday presents, and what nobody has collected in time.
    """
    return nightly.turn_the_day(at=clock.now())


@task
def seal_the_book() -> int:
    """Chain the postings since the last seal, and keep the chain's end beside the database too."""
    head = book.seal(by=SYSTEM, at=clock.now())
    if head is not None:
        _keep(head)
    return head.number if head else 0


@task
def prove_the_book() -> dict[str, Any]:
    """Derive every balance again and hold every room against it; a wrong account is frozen, all is reported."""
    proof = proving.prove(at=clock.now(), head=kept_head())
    for finding in proof.book.findings:
        log.error("book.does_not_hold", flaw=finding.flaw, account=finding.account_id, set=finding.set_id)
    for flaw in proof.flaws:
        log.error("house.does_not_hold", flaw=flaw.code, subject=flaw.subject)
    return {"holds": proof.holds, **proof.book.counts}


@task
def follow_payments() -> dict[str, int]:
    """Ask the providers about payments that nobody told of, and send back what came too late or was refunded."""
    return nightly.follow_payments(at=clock.now())


@task
def tidy_up() -> int:
    """Compact the warehouse, sweep what nobody reads any more, and forget what has been kept long enough."""
    now = clock.now()
    warehouse.compact(at=now)
    warehouse.sweep(at=now)
    staff.forget(at=now)
    return jobs.sweep(before=now - _FINISHED_JOBS_STAY)


def kept_head() -> SealHead | None:
    """Return the chain's end as it was kept beside the database: it shows when sealed days were cut off."""
    path = settings.SHUKE_HOME / SEAL_HEAD
    return SealHead(**json.loads(path.read_text())) if path.exists() else None


def _keep(head: SealHead) -> None:
    beside = settings.SHUKE_HOME / f".{SEAL_HEAD}"
    beside.write_text(json.dumps({"number": head.number, "digest": head.digest}))
    beside.replace(settings.SHUKE_HOME / SEAL_HEAD)
