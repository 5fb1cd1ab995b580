"""A till that makes one sale and, with a failpoint armed, dies within it.

Run as a program: `python one_sale.py STORE_ID SKU_ID MEMBER_ID COUPON_ID`.
"""

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shuke.config.settings")


def main(store_id: int, sku_id: int, member_id: int, coupon_id: int) -> None:
    django.setup()
    from shuke.foundation import clock, scopes
    from shuke.foundation.actors import SYSTEM
    from shuke.selling.checkout import operations as checkout

    with scopes.everywhere(reason="a till of the test"):
        order = the_order(store_id, sku_id, member_id, coupon_id)
        done = checkout.check_out(order=order, by=SYSTEM, at=clock.now())
    print(done.order_id, flush=True)


def the_order(store_id: int, sku_id: int, member_id: int, coupon_id: int):  # type: ignore[no-untyped-def]
    """One tin of milk powder for 289 yuan: a coupon, 100 yuan stored, ten yuan of points, the rest in cash."""
    from shuke.selling.checkout.types import NewOrder, OrderLine, Tender, TenderKind

    tenders = (
        Tender(TenderKind.STORED_VALUE, 10_000),
        Tender(TenderKind.POINTS, 1_000, points=1_000),
        Tender(TenderKind.CASH, 17_900, tendered_minor=20_000),
    )
    return NewOrder(
        client_id="K-1",
        store_id=store_id,
        lines=(OrderLine(sku_id, 1_000),),
        tenders=tenders,
        member_id=member_id,
        coupon_ids=(coupon_id,),
    )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:5]))
