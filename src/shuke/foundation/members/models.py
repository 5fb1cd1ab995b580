"""Tables of members. Personal words are sealed; what finds them is blind.

`Member.objects` refuses to run outside a scope; `everyone` is for the room's own machinery and for jobs.
"""

from django.db import models
from django.db.models import F, Q

from shuke.foundation import ids, scopes
from shuke.foundation.crypto.fields import SealedField, by_key
from shuke.foundation.members import records
from shuke.foundation.members.types import Decision, IdentityKind, Purpose, Status

CODE = 20
INDEX_LENGTH = 32


class Member(models.Model):
    """A member, by a pseudonymous id and number. Merging points it at its survivor; erasure leaves the bare row."""

    DATA = records.MEMBER

    id = models.BigIntegerField(primary_key=True, default=ids.new)
    number = models.CharField(max_length=40, unique=True)
    status = models.CharField(max_length=10, choices=[(s.value, s.name) for s in Status], default=Status.ACTIVE.value)
    survivor = models.ForeignKey("self", models.PROTECT, null=True, related_name="absorbed")
    enrolled_at = models.DateTimeField()
    enrolled_on = models.DateField()
    enrolling_store = models.ForeignKey("org.Store", models.PROTECT, related_name="+")
    entity = models.ForeignKey("org.Entity", models.PROTECT, related_name="+")
    source = models.CharField(max_length=CODE)
    gender = models.CharField(max_length=6, null=True)
    birth_year = models.SmallIntegerField(null=True)
    birth_month = models.SmallIntegerField(null=True)
    name = SealedField()
    birthday = SealedField()
    twin_hex = models.CharField(max_length=INDEX_LENGTH, null=True)
    is_shared = models.BooleanField(default=False)
    changed_at = models.DateTimeField()

    objects = scopes.ScopedManager["Member"]()
    everyone = models.Manager["Member"]()

    class Meta:
        default_manager_name = "everyone"
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=[s.value for s in Status]), name="members_member_status_known"
            ),
            models.CheckConstraint(
                condition=Q(status=Status.MERGED.value, survivor__isnull=False)
                | (~Q(status=Status.MERGED.value) & Q(survivor__isnull=True)),
                name="members_member_survivor_iff_merged",
            ),
            models.CheckConstraint(
                condition=Q(survivor__isnull=True) | ~Q(survivor=F("id")), name="members_member_not_own_survivor"
            ),
            models.CheckConstraint(
                condition=Q(birth_month__isnull=True) | Q(birth_month__range=(1, 12)), name="members_member_month_real"
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.ERASED.value)
                | Q(name__isnull=True, birthday__isnull=True, twin_hex__isnull=True, gender__isnull=True),
                name="members_member_erased_is_bare",
            ),
        ]
        indexes = [
            models.Index(fields=["twin_hex"], name="members_member_twin", condition=Q(twin_hex__isnull=False)),
            models.Index(fields=["birth_month"], name="members_member_birth_month"),
            by_key("name", name="members_member_name_key"),
            by_key("birthday", name="members_member_birthday_key"),
        ]

    @classmethod
    def scope_filter(cls, scope: scopes.Scope) -> Q:
        """Enrolled with an entity of the scope, shared by consent, or owned by a store of the scope (D13)."""
        if scope.entities is None:
            return Q()
        reachable = Q(entity_id__in=scope.entities) | Q(is_shared=True)
        if scope.stores is None:
            return reachable
        owned = Ownership.objects.filter(member=models.OuterRef("pk"), to_date__isnull=True, store__in=scope.stores)
        return reachable | Q(models.Exists(owned))


