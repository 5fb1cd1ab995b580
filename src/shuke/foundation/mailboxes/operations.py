"""Write where somebody's mail goes, and forget it."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from shuke.foundation import ids
from shuke.foundation.actors import Actor
from shuke.foundation.audit import operations as audit
from shuke.foundation.crypto.fields import column
from shuke.foundation.datamap.rules import masked_email
from shuke.foundation.mailboxes.models import Mailbox
from shuke.foundation.org import operations as org
from shuke.foundation.org import queries as people
from shuke.foundation.refusals import Refusal

LONGEST = 254


class NoMailAddress(Refusal):
    """The text is no address that mail could go to."""

    code = "mailboxes.no_mail_address"
    status = 422
    zh = "邮箱格式不对"
    en = "This is not a mail address"


@transaction.atomic
def write(*, staff_id: int, address: str, by: Actor, at: datetime) -> None:
    """Keep the address of somebody who works here, in the place of an earlier one. Refuses one that is none."""
    person = people.staff(staff_id)
    if person is None:
        raise org.StaffUnknown
    if not person.is_active:
        raise org.StaffGone
    address = _checked(address.strip())
    Mailbox.objects.filter(staff_id=staff_id).delete()
    row_id = ids.new()
    sealed = column(Mailbox, "address").seal(row_id, address)
    Mailbox.objects.create(id=row_id, staff_id=staff_id, address=sealed, changed_at=at)
    after = {"address": masked_email(address)}
    audit.record(by=by, at=at, action="mailboxes.write", subject=f"staff:{staff_id}", after=after)


@transaction.atomic
def forget(*, staff_id: int, by: Actor, at: datetime) -> None:
    """Destroy the address; where there is none, nothing happens."""
    gone, _ = Mailbox.objects.filter(staff_id=staff_id).delete()
    if gone:
        audit.record(by=by, at=at, action="mailboxes.forget", subject=f"staff:{staff_id}")


def _checked(address: str) -> str:
    try:
        validate_email(address)
    except ValidationError:
        raise NoMailAddress(field="address") from None
    if len(address) > LONGEST:
        raise NoMailAddress(field="address")
    return address
