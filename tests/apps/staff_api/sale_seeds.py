"""What the sale needs to be asked about: tills, shifts, payments, passes, benefits, rewards, referrals."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from tests.apps.staff_api.conftest import NOW

from shuke.foundation import clock, ids, scopes
from shuke.foundation.actors import SYSTEM
from shuke.foundation.members import operations as members
from shuke.foundation.members.types import NewMember, Source
from shuke.foundation.rulebook import operations as rulebook
from shuke.ledgers.book.types import Source as Cause
from shuke.ledgers.passes import operations as passes
from shuke.ledgers.points import operations as points
from shuke.selling.payments.models import PaymentIntent
from shuke.selling.payments.types import IntentState, Way
from shuke.selling.referrals import operations as referrals
from shuke.selling.rewards import operations as rewards
from shuke.selling.rewards.types import Occasion
from shuke.selling.tills import operations as tills
from shuke.selling.tills.types import DeviceFact

RULES: tuple[tuple[str, str, dict[str, Any]], ...] = (
    (
        "rewards.reward",
        "MUG",
        {"zh": "马克杯", "en": "Mug", "gives": {"kind": "gift", "cost_minor": 900}, "points": 100},
    ),
    ("benefits.benefit", "QUEUE", {"zh": "优先", "en": "Priority", "kind": "priority_queue"}),
    (
        "benefits.card",
        "BLACK",
        {"zh": "黑卡", "en": "Black card", "price_minor": 9_900, "months": 12, "grants": [{"benefit": "QUEUE"}]},
    ),
    (
        "passes.plan",
        "SIX",
        {
            "zh": "游泳六次",
            "en": "Six swims",
            "service": "swim",
            "price_minor": 60_000,
            "sessions": 6,
            "session_list_minor": 12_000,
            "family": 2,
        },
    ),
    ("referrals.rule", "default", {"referrer": {"points": 100}}),
)

WHY = {"reason": "顾客要求"}
BODIES: dict[str, Any] = {
    "invite_till": {"name": "二号收银机"},
    "set_pin": {"pin": "2580"},
    "cash_up_shift": {"counted_minor": 20_000},
    "send_payment_back": {"amount_minor": 100, **WHY},
    "grant_benefit": {"benefit": "QUEUE", "from_date": "2026-03-10", **WHY},
    "cancel_reward": WHY,
}
"""Bodies with which an operation gets as far as the object of its path."""

NARROWING = {
    ("use_pass", "pass_id"): "one that the member in reach may use; another's is refused (test_sale_areas)",
    ("use_pass", "guide_id"): "who served, noted only",
    ("share_pass", "pass_id"): "one of the member in reach; another's is refused (test_sale_areas)",
    ("share_pass", "with_member_id"): "refused out of reach like the member itself (test_sale_areas)",
    ("quote_pass_refund", "pass_id"): "one of the member in reach; another's is refused (test_sale_areas)",
    ("refund_pass", "pass_id"): "one of the member in reach; another's is refused (test_sale_areas)",
}
"""Fields that end like the id of an object and are no object of their own; see the matrix."""


def sow(objects: dict[str, Mapping[str, int | str]], words: dict[str, str], stores: Mapping[str, int]) -> None:
    """Make of each kind one for every relation."""
    for kind, key, body in RULES:
        long_ago = (NOW - timedelta(days=90)).date()
        version = rulebook.propose(kind=kind, key=key, body=body, effective_from=long_ago, by=SYSTEM, at=NOW)
        rulebook.approve(version_id=version, by=SYSTEM, at=NOW)
    own = int(objects["member"]["own"])
    objects["device"] = {relation: _device(store_id) for relation, store_id in stores.items()}
    objects["shift"] = {relation: _shift(int(objects["device"][relation]), stores[relation]) for relation in stores}
    objects["payment"] = {relation: _payment(store_id) for relation, store_id in stores.items()}
    objects["pass"] = {relation: _pass(int(objects["member"][relation]), stores[relation]) for relation in stores}
    objects["exchange"] = {relation: _gift(own, store_id) for relation, store_id in stores.items()}
    objects["newcomer"] = {relation: _newcomer(nth, stores[relation]) for nth, relation in enumerate(stores)}
    for member_id in objects["member"].values():
        points.adjust(member_id=int(member_id), points=1_000, reason="开业赠送", by=SYSTEM, at=NOW)
    words["referral"] = referrals.invite(member_id=own, at=NOW)


def _device(store_id: int) -> int:
    invited = tills.invite_device(store_id=store_id, name="一号收银机", by=SYSTEM, at=NOW)
    tills.enrol_device(code=invited.code, by=SYSTEM, at=NOW)
    return invited.device_id


def _shift(device_id: int, store_id: int) -> int:
    device = DeviceFact(device_id, "一号收银机", store_id)
    return tills.open_shift(shift_id=ids.new(), device=device, float_minor=20_000, by=SYSTEM, at=NOW)


def _payment(store_id: int) -> int:
    """Money that has come and has paid for nothing."""
    came = PaymentIntent._base_manager.create(
        way=Way.WECHAT,
        store_id=store_id,
        amount_minor=5_000,
        state=IntentState.CONFIRMED,
        provider_id=f"4200{ids.new()}",
        asked_at=NOW,
        expires_at=NOW,
        confirmed_at=NOW,
    )
    return came.id


def _pass(member_id: int, store_id: int) -> int:
    return passes.sell(
        pass_id=ids.new(),
        plan="SIX",
        member_id=member_id,
        store_id=store_id,
        source=Cause("test", 1),
        by=SYSTEM,
        at=NOW,
    )


def _gift(member_id: int, store_id: int) -> int:
    with scopes.everywhere(reason="gifts of every store"):
        given = rewards.give(
            exchange_id=ids.new(),
            member_id=member_id,
            reward="MUG",
            occasion=Occasion.SOUVENIR,
            reason="周年",
            store_id=store_id,
            by=SYSTEM,
            at=NOW,
        )
    return given.id


def _newcomer(nth: int, store_id: int) -> int:
    """Somebody who has only just joined, and can still say who sent them."""
    now = clock.now()
    new = NewMember(store_id=store_id, source=Source.TILL, phone=f"1384001380{nth}", enrolled_at=now)
    return members.enrol(new=new, by=SYSTEM, at=now)
