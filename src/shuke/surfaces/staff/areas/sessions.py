"""Where one is signed in oneself, and the way out of everywhere else."""

from datetime import datetime

from django.db import transaction
from ninja import Schema

from shuke.foundation.audit import operations as audit
from shuke.surfaces.staff import limits, permissions, signed_in
from shuke.surfaces.staff.declared import Reach
from shuke.surfaces.staff.gate import StaffRequest
from shuke.surfaces.staff.routes import Routes

routes = Routes("登录 Sign-in")


class SessionOut(Schema):
    """A signed-in device. `number` only tells rows apart; a session's key is never told."""

    number: int
    is_this: bool
    since: datetime | None
    ends_at: datetime
    address: str
    device: str


class EndedOut(Schema):
    ended: int


@routes.get("/me/sessions", rule=permissions.OWN_SIGN_IN, scope=Reach.OWN, rate=limits.FREE, answers=list[SessionOut])
def list_sessions(request: StaffRequest) -> list[SessionOut]:
    """Return where one is signed in, the latest first."""
    here = request.session.session_key
    return [
        SessionOut(
            number=number,
            is_this=each.key == here,
            since=each.since,
            ends_at=each.ends_at,
            address=each.address,
            device=each.device,
        )
        for number, each in enumerate(signed_in.sessions_of(_whose(request), request.at), start=1)
    ]


@routes.delete(
    "/me/sessions",
    rule=permissions.OWN_SIGN_IN,
    scope=Reach.OWN,
    rate=limits.SIGN_IN,
    answers=EndedOut,
    idempotent=True,
    audited=True,
)
def end_other_sessions(request: StaffRequest) -> EndedOut:
    """Sign out every other device at once."""
    with transaction.atomic():
        ended = signed_in.end_others(_whose(request), str(request.session.session_key), request.at)
        staff_id = request.principal.staff_id
        audit.record(
            by=request.by, at=request.at, action="org.end_sessions", subject=f"staff:{staff_id}", after={"ended": ended}
        )
    return EndedOut(ended=ended)


def _whose(request: StaffRequest) -> int:
    """Return the user of the session; the gate lets nobody come here without one, and 0 is nobody's."""
    return request.user.pk or 0
