"""The tables of the book. Only `ledgers/book` writes them; what never changes is append-only by trigger."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from shuke.foundation import ids
from shuke.foundation.datamap.types import Record, Retention, Words
from shuke.ledgers.book.types import Bucket, HolderKind, HoldState, Kind, LotState


class Account(models.Model):
    """What one holder has in one currency.

    A member's four buckets are never below zero. A system account keeps no running balance (it would be a hot row):
    its balance is the sum of its postings. `merged_into` is the survivor's account, to which later postings go, and
    `merged_by` the set that moved everything there (none when there was nothing to move).
    """

    DATA = Record(
        label=Words("积分、成长值、储值与券的账户", "Accounts of points, growth value, stored value and coupons"),
        purpose=Words("记录所欠权益", "to keep what is owed"),
        member="holder_id",
        where={"holder_kind": HolderKind.MEMBER.value},
        retention=Retention.LEDGER,
        codes=("currency",),
    )

    id = models.BigIntegerField(primary_key=True, default=ids.new)
    holder_kind = models.CharField(max_length=8, choices=[(kind.value, kind.value) for kind in HolderKind])
    holder_id = models.BigIntegerField()
    currency = models.CharField(max_length=16)
    available = models.BigIntegerField(default=0)
    pending = models.BigIntegerField(default=0)
    held = models.BigIntegerField(default=0)
    debt = models.BigIntegerField(default=0)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    merged_by = models.ForeignKey("book.PostingSet", models.PROTECT, null=True, related_name="+")
    frozen_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "book_account"
        constraints = [
            models.UniqueConstraint(
                fields=["currency", "holder_kind", "holder_id"], name="book_account_one_per_currency"
            ),
            models.CheckConstraint(
                condition=Q(available__gte=0) & Q(pending__gte=0) & Q(held__gte=0) & Q(debt__gte=0),
                name="book_account_never_below_zero",
            ),
            models.CheckConstraint(
                condition=~Q(holder_kind="system") | Q(available=0, pending=0, held=0, debt=0),
                name="book_account_system_has_no_balance",
            ),
        ]
        indexes = [models.Index(fields=["holder_id", "holder_kind"], name="book_account_holder")]


class PostingSet(models.Model):
    """One act of the book. Append-only by trigger; its postings sum to zero per currency.

    `content_hash` covers the head, the postings and the terms of the lots that it opened.
    """

    id = models.BigIntegerField(primary_key=True, default=ids.new)
    kind = models.CharField(max_length=8, choices=[(kind.value, kind.value) for kind in Kind])
    source_kind = models.CharField(max_length=32)
    source_id = models.BigIntegerField()
    occurred_at = models.DateTimeField()
    business_date = models.DateField()
    recorded_at = models.DateTimeField()
    actor_kind = models.CharField(max_length=8)
    actor_id = models.BigIntegerField()
    store_id = models.BigIntegerField(null=True)
    device = models.CharField(max_length=64, default="")
    idempotency_key = models.CharField(max_length=120, null=True, unique=True)
    reverses = models.ForeignKey("self", models.PROTECT, null=True, related_name="+", db_index=False)
    rule_version_id = models.BigIntegerField(null=True)
    content_hash = models.CharField(max_length=64)

    class Meta:
        db_table = "book_posting_set"
        indexes = [
            models.Index(fields=["source_kind", "source_id"], name="book_posting_set_source"),
            models.Index(fields=["recorded_at"], name="book_posting_set_recorded"),
            models.Index(fields=["reverses"], name="book_posting_set_reverses", condition=Q(reverses__isnull=False)),
        ]


class Lot(models.Model):
    """Units that came in together and share expiry, funder, restriction and source.

    `remaining` (pending or available, as `state` says) and `held` are guarded; everything else is fixed at birth,
    except that `state` changes with a release. `origin` is the lot it was moved from, `root` the first of that line.
    """

    id = models.BigIntegerField(primary_key=True, default=ids.new)
    account = models.ForeignKey(Account, models.PROTECT, related_name="+", db_index=False)
    posting_set = models.ForeignKey(PostingSet, models.PROTECT, related_name="+", db_column="set_id")
    currency = models.CharField(max_length=16)
    issued = models.BigIntegerField()
    remaining = models.BigIntegerField()
    held = models.BigIntegerField(default=0)
    state = models.CharField(max_length=9, choices=[(state.value, state.value) for state in LotState])
    available_on = models.DateField(null=True)
    expires_on = models.DateField(null=True)
    store_id = models.BigIntegerField(null=True)
    funder_id = models.BigIntegerField(null=True)
    restriction = models.CharField(max_length=64, null=True)
    source_kind = models.CharField(max_length=32)
    source_id = models.BigIntegerField()
    rule_version_id = models.BigIntegerField(null=True)
    origin_lot = models.ForeignKey("self", models.PROTECT, null=True, related_name="+", db_index=False)
    root_lot = models.ForeignKey("self", models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        db_table = "book_lot"
        constraints = [
            models.CheckConstraint(
                condition=Q(issued__gt=0)
                & Q(remaining__gte=0)
                & Q(held__gte=0)
                & Q(issued__gte=F("remaining") + F("held")),
                name="book_lot_within_issued",
            ),
        ]
        indexes = [
            models.Index(fields=["account", "expires_on"], name="book_lot_open", condition=Q(remaining__gt=0)),
            models.Index(
                fields=["expires_on", "id"],
                name="book_lot_expiring",
                condition=Q(remaining__gt=0, expires_on__isnull=False),
            ),
            models.Index(
                fields=["available_on", "id"], name="book_lot_waiting", condition=Q(remaining__gt=0, state="pending")
            ),
            models.Index(fields=["root_lot"], name="book_lot_line", condition=Q(root_lot__isnull=False)),
        ]


class Posting(models.Model):
    """One leg of a set: how much better off one bucket of one account is. Append-only by trigger.

    The account is no foreign key in the database: on PostgreSQL every insert would lock the row of the system
    account, which all tills share. `prove` finds a posting without its account.
    """

    id = models.BigIntegerField(primary_key=True, default=ids.new)
    posting_set = models.ForeignKey(PostingSet, models.PROTECT, related_name="+", db_column="set_id")
    account = models.ForeignKey(Account, models.PROTECT, related_name="+", db_constraint=False)
    bucket = models.CharField(max_length=9, choices=[(bucket.value, bucket.value) for bucket in Bucket])
    lot = models.ForeignKey(Lot, models.PROTECT, null=True, related_name="+")
    currency = models.CharField(max_length=16)
    amount = models.BigIntegerField()

    class Meta:
        db_table = "book_posting"
        constraints = [models.CheckConstraint(condition=~Q(amount=0), name="book_posting_never_zero")]


class Undone(models.Model):
    """How much of one lot's part in a set has been undone: guards that no part is undone twice."""

    id = models.BigIntegerField(primary_key=True, default=ids.new)
    posting_set = models.ForeignKey(PostingSet, models.PROTECT, related_name="+", db_column="set_id", db_index=False)
    lot = models.ForeignKey(Lot, models.PROTECT, related_name="+", db_index=False)
    total = models.BigIntegerField()
    undone = models.BigIntegerField()

    class Meta:
        db_table = "book_undone"
        constraints = [
            models.UniqueConstraint(fields=["posting_set", "lot"], name="book_undone_one_per_part"),
            models.CheckConstraint(
                condition=Q(undone__gt=0) & Q(undone__lte=F("total")), name="book_undone_within_total"
            ),
        ]


