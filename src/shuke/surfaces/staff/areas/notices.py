"""The bell: how what the person began has ended, and what waits for her word."""

from datetime import datetime, timedelta

from ninja import Schema

from shuke.surfaces.staff import limits, noticing, permissions
from shuke.surfaces.staff.declared import Reach
from shuke.surfaces.staff.gate import StaffRequest
from shuke.surfaces.staff.noticing import Notice, NoticeKind, NoticeState
from shuke.surfaces.staff.routes import Routes
from shuke.surfaces.staff.shapes import Body, Done, Id

routes = Routes("通知 Notices")

# The interface tells moments by the millisecond, so what was told lies within the one that follows.
_TOLD_BY = timedelta(milliseconds=1)


class ToldOut(Schema):
    """One notice. `what` and `key` name the thing in its own room's words; work in progress says how far it is."""

    kind: NoticeKind
    id: Id
    state: NoticeState
    what: str
    key: str
    at: datetime
    done: int
    total: int | None
    is_new: bool


class NoticesOut(Schema):
    """The latest 50; `unread` counts those since the person last looked, and none that is still on its way."""

    unread: int
    items: list[ToldOut]


class SeenIn(Body):
    until: datetime


@routes.get("/notices", rule=permissions.OWN_NOTICES, scope=Reach.OWN, rate=limits.FREE, answers=NoticesOut)
def list_notices(request: StaffRequest) -> NoticesOut:
    """Return what there is to tell the person: the last 14 days' work that she began, and what awaits her approval."""
    seen = noticing.seen_until(request.principal.staff_id)
    items = [_notice(each, seen) for each in noticing.notices(request.principal, at=request.at)]
    return NoticesOut(unread=sum(item.is_new for item in items), items=items)


@routes.put(
    "/notices/seen",
    rule=permissions.OWN_NOTICES,
    scope=Reach.OWN,
    rate=limits.WRITE,
    answers=Done,
    idempotent=True,
)
def see_notices(request: StaffRequest, body: SeenIn) -> Done:
    """Write down that the person has looked at all notices up to a moment, and no later than now."""
    noticing.see(request.principal.staff_id, until=noticing.moment(body.until, at=request.at) + _TOLD_BY)
    return Done()


def _notice(notice: Notice, seen: datetime | None) -> ToldOut:
    is_over = notice.state is not NoticeState.RUNNING
    return ToldOut(
        kind=notice.kind,
        id=notice.id,
        state=notice.state,
        what=notice.what,
        key=notice.key,
        at=notice.at,
        done=notice.done,
        total=notice.total,
        is_new=is_over and (seen is None or notice.at > seen),
    )
