"""Top-ups with their frozen contracts, what was used of them, refunds, cards, proposals. Balances are the book's."""

from django.db import models
from django.db.models import F, Q

from shuke.foundation import ids
from shuke.foundation.datamap.types import Record, Retention, Words
from shuke.ledgers.book.types import HolderKind
from shuke.ledgers.stored_value.types import (
    BONUS,
    PRINCIPAL,
    Buyer,
    CardState,
    Method,
    ProposalKind,
    RefundChannel,
    SpendingOrder,
)

_HOLDERS = [(kind.value, kind.value) for kind in (HolderKind.MEMBER, HolderKind.CARD)]
_OF_A_MEMBER = {"holder_kind": HolderKind.MEMBER.value}
_TO_KEEP = Words("按法律保存预付记录", "to keep the records of prepayments that the law asks for")


class Contract(models.Model):
    """The text of a contract, once; every top-up names the hash of its own. Append-only by trigger."""

    hash = models.CharField(primary_key=True, max_length=64)
    text = models.TextField()
    rule_version_id = models.BigIntegerField(null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "stored_value_contract"


class TopUp(models.Model):
    """One payment into stored value, with the terms of its package and contract as they were. Append-only by trigger.

    The lots of the book name it as their source. `store_id` is the issuer, who owes what is spent elsewhere.
    """

    DATA = Record(
        label=Words("储值记录", "Top-ups"),
        purpose=_TO_KEEP,
        member="holder_id",
        where=_OF_A_MEMBER,
        retention=Retention.LEDGER,
        codes=("package", "package_terms", "payment_kind"),
    )

    id = models.BigIntegerField(primary_key=True)
    holder_kind = models.CharField(max_length=8, choices=_HOLDERS)
    holder_id = models.BigIntegerField()
    store_id = models.BigIntegerField()
    funder_id = models.BigIntegerField(null=True)
    package = models.CharField(max_length=40, blank=True)
    package_terms = models.JSONField(null=True)
    packages_version_id = models.BigIntegerField(null=True)
    contract = models.ForeignKey(Contract, models.PROTECT, related_name="+", db_column="contract_hash")
    spending_order = models.CharField(max_length=16, choices=[(each.value, each.value) for each in SpendingOrder])
    paid_minor = models.BigIntegerField()
    bonus_minor = models.BigIntegerField()
    method = models.CharField(max_length=16, choices=[(each.value, each.value) for each in Method])
    buyer = models.CharField(max_length=8, choices=[(each.value, each.value) for each in Buyer])
    payment_kind = models.CharField(max_length=32, blank=True)
    payment_id = models.BigIntegerField(null=True)
    topped_up_at = models.DateTimeField()
    business_date = models.DateField()

    class Meta:
        db_table = "stored_value_topup"
        indexes = [
            models.Index(fields=["holder_id", "package"], name="stored_value_topup_holder"),
            models.Index(fields=["business_date", "store_id"], name="stored_value_topup_day"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(paid_minor__gt=0, bonus_minor__gte=0), name="stored_value_topup_paid"),
            models.UniqueConstraint(
                fields=["payment_kind", "payment_id"],
                name="stored_value_topup_payment_once",
                condition=Q(payment_id__isnull=False),
            ),
        ]


class Instalment(models.Model):
    """One lot that a top-up opened, and the posting set that did. Append-only by trigger."""

    id = models.BigIntegerField(primary_key=True, default=ids.new)
    top_up = models.ForeignKey(TopUp, models.PROTECT, related_name="instalments", db_column="topup_id")
    currency = models.CharField(max_length=16, choices=[(each, each) for each in (PRINCIPAL, BONUS)])
    amount = models.BigIntegerField()
    available_on = models.DateField(null=True)
    expires_on = models.DateField(null=True)
    set_id = models.BigIntegerField()

    class Meta:
        db_table = "stored_value_instalment"
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="stored_value_instalment_of_something"),
            models.CheckConstraint(
                condition=Q(currency=BONUS) | Q(expires_on__isnull=True, available_on__isnull=True),
                name="stored_value_principal_never_expires",
            ),
        ]


