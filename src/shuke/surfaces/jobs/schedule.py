"""When what recurs is done; times are the chain's own."""

from datetime import time, timedelta

from shuke.foundation.jobs.types import Recurring
from shuke.surfaces.jobs import tasks

RECURRING = (
    Recurring(tasks.turn_the_day, daily_at=time(0, 5)),
    Recurring(tasks.seal_the_book, every=timedelta(hours=1)),
    Recurring(tasks.prove_the_book, daily_at=time(3, 30)),
    Recurring(tasks.follow_payments, every=timedelta(seconds=15)),
    Recurring(tasks.make_the_roll, every=timedelta(minutes=20)),
    Recurring(tasks.mail_due_reports, every=timedelta(minutes=1)),
    Recurring(tasks.tidy_up, every=timedelta(hours=1)),
)
