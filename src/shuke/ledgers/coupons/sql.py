"""Guarded writes in one statement: who may be issued one more, and which coupons may still be used."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.db.models import F

from shuke.foundation import ids
from shuke.foundation.db import bulk
from shuke.foundation.db import rows as plain
from shuke.ledgers.book.types import Source
from shuke.ledgers.coupons.models import Coupon
from shuke.ledgers.coupons.types import CouponState

_ROWS_PER_STATEMENT = 500
_TAKE = (
    "INSERT INTO coupons_allowance (id, template, member_id, taken, most) VALUES {rows} "
    "ON CONFLICT (member_id, template) DO UPDATE SET taken = coupons_allowance.taken + excluded.taken, "
    "most = excluded.most WHERE coupons_allowance.taken + excluded.taken <= excluded.most RETURNING member_id"
)


def take_allowances(template: str, wanted: Mapping[int, int], most: int) -> set[int]:
    """Count so many more coupons for each member and return whose limit allows them; the others are left as they are.

    The counting and the judging are one statement, so that 64 askers of one member cannot each find a free place.
    """
    modest = [(member_id, count) for member_id, count in sorted(wanted.items()) if count <= most]
    taken: set[int] = set()
    for batch in bulk.batches(modest, _ROWS_PER_STATEMENT):
        rows = [(id, template, *each, most) for id, each in zip(ids.many(len(batch)), batch, strict=True)]
        marks = ", ".join(["(%s, %s, %s, %s, %s)"] * len(rows))
        found = plain.fetch(_TAKE.format(rows=marks), [value for row in rows for value in row])
        taken |= {row[0] for row in found}
    return taken


_ADD = (
    "INSERT INTO coupons_allowance (id, template, member_id, taken, most) VALUES (%s, %s, %s, %s, %s) "
    "ON CONFLICT (member_id, template) DO UPDATE SET taken = coupons_allowance.taken + excluded.taken, "
    "most = CASE WHEN coupons_allowance.taken + excluded.taken > coupons_allowance.most "
    "THEN coupons_allowance.taken + excluded.taken ELSE coupons_allowance.most END"
)


def add_to_allowance(template: str, member_id: int, taken: int, most: int) -> None:
    """Count so many more for a member, beyond the limit if need be: they were issued before to somebody else."""
    plain.change(_ADD, [ids.new(), template, member_id, taken, most])


_USE = (
    "UPDATE coupons_coupon SET state = 'used', used_kind = %s, used_id = %s, used_on = %s, used_store_id = %s, "
    "used_set_id = %s WHERE state = 'issued' AND id "
)


def mark_used(coupon_ids: Sequence[int], by: Source, *, on: date, store_id: int | None, set_id: int) -> int:
    """Let the unused among the coupons be used, and return how many they were."""
    within, values = bulk.in_list(list(coupon_ids))
    return plain.change(_USE + within, [by.kind, by.id, on, store_id, set_id, *values])


def mark_returned(coupon_ids: Sequence[int], used_by: Source) -> int:
    """Let coupons that were used for the source be unused again, and return how many they were."""
    used = Coupon.objects.filter(id__in=coupon_ids, state=CouponState.USED, used_kind=used_by.kind, used_id=used_by.id)
    return used.update(
        state=CouponState.ISSUED,
        used_kind=None,
        used_id=None,
        used_on=None,
        used_store_id=None,
        used_set_id=None,
        given_back=F("given_back") + 1,
    )


def mark_claimed(row: Coupon, member_id: int) -> bool:
    """Let a code that nobody has claimed be the member's, with the days and lot of its row; tell whether it was."""
    unclaimed = Coupon.objects.filter(id=row.id, member_id__isnull=True, state=CouponState.ISSUED)
    return bool(
        unclaimed.update(
            member_id=member_id,
            valid_from=row.valid_from,
            expires_on=row.expires_on,
            lot_id=row.lot_id,
            set_id=row.set_id,
        )
    )


def mark_passed(row: Coupon, receiver_id: int) -> bool:
    """Let an unused coupon that is still its row's member's be the receiver's, with the row's new lot; tell whether."""
    unused = Coupon.objects.filter(id=row.id, member_id=row.member_id, state=CouponState.ISSUED)
    return bool(unused.update(member_id=receiver_id, lot_id=row.lot_id, set_id=row.set_id))


def mark_voided(coupon_ids: Sequence[int]) -> int:
    """Void the unused among the coupons, and return how many they were."""
    return Coupon.objects.filter(id__in=coupon_ids, state=CouponState.ISSUED).update(state=CouponState.VOIDED)