class Spending(models.Model):
    """What one source (a sale) took from one holder. Append-only by trigger.

    `list_minor` is the full price of what was bought with it: a refund for the holder's own reasons counts that.
    """

    DATA = Record(
        label=Words("储值消费", "Spendings of stored value"),
        purpose=_TO_KEEP,
        member="holder_id",
        where=_OF_A_MEMBER,
        retention=Retention.LEDGER,
        codes=("source_kind",),
    )

    id = models.BigIntegerField(primary_key=True, default=ids.new)
    holder_kind = models.CharField(max_length=8, choices=_HOLDERS)
    holder_id = models.BigIntegerField()
    source_kind = models.CharField(max_length=32)
    source_id = models.BigIntegerField()
    store_id = models.BigIntegerField()
    face_minor = models.BigIntegerField()
    list_minor = models.BigIntegerField()
    principal_set_id = models.BigIntegerField(null=True)
    bonus_set_id = models.BigIntegerField(null=True)
    spent_at = models.DateTimeField()
    business_date = models.DateField()

    class Meta:
        db_table = "stored_value_spending"
        indexes = [models.Index(fields=["holder_id"], name="stored_value_spending_holder")]
        constraints = [
            models.UniqueConstraint(
                fields=["source_kind", "source_id", "holder_kind", "holder_id"], name="stored_value_spending_once"
            ),
            models.CheckConstraint(
                condition=Q(face_minor__gt=0, list_minor__gte=F("face_minor")), name="stored_value_spending_amounts"
            ),
        ]


class GivingBack(models.Model):
    """What a return gave back of a spending, once per cause. Append-only by trigger."""

    id = models.BigIntegerField(primary_key=True, default=ids.new)
    spending = models.ForeignKey(Spending, models.PROTECT, related_name="returns")
    source_kind = models.CharField(max_length=32)
    source_id = models.BigIntegerField()
    principal_minor = models.BigIntegerField()
    bonus_minor = models.BigIntegerField()
    given_back_at = models.DateTimeField()

    class Meta:
        db_table = "stored_value_giving_back"
        constraints = [
            models.UniqueConstraint(
                fields=["spending", "source_kind", "source_id"], name="stored_value_giving_back_once"
            ),
            models.CheckConstraint(
                condition=Q(principal_minor__gte=0, bonus_minor__gte=0), name="stored_value_giving_back_amounts"
            ),
        ]


class Use(models.Model):
    """So much of one lot was spent (or, below zero, given back). Append-only by trigger."""

    id = models.BigIntegerField(primary_key=True, default=ids.new)
    spending = models.ForeignKey(Spending, models.PROTECT, related_name="uses")
    giving_back = models.ForeignKey(GivingBack, models.PROTECT, null=True, related_name="+")
    top_up = models.ForeignKey(TopUp, models.PROTECT, null=True, related_name="+", db_column="topup_id")
    lot_id = models.BigIntegerField()
    currency = models.CharField(max_length=16, choices=[(each, each) for each in (PRINCIPAL, BONUS)])
    amount = models.BigIntegerField()

    class Meta:
        db_table = "stored_value_use"
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gt=0, giving_back__isnull=True) | Q(amount__lt=0, giving_back__isnull=False),
                name="stored_value_use_sign",
            )
        ]