class Identity(models.Model):
    """One thing a member is known by. A (kind, value) belongs to one member, which the blind index guards."""

    DATA = records.IDENTITY

    id = models.BigIntegerField(primary_key=True, default=ids.new)
    member = models.ForeignKey(Member, models.PROTECT, related_name="identities", db_index=False)
    kind = models.CharField(max_length=10, choices=[(k.value, k.name) for k in IdentityKind])
    index_hex = models.CharField(max_length=INDEX_LENGTH)
    tail_hex = models.CharField(max_length=INDEX_LENGTH, null=True)
    ciphertext = SealedField(null=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=[k.value for k in IdentityKind]), name="members_identity_kind_known"
            ),
            models.UniqueConstraint(fields=["index_hex", "kind"], name="members_identity_one_member"),
        ]
        indexes = [
            models.Index(fields=["member", "kind"], name="members_identity_of"),
            models.Index(fields=["tail_hex"], name="members_identity_tail"),
            by_key("ciphertext", name="members_identity_key"),
        ]


class Ownership(models.Model):
    """To which store and guide a member belongs, from a day until another (`to_date` is the first day without it).

    A member has one owner on any day: one open row at most, and a trigger refuses rows that overlap.
    """

    DATA = records.OWNERSHIP

    id = models.BigIntegerField(primary_key=True, default=ids.new)
    member = models.ForeignKey(Member, models.PROTECT, related_name="ownerships")
    store = models.ForeignKey("org.Store", models.PROTECT, related_name="+")
    guide = models.ForeignKey("org.Staff", models.PROTECT, null=True, related_name="+")
    from_date = models.DateField()
    to_date = models.DateField(null=True)
    basis = models.CharField(max_length=CODE)
    rule_version_id = models.BigIntegerField(null=True)
    merge = models.ForeignKey("Merge", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["member"], condition=Q(to_date__isnull=True), name="members_ownership_one_open"
            ),
            models.CheckConstraint(
                condition=Q(to_date__isnull=True) | Q(to_date__gt=F("from_date")), name="members_ownership_forwards"
            ),
        ]
        indexes = [models.Index(fields=["store", "guide", "to_date"], name="members_ownership_owner")]


class ProfileField(models.Model):
    """An entry of the field dictionary: what may be known about a member beyond the basics."""

    id = models.BigIntegerField(primary_key=True, default=ids.new)
    key = models.CharField(max_length=40, unique=True)
    group = models.CharField(max_length=40)
    label_zh = models.CharField(max_length=60)
    label_en = models.CharField(max_length=60)
    type = models.CharField(max_length=10)
    options = models.JSONField(default=list)
    sensitivity = models.CharField(max_length=10)
    position = models.SmallIntegerField(default=0)
    is_active = models.BooleanField(default=True)


class ProfileValue(models.Model):
    """What is known, from where and since when: in clear where the dictionary says it is not personal, else sealed."""

    DATA = records.PROFILE_VALUE

    id = models.BigIntegerField(primary_key=True, default=ids.new)
    member = models.ForeignKey(Member, models.PROTECT, related_name="profile_values")
    field = models.ForeignKey(ProfileField, models.PROTECT, related_name="values")
    value = models.CharField(max_length=500, null=True)
    sealed = SealedField()
    source = models.CharField(max_length=CODE)
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "members_profile_value"
        constraints = [
            models.UniqueConstraint(fields=["member", "field"], name="members_profile_value_once"),
            models.CheckConstraint(
                condition=Q(value__isnull=True, sealed__isnull=False) | Q(value__isnull=False, sealed__isnull=True),
                name="members_profile_value_open_or_sealed",
            ),
        ]
        indexes = [
            models.Index(fields=["field", "value"], name="members_profile_value_of"),
            by_key("sealed", name="members_profile_value_key"),
        ]


class BasicSource(models.Model):
    """From where and since when a basic field (name, gender, birthday) is known, when not from enrolment."""

    DATA = records.BASIC_SOURCE

    id = models.BigIntegerField(primary_key=True, default=ids.new)
    member = models.ForeignKey(Member, models.PROTECT, related_name="+")
    key = models.CharField(max_length=40)
    source = models.CharField(max_length=CODE)
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "members_basic_source"
        constraints = [models.UniqueConstraint(fields=["member", "key"], name="members_basic_source_once")]


