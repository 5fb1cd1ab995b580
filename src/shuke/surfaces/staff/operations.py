"""What the surface does without being asked."""

from datetime import datetime

from shuke.surfaces.staff import limits, replays, uploads


def forget(*, at: datetime) -> None:
    """Drop the counts, answers and uploads that have been kept long enough."""
    for memory in (limits, replays, uploads):
        memory.forget(before=at)
