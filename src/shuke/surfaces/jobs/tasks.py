"""What recurs. Each task is safe to run twice and to be cut off: it works in small transactions and goes on later."""

from datetime import timedelta
from typing import Any

from django_tasks.base import task

from shuke.engaging.roll import operations as roll
from shuke.engaging.webhooks import operations as webhooks
from shuke.foundation import clock
from shuke.foundation.actors import SYSTEM
from shuke.foundation.jobs import operations as jobs
from shuke.insight.warehouse import operations as warehouse
from shuke.ledgers.book import operations as book
from shuke.surfaces.proofs import operations as proofs
from shuke.surfaces.staff import operations as staff
from shuke.surfaces.upkeep import heads, nightly

_FINISHED_JOBS_STAY = timedelta(days=30)


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
        heads.keep(head)
    return head.number if head else 0


@task
def prove_the_book() -> dict[str, Any]:
    """Derive every balance again and hold every room against it; a wrong account is frozen, all is reported."""
    return proofs.run_nightly(at=clock.now())


@task
def follow_payments() -> dict[str, int]:
    """Ask the providers about payments that nobody told of, and send back what came too late or was refunded."""
    return nightly.follow_payments(at=clock.now())


@task
def mail_due_reports() -> int:
    """Open every scheduled report whose moment has come; each is mailed by a job of its own."""
    return staff.mail_due_reports(at=clock.now())


@task
def tidy_up() -> int:
    """Compact the warehouse, sweep what nobody reads any more, and forget what has been kept long enough."""
    now = clock.now()
    warehouse.compact(at=now)
    warehouse.sweep(at=now)
    staff.forget(at=now)
    webhooks.sweep(at=now)
    return jobs.sweep(before=now - _FINISHED_JOBS_STAY)


@task
def make_the_roll() -> int:
    """Bring the classes and figures that members are looked through by up to what the warehouse knows."""
    return roll.refresh(at=clock.now())
