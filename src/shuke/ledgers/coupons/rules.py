"""On which days a coupon may be used, and what speaks against using it. Pure."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from shuke.foundation.dates import add_months
from shuke.ledgers.coupons.document import Always, BetweenDays, FromGrant
from shuke.ledgers.coupons.types import Closed, Coupon, CouponState, WhyNot

_ONE_DAY = timedelta(days=1)


def period(validity: BetweenDays | FromGrant | Always, issued_on: date) -> tuple[date, date | None]:
    """Return [valid from, expires on) of a coupon issued on the day.

    A month ends on the corresponding day, which still counts, or on the month's last (Civil Code 202): issued on
    31 January for one month it may be used to 28 February.
    """
    if isinstance(validity, BetweenDays):
        return max(validity.first_day, issued_on), validity.last_day + _ONE_DAY
    if isinstance(validity, Always):
        return issued_on, None
    start = issued_on + timedelta(days=validity.starts_after)
    if validity.days is not None:
        return start, start + timedelta(days=validity.days)
    return start, add_months(start, validity.months or 0) + _ONE_DAY


def state_on(state: CouponState, expires_on: date | None, day: date) -> CouponState:
    """Return where a coupon stands on the day: an unused one whose days are over has expired."""
    over = expires_on is not None and day >= expires_on
    return CouponState.EXPIRED if state is CouponState.ISSUED and over else state


def against(
    coupon: Coupon, state: CouponState, *, day: date, local: datetime, store_id: int, channel: str
) -> Iterator[WhyNot | Closed]:
    """Yield each reason that speaks against using the coupon there and then, the weightiest first."""
    if state is CouponState.USED:
        yield WhyNot.USED
    if state is CouponState.VOIDED:
        yield WhyNot.VOIDED
    if wrong_day := coupon.why_not_on(day):
        yield wrong_day
    if closed := coupon.terms.opening.closed(store_id=store_id, channel=channel, local=local):
        yield closed


def counts_from_grant(validity: BetweenDays | FromGrant | Always) -> bool:
    """Tell whether the days of a coupon are counted from when somebody is given it."""
    return not isinstance(validity, BetweenDays)
