"""Read where mail goes."""

from collections.abc import Iterable

from shuke.foundation.crypto.fields import column
from shuke.foundation.datamap.rules import masked_email
from shuke.foundation.mailboxes.models import Mailbox


def address_of(staff_id: int) -> str | None:
    """Return the address in clear, for a letter; None where there is none."""
    return addresses_of([staff_id]).get(staff_id)


def addresses_of(staff_ids: Iterable[int]) -> dict[int, str]:
    """Return person → address in clear, of those who have one."""
    rows = Mailbox.objects.filter(staff_id__in=list(staff_ids))
    return {row.staff_id: column(Mailbox, "address").open(row.id, row.address) for row in rows}


def masked_of(staff_ids: Iterable[int]) -> dict[int, str]:
    """Return person → address as a colleague may see it."""
    return {staff_id: masked_email(address) for staff_id, address in addresses_of(staff_ids).items()}
