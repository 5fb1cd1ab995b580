"""Read the audit trail."""

from datetime import datetime

from django.db.models import QuerySet

from shuke.foundation.audit.models import AuditEntry


def entries(
    *,
    subject: str | None = None,
    action: str | None = None,
    actor_id: int | None = None,
    since: datetime | None = None,
    before: datetime | None = None,
) -> QuerySet[AuditEntry]:
    """Return entries, newest first, narrowed by what is given: from `since` on, and earlier than `before`."""
    rows = AuditEntry.objects.order_by("-at", "-id")
    if subject is not None:
        rows = rows.filter(subject=subject)
    if action is not None:
        rows = rows.filter(action=action)
    if actor_id is not None:
        rows = rows.filter(actor_id=actor_id)
    if since is not None:
        rows = rows.filter(at__gte=since)
    if before is not None:
        rows = rows.filter(at__lt=before)
    return rows
