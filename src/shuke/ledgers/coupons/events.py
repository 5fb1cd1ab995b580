"""What coupons tell the floors above. Ids and codes only.

That a coupon's days are over is no event: the book writes it off with everything else that ends on the day.
"""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Issued:
    """Members have coupons of a template now, the first member the first coupon; a code that was claimed too."""

    name: ClassVar[str] = "coupons.issued"

    template: str
    coupon_ids: list[int]
    member_ids: list[int]


@dataclass(frozen=True, slots=True)
class Redeemed:
    """Coupons were used in a store for an order (or what else the kind names); without a member by their bearer."""

    name: ClassVar[str] = "coupons.redeemed"

    coupon_ids: list[int]
    member_id: int | None
    store_id: int | None
    used_kind: str
    used_id: int


@dataclass(frozen=True, slots=True)
class Returned:
    """Coupons can be used again, since what they were used for was undone."""

    name: ClassVar[str] = "coupons.returned"

    coupon_ids: list[int]
    used_kind: str
    used_id: int


@dataclass(frozen=True, slots=True)
class Transferred:
    """A member gave a coupon to another."""

    name: ClassVar[str] = "coupons.transferred"

    coupon_id: int
    from_member_id: int
    to_member_id: int


@dataclass(frozen=True, slots=True)
class Voided:
    """Unused coupons were taken away, by a person or with what had granted them."""

    name: ClassVar[str] = "coupons.voided"

    coupon_ids: list[int]
