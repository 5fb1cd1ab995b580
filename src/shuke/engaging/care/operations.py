"""Write the care log."""

from datetime import datetime

from django.db import transaction

from shuke.engaging.care.models import CareContact
from shuke.engaging.care.sealed import TEXT
from shuke.engaging.care.types import NewContact
from shuke.foundation import clock, ids
from shuke.foundation.actors import Actor
from shuke.foundation.refusals import Refusal


class NothingSaid(Refusal):
    """An entry of the care log says something."""

    code = "care.nothing_said"
    status = 422
    zh = "请写下内容"
    en = "Write down what it was about"


class NotYetHappened(Refusal):
    """The log tells of what has been; what is to come is a next date."""

    code = "care.not_yet_happened"
    status = 422
    zh = "发生时间不能晚于现在"
    en = "This lies in the future"


class NextDayPast(Refusal):
    """Nobody comes back to something on a day that has passed."""

    code = "care.next_day_past"
    status = 422
    zh = "下次跟进日期不能早于今天"
    en = "The next date has passed already"


@transaction.atomic
def note(*, new: NewContact, by: Actor, at: datetime) -> int:
    """Write a contact down and return its id. The log is its own trail: who wrote what and when stands in it."""
    if not new.text.strip():
        raise NothingSaid(field="text")
    if new.happened_at > at:
        raise NotYetHappened(field="happened_at")
    if new.next_on is not None and new.next_on < clock.business_date(at):
        raise NextDayPast(field="next_on")
    contact_id = ids.new()
    CareContact.objects.create(
        id=contact_id,
        member_id=new.member_id,
        kind=new.kind.value,
        text=TEXT.seal(contact_id, new.text.strip()),
        happened_at=new.happened_at,
        store_id=new.store_id,
        next_on=new.next_on,
        written_at=at,
        written_by_kind=by.kind.value,
        written_by_id=by.id,
    )
    return contact_id