class ProfileConflict(models.Model):
    """Two sources said different things about one field; which one was kept, and what the other had said (sealed)."""

    DATA = records.PROFILE_CONFLICT

    id = models.BigIntegerField(primary_key=True, default=ids.new)
    member = models.ForeignKey(Member, models.PROTECT, related_name="+")
    key = models.CharField(max_length=40)
    kept_source = models.CharField(max_length=CODE)
    other_source = models.CharField(max_length=CODE)
    other_value = SealedField()
    at = models.DateTimeField()

    class Meta:
        db_table = "members_profile_conflict"


class ConsentText(models.Model):
    """A version of the words a member is shown before consenting. Append-only by trigger."""

    id = models.BigIntegerField(primary_key=True, default=ids.new)
    purpose = models.CharField(max_length=10, choices=[(p.value, p.name) for p in Purpose])
    version = models.IntegerField()
    zh = models.TextField()
    en = models.TextField()
    sha256 = models.CharField(max_length=64)
    published_at = models.DateTimeField()

    class Meta:
        db_table = "members_consent_text"
        constraints = [models.UniqueConstraint(fields=["purpose", "version"], name="members_consent_text_version")]


class Consent(models.Model):
    """One line of the consent ledger. Append-only by trigger: a withdrawal is a new line."""

    DATA = records.CONSENT

    id = models.BigIntegerField(primary_key=True, default=ids.new)
    member = models.ForeignKey(Member, models.PROTECT, related_name="+", db_index=False)
    purpose = models.CharField(max_length=10, choices=[(p.value, p.name) for p in Purpose])
    channel = models.CharField(max_length=12)
    decision = models.CharField(max_length=10, choices=[(d.value, d.name) for d in Decision])
    text = models.ForeignKey(ConsentText, models.PROTECT, null=True, related_name="+")
    text_sha256 = models.CharField(max_length=64)
    at = models.DateTimeField()
    store_id = models.BigIntegerField(null=True)
    actor_kind = models.CharField(max_length=10)
    actor_id = models.BigIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(decision__in=[d.value for d in Decision]), name="members_consent_decision_known"
            )
        ]
        indexes = [models.Index(fields=["member", "purpose", "at", "id", "decision"], name="members_consent_latest")]


class Merge(models.Model):
    """One merge and, when it was taken back, its undoing. A member is merged away at most once at a time."""

    DATA = records.MERGE

    id = models.BigIntegerField(primary_key=True, default=ids.new)
    survivor = models.ForeignKey(Member, models.PROTECT, related_name="+")
    merged = models.ForeignKey(Member, models.PROTECT, related_name="+")
    status_before = models.CharField(max_length=10)
    reason = models.CharField(max_length=200)
    merged_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["merged"], condition=Q(undone_at__isnull=True), name="members_merge_once"),
            models.CheckConstraint(condition=~Q(survivor=F("merged")), name="members_merge_two_members"),
        ]


class Clash(models.Model):
    """Identities of one new row that belong to two members: a trace of one person in two accounts."""

    DATA = records.CLASH

    id = models.BigIntegerField(primary_key=True, default=ids.new)
    member = models.ForeignKey(Member, models.PROTECT, related_name="+")
    other = models.ForeignKey(Member, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=[(k.value, k.name) for k in IdentityKind])
    noted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "other", "kind"], name="members_clash_once"),
            models.CheckConstraint(condition=Q(member__lt=F("other")), name="members_clash_in_order"),
        ]


class Tombstone(models.Model):
    """A member was erased; after a restore of an older backup the erasure is done again. Append-only by trigger."""

    DATA = records.TOMBSTONE

    member_id = models.BigIntegerField(primary_key=True)
    erased_at = models.DateTimeField()


class RightsRequest(models.Model):
    """A member asked for a copy, a correction or erasure: when, until when it must be answered, and when it was."""

    DATA = records.RIGHTS_REQUEST

    id = models.BigIntegerField(primary_key=True, default=ids.new)
    member = models.ForeignKey(Member, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10)
    received_at = models.DateTimeField()
    due_on = models.DateField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "members_rights_request"
