"""What became of coupons, counted by the database in one statement each."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from shuke.ledgers.coupons.models import Coupon, Pack
from shuke.ledgers.coupons.types import CouponState, Use, Visits

_ISSUED, _USED, _VOIDED = Q(state=CouponState.ISSUED), Q(state=CouponState.USED), Q(state=CouponState.VOIDED)


def by_template(since: date, until: date, on: date, stores: Collection[int] | None) -> list[Use]:
    """Count by template."""
    rows = Coupon.objects.filter(issued_on__gte=since, issued_on__lt=until)
    if stores is not None:
        rows = rows.filter(store_id__in=stores)
    return [_use(row["template"], row) for row in _counted(rows, "template", on)]


def by_bundle(since: date, until: date, on: date, stores: Collection[int] | None) -> list[Use]:
    """Count by bundle, coupons and whole packs."""
    given = Q(pack__issued_on__gte=since, pack__issued_on__lt=until)
    packs = Pack.objects.filter(issued_on__gte=since, issued_on__lt=until)
    if stores is not None:
        given &= Q(store_id__in=stores)
        packs = packs.filter(id__in=Coupon.objects.filter(given).values("pack_id"))
    counted = _counted(Coupon.objects.filter(given), "pack__bundle", on)
    unused = Coupon.objects.filter(given).exclude(_USED).values("pack_id")
    whole = dict(packs.values_list("bundle").annotate(count=Count("id")))
    used_up = dict(packs.exclude(id__in=unused).values_list("bundle").annotate(count=Count("id")))
    codes = [(row["pack__bundle"], row) for row in counted]
    return [_use(code, row, whole[code], used_up.get(code, 0)) for code, row in codes]


def visits(since: date, until: date, template: str | None) -> list[Visits]:
    """Count the uses by template and store: a receipt is one visit, however many coupons it took."""
    used = Coupon.objects.filter(_USED, used_on__gte=since, used_on__lt=until, used_store_id__isnull=False)
    if template is not None:
        used = used.filter(template=template)
    counted = used.values_list("template", "used_store_id").annotate(
        visits=Count("used_id", distinct=True), members=Count("member_id", distinct=True), coupons=Count("id")
    )
    return [Visits(*row) for row in counted.order_by("template", "used_store_id")]


def _counted(rows: QuerySet[Coupon], by: str, on: date) -> Iterable[dict[str, Any]]:
    over = _ISSUED & Q(expires_on__lte=on)
    counted: Iterable[dict[str, Any]] = (
        rows.values(by)
        .annotate(
            issued=Count("id"),
            claimed=Count("id", filter=Q(member_id__isnull=False)),
            used=Count("id", filter=_USED),
            expired=Count("id", filter=over),
            voided=Count("id", filter=_VOIDED),
            returned=Coalesce(Sum("given_back"), 0),
        )
        .order_by(by)
    )
    return counted


def _use(code: str, row: dict[str, Any], packs: int = 0, packs_used: int = 0) -> Use:
    return Use(
        code=code,
        issued=row["issued"],
        claimed=row["claimed"],
        used=row["used"],
        expired=row["expired"],
        voided=row["voided"],
        given_back=row["returned"],
        packs=packs,
        packs_used=packs_used,
    )
