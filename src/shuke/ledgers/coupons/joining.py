"""Two members become one: what each was issued counts together towards the limits, and is parted again."""

from django.db import transaction
from django.db.models import F

from shuke.ledgers.coupons import sql
from shuke.ledgers.coupons.models import Allowance


@transaction.atomic
def join_counts(*, survivor_id: int, absorbed_id: int) -> None:
    """Count what the absorbed was issued towards the survivor's limits too, even beyond what one member may have.

    The absorbed's own counts stay, for parting. Called with the accounts of both locked, as issuing counts.
    """
    theirs = Allowance.objects.filter(member_id=absorbed_id).order_by("template")
    for template, taken, most in list(theirs.values_list("template", "taken", "most")):
        sql.add_to_allowance(template, survivor_id, taken, most)


@transaction.atomic
def part_counts(*, survivor_id: int, absorbed_id: int) -> None:
    """Take what came with the absorbed out of the survivor's counts again."""
    theirs = Allowance.objects.filter(member_id=absorbed_id).order_by("template")
    for template, taken in list(theirs.values_list("template", "taken")):
        own = Allowance.objects.filter(member_id=survivor_id, template=template)
        if not own.filter(taken__gt=taken).update(taken=F("taken") - taken):
            own.delete()  # all of it had come with the other: nothing is left to count
