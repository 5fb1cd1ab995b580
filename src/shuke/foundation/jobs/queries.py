"""How the queue stands."""

from collections import Counter
from datetime import datetime

from django.db.models import Count, QuerySet

from shuke.foundation.jobs.models import Job
from shuke.foundation.jobs.types import JobState


def find(job_id: int) -> Job | None:
    """Return the job, or None."""
    return Job.objects.filter(id=job_id).first()


def latest() -> QuerySet[Job]:
    """Return every job, the latest first."""
    return Job.objects.order_by("-enqueued_at", "-id")


def dead(*, since: datetime, limit: int = 50) -> list[Job]:
    """Return the jobs that gave up since then and wait for a person, the latest first."""
    rows = Job.objects.filter(state=JobState.DEAD, finished_at__gte=since)
    return list(rows.order_by("-finished_at", "-id")[:limit])


def counts() -> Counter[str]:
    """Return how many jobs are in each state."""
    rows = Job.objects.values_list("state").annotate(count=Count("id"))
    return Counter(dict(rows))


def is_cancelled(job_id: int) -> bool:
    """Tell whether somebody asked for the job to stop."""
    return Job.objects.filter(id=job_id, cancel_requested=True).exists()