class Refund(models.Model):
    """An account that was paid out, with the arithmetic of every top-up in `parts`. Append-only by trigger.

    `principal_minor` is what was written off of principal: `refund_minor` of it goes out (it may be more where the
    law's ratio is kinder than the lots), the rest counts as used at full price.
    """

    DATA = Record(
        label=Words("储值退款", "Refunds of stored value"),
        purpose=_TO_KEEP,
        member="holder_id",
        where=_OF_A_MEMBER,
        retention=Retention.LEDGER,
        codes=("cause", "parts", "reason"),
    )

    id = models.BigIntegerField(primary_key=True)
    holder_kind = models.CharField(max_length=8, choices=_HOLDERS)
    holder_id = models.BigIntegerField()
    store_id = models.BigIntegerField()
    cause = models.CharField(max_length=8)
    channel = models.CharField(max_length=24, choices=[(each.value, each.value) for each in RefundChannel])
    refund_minor = models.BigIntegerField()
    interest_minor = models.BigIntegerField()
    principal_minor = models.BigIntegerField()
    bonus_minor = models.BigIntegerField()
    parts = models.JSONField()
    reason = models.CharField(max_length=200)
    business_date = models.DateField()
    refunded_at = models.DateTimeField()
    due_on = models.DateField()

    class Meta:
        db_table = "stored_value_refund"
        indexes = [models.Index(fields=["holder_id"], name="stored_value_refund_holder")]
        constraints = [
            models.CheckConstraint(
                condition=Q(refund_minor__gte=0, interest_minor__gte=0, principal_minor__gte=0, bonus_minor__gte=0),
                name="stored_value_refund_amounts",
            )
        ]


class Card(models.Model):
    """A card: without a name it holds value itself; bound to a member it opens that member's account.

    The secret is kept as a slow hash. `replaced_by` is the card to which its value or its member went.
    """

    DATA = Record(
        label=Words("储值卡", "Stored-value cards"),
        purpose=Words("使用储值卡", "to use a stored-value card"),
        member="member_id",
        retention=Retention.LEDGER,
        codes=("number", "secret_hash"),
        export=True,
    )

    id = models.BigIntegerField(primary_key=True, default=ids.new)
    number = models.CharField(max_length=20, unique=True)
    secret_hash = models.CharField(max_length=160)
    state = models.CharField(max_length=8, choices=[(each.value, each.value) for each in CardState])
    member_id = models.BigIntegerField(null=True, db_index=True)
    store_id = models.BigIntegerField()
    opened_at = models.DateTimeField()
    activated_at = models.DateTimeField(null=True)
    expires_on = models.DateField(null=True)
    replaced_by = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")

    class Meta:
        db_table = "stored_value_card"
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=CardState.BOUND) | Q(member_id__isnull=False), name="stored_value_card_bound_to_whom"
            ),
            models.CheckConstraint(
                condition=~Q(state=CardState.REPLACED) | Q(replaced_by__isnull=False),
                name="stored_value_card_replaced_by_what",
            ),
        ]


class Proposal(models.Model):
    """What takes a second person: proposed by one, approved by another; approval sets the approver once."""

    DATA = Record(
        label=Words("储值调整与退款审批", "Adjustments and refunds awaiting approval"),
        purpose=_TO_KEEP,
        member="holder_id",
        where=_OF_A_MEMBER,
        retention=Retention.LEDGER,
        codes=("body", "reason", "proposed_by_kind", "approved_by_kind"),
    )

    id = models.BigIntegerField(primary_key=True, default=ids.new)
    kind = models.CharField(max_length=10, choices=[(each.value, each.value) for each in ProposalKind])
    holder_kind = models.CharField(max_length=8, choices=_HOLDERS)
    holder_id = models.BigIntegerField()
    store_id = models.BigIntegerField(null=True)
    body = models.JSONField()
    reason = models.CharField(max_length=200)
    proposed_by_kind = models.CharField(max_length=10)
    proposed_by = models.BigIntegerField()
    proposed_at = models.DateTimeField()
    approved_by_kind = models.CharField(max_length=10, null=True)
    approved_by = models.BigIntegerField(null=True)
    approved_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "stored_value_proposal"
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_at__isnull=True, approved_by__isnull=True, approved_by_kind__isnull=True)
                | Q(approved_at__isnull=False, approved_by__isnull=False, approved_by_kind__isnull=False),
                name="stored_value_proposal_approval_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True)
                | ~Q(approved_by=F("proposed_by"))
                | ~Q(approved_by_kind=F("proposed_by_kind")),
                name="stored_value_proposal_by_two",
            ),
        ]
