"""Write the audit trail."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from shuke.foundation.actors import Actor
from shuke.foundation.audit.models import AuditEntry


def record(
    *,
    by: Actor,
    at: datetime,
    action: str,
    subject: str,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    reason: str = "",
) -> None:
    """Write one entry in the transaction of the act it tells of; values must be masked by the caller.

    `action` is "room.verb" ("members.reveal"), `subject` is "kind:id" ("member:42").
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("an audit entry belongs to the transaction of its act")
    AuditEntry.objects.create(
        at=at,
        actor_kind=by.kind,
        actor_id=by.id,
        actor_role=by.role,
        store_id=by.store_id,
        device=by.device,
        ip=by.ip,
        action=action,
        subject=subject,
        before=dict(before) if before is not None else None,
        after=dict(after) if after is not None else None,
        reason=reason,
    )
