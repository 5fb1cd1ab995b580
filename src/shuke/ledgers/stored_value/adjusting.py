"""What takes two persons: an adjustment by hand, and a refund above the chain's limit."""

from datetime import date, datetime

from django.db import transaction

from shuke.foundation.actors import Actor, ActorKind
from shuke.foundation.audit import operations as audit
from shuke.foundation.policy.types import Cause
from shuke.foundation.refusals import Refusal
from shuke.ledgers.book import operations as book
from shuke.ledgers.book.types import Adjustment, Holder, HolderKind, Source
from shuke.ledgers.stored_value import refunding
from shuke.ledgers.stored_value.models import Proposal
from shuke.ledgers.stored_value.types import BONUS, CURRENCIES, ProposalKind, RefundChannel


class ReasonMissing(Refusal):
    """Nobody changes stored value by hand without saying why."""

    code = "stored_value.reason_missing"
    status = 422
    zh = "请填写原因"
    en = "Say why"


class NotACurrency(Refusal):
    """Stored value is principal or bonus, and an adjustment is not zero."""

    code = "stored_value.not_an_adjustment"
    status = 422
    zh = "调整无效:须为本金或赠送金额,且不为零"
    en = "Not an adjustment: principal or bonus, and not zero"


class NoSuchProposal(Refusal):
    """No proposal has this id."""

    code = "stored_value.no_such_proposal"
    status = 404
    zh = "没有这条审批"
    en = "There is no such proposal"


class ApprovedAlready(Refusal):
    """A proposal is approved once."""

    code = "stored_value.approved_already"
    zh = "已审批"
    en = "It is approved already"


class NeedsSecondPerson(Refusal):
    """Whoever proposes cannot approve."""

    code = "stored_value.needs_second_person"
    status = 403
    zh = "须由另一人审批"
    en = "It is approved by a second person"


@transaction.atomic
def propose_adjustment(
    *,
    proposal_id: int,
    holder: Holder,
    currency: str,
    amount_minor: int,
    reason: str,
    by: Actor,
    at: datetime,
    store_id: int | None = None,
    expires_on: date | None = None,
) -> int:
    """Propose to give (or, below zero, take) principal or bonus; nothing changes until a second person approves.

    `expires_on` may be told for bonus only: principal never expires.
    """
    if currency not in CURRENCIES or amount_minor == 0 or (expires_on and currency != BONUS):
        raise NotACurrency(field="currency")
    body: dict[str, object] = {
        "currency": currency,
        "amount_minor": amount_minor,
        "expires_on": expires_on.isoformat() if expires_on else None,
    }
    return _propose(proposal_id, ProposalKind.ADJUSTMENT, holder, body, reason=reason, store_id=store_id, by=by, at=at)


@transaction.atomic
def propose_refund(
    *,
    proposal_id: int,
    holder: Holder,
    cause: Cause,
    channel: RefundChannel,
    reason: str,
    store_id: int,
    by: Actor,
    at: datetime,
    identity_shown: bool = False,
    terminated_on: date | None = None,
    tried_before: bool = False,
) -> int:
    """Propose to pay an account out; the sum is reckoned when it is approved, the id is the refund's."""
    body: dict[str, object] = {
        "cause": cause.value,
        "channel": channel.value,
        "identity_shown": identity_shown,
        "terminated_on": terminated_on.isoformat() if terminated_on else None,
        "tried_before": tried_before,
    }
    return _propose(proposal_id, ProposalKind.REFUND, holder, body, reason=reason, store_id=store_id, by=by, at=at)


@transaction.atomic
def approve(*, proposal_id: int, by: Actor, at: datetime) -> None:
    """Approve what somebody else proposed, and do it. Refuses one's own proposal, and a second approval."""
    row = Proposal.objects.filter(id=proposal_id).first()
    if row is None:
        raise NoSuchProposal
    if (row.proposed_by_kind, row.proposed_by) == (by.kind, by.id) or by.kind is ActorKind.SYSTEM:
        raise NeedsSecondPerson
    changed = Proposal.objects.filter(id=proposal_id, approved_at__isnull=True).update(
        approved_by_kind=by.kind, approved_by=by.id, approved_at=at
    )
    if not changed:
        raise ApprovedAlready
    subject = f"stored_value_proposal:{row.id}"
    audit.record(by=by, at=at, action="stored_value.approve", subject=subject, after=row.body, reason=row.reason)
    if row.kind == ProposalKind.ADJUSTMENT:
        _adjust(row, by, at)
    else:
        _refund(row, by, at)


def _propose(
    proposal_id: int,
    kind: ProposalKind,
    holder: Holder,
    body: dict[str, object],
    *,
    reason: str,
    store_id: int | None,
    by: Actor,
    at: datetime,
) -> int:
    if not reason.strip():
        raise ReasonMissing(field="reason")
    row, made = Proposal.objects.get_or_create(
        id=proposal_id,
        defaults={
            "kind": kind,
            "holder_kind": holder.kind,
            "holder_id": holder.id,
            "store_id": store_id,
            "body": body,
            "reason": reason,
            "proposed_by_kind": by.kind,
            "proposed_by": by.id,
            "proposed_at": at,
        },
    )
    if made:
        subject = f"stored_value_proposal:{row.id}"
        audit.record(by=by, at=at, action=f"stored_value.propose_{kind}", subject=subject, after=body, reason=reason)
    return row.id


def _adjust(row: Proposal, by: Actor, at: datetime) -> None:
    ends = row.body["expires_on"]
    adjustment = Adjustment(
        holder=Holder(HolderKind(row.holder_kind), row.holder_id),
        currency=row.body["currency"],
        amount=row.body["amount_minor"],
        source=Source("stored_value_adjustment", row.id),
        expires_on=date.fromisoformat(ends) if ends else None,
        store_id=row.store_id,
        idempotency_key=f"stored_value.adjust:{row.id}",
    )
    book.adjust(adjustment=adjustment, by=by, at=at)


def _refund(row: Proposal, by: Actor, at: datetime) -> None:
    ended = row.body["terminated_on"]
    refunding.pay_out(
        refund_id=row.id,
        holder=Holder(HolderKind(row.holder_kind), row.holder_id),
        cause=Cause(row.body["cause"]),
        channel=RefundChannel(row.body["channel"]),
        reason=row.reason,
        store_id=row.store_id or 0,
        by=by,
        at=at,
        identity_shown=row.body["identity_shown"],
        terminated_on=date.fromisoformat(ended) if ended else None,
        tried_before=row.body["tried_before"],
    )
