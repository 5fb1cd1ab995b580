"""Hold one member's row while an act changes what belongs to it."""

from datetime import datetime

from shuke.foundation.members.models import Member
from shuke.foundation.members.types import Status
from shuke.foundation.refusals import Refusal


class NoSuchMember(Refusal):
    """Nobody has this id, or nobody within the asker's reach."""

    code = "members.no_such_member"
    status = 404
    zh = "没有这位会员"
    en = "There is no such member"


class NotInThisStatus(Refusal):
    """The act is not for a membership that stands so."""

    code = "members.not_in_this_status"
    zh = "会员状态为 {status},不能这样操作"
    en = "The membership is {status}; this cannot be done"


def hold(member_id: int, at: datetime, *statuses: Status) -> Member:
    """Return the member with its row locked until the transaction ends; refuse one in no status of those given.

    The guarded update is the lock on both databases: whoever comes second waits, and then sees what the first did.
    """
    wanted = [status.value for status in statuses or (Status.ACTIVE,)]
    if not Member.everyone.filter(pk=member_id, status__in=wanted).update(changed_at=at):
        found = Member.everyone.filter(pk=member_id).first()
        if found is None:
            raise NoSuchMember
        raise NotInThisStatus(status=found.status)
    return Member.everyone.get(pk=member_id)


def family(member_id: int) -> list[int]:
    """Return the member and every account that was merged into it."""
    return [member_id, *Member.everyone.filter(survivor=member_id).order_by("id").values_list("id", flat=True)]