class Hold(models.Model):
    """Something set aside. It is closed exactly once: the state is changed by a guarded update."""

    id = models.BigIntegerField(primary_key=True, default=ids.new)
    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    posting_set = models.ForeignKey(PostingSet, models.PROTECT, related_name="+", db_column="set_id")
    amount = models.BigIntegerField()
    state = models.CharField(max_length=6, choices=[(state.value, state.value) for state in HoldState])
    until = models.DateTimeField()

    class Meta:
        db_table = "book_hold"
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="book_hold_of_something")]
        indexes = [models.Index(fields=["until"], name="book_hold_open", condition=Q(state="open"))]


class HoldPart(models.Model):
    """Which lots a hold holds. A merge lets the parts follow the lots."""

    id = models.BigIntegerField(primary_key=True, default=ids.new)
    hold = models.ForeignKey(Hold, models.CASCADE, related_name="parts")
    lot = models.ForeignKey(Lot, models.PROTECT, related_name="+")
    amount = models.BigIntegerField()

    class Meta:
        db_table = "book_hold_part"
        constraints = [
            models.UniqueConstraint(fields=["hold", "lot"], name="book_hold_part_one_per_lot"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="book_hold_part_of_something"),
        ]


class Link(models.Model):
    """One set's place in the hash chain: positions are dense, each digest covers the one before. Append-only."""

    position = models.BigIntegerField(primary_key=True)
    posting_set = models.OneToOneField(PostingSet, models.PROTECT, related_name="+", db_column="set_id")
    digest = models.CharField(max_length=64)

    class Meta:
        db_table = "book_link"


class Seal(models.Model):
    """Closes the chain up to `last_position`; seals are a chain of their own. Append-only by trigger."""

    number = models.BigIntegerField(primary_key=True)
    first_position = models.BigIntegerField()
    last_position = models.BigIntegerField()
    link_digest = models.CharField(max_length=64)
    sealed_at = models.DateTimeField()
    digest = models.CharField(max_length=64)

    class Meta:
        db_table = "book_seal"
        constraints = [
            models.CheckConstraint(condition=Q(first_position__lte=F("last_position")), name="book_seal_of_something")
        ]


class FlowSum(models.Model):
    """What came and went on one business day, by origin, the house's side and the acting store; 0 means none.

    Sums all sets of the chain. Written by the seal alone, with the links; `prove` derives it anew.
    """

    pk = models.CompositePrimaryKey("day", "currency", "store_id", "funder_id", "house", "acting_id")
    day = models.DateField()
    currency = models.CharField(max_length=16)
    store_id = models.BigIntegerField()
    funder_id = models.BigIntegerField()
    house = models.BigIntegerField()
    acting_id = models.BigIntegerField()
    amount = models.BigIntegerField()

    class Meta:
        db_table = "book_flow_sum"


class AgeSum(models.Model):
    """What became on one business day of the lots of one month of issue (2026-03) that end in one month (none: empty).

    Kept as `FlowSum` is.
    """

    pk = models.CompositePrimaryKey("day", "currency", "issued_in", "ends_in", "house")
    day = models.DateField()
    currency = models.CharField(max_length=16)
    issued_in = models.CharField(max_length=7)
    ends_in = models.CharField(max_length=7)
    house = models.BigIntegerField()
    amount = models.BigIntegerField()

    class Meta:
        db_table = "book_age_sum"
