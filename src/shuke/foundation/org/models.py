"""Tables of the organisation.

`Store` and `Staff` have two managers: `objects` for the machinery that works before anybody's scope is known
(login, imports, jobs), and `within` for surfaces, which refuses to run without a scope.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from shuke.foundation import ids, scopes
from shuke.foundation.org.types import CHAIN_ROLES, STORE_ROLES, EntityKind, Role, StoreKind, TokenAccess

CODE_LENGTH = 64


class Chain(models.Model):
    """The one chain of this installation: its name and the zone its business days are cut in."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    name = models.CharField(max_length=120)
    time_zone = models.CharField(max_length=64, default="Asia/Shanghai")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="org_chain_only_one")]

    def __str__(self) -> str:
        return self.name


class Entity(models.Model):
    """A legal entity: the party that answers for the personal data its stores collect."""

    id = models.BigIntegerField(primary_key=True, default=ids.new)
    code = models.CharField(max_length=CODE_LENGTH, unique=True)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=16, choices=[(k.value, k.name) for k in EntityKind])

    def __str__(self) -> str:
        return self.name


class Region(models.Model):
    """A node of the regional tree; a regional manager's reach is the node and all below it."""

    id = models.BigIntegerField(primary_key=True, default=ids.new)
    code = models.CharField(max_length=CODE_LENGTH, unique=True)
    name = models.CharField(max_length=120)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")), name="org_region_not_own_parent"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Store(models.Model):
    """A place that sells. Its kind drives rights, settlement and reports; its entity answers for its members."""

    id = models.BigIntegerField(primary_key=True, default=ids.new)
    code = models.CharField(max_length=CODE_LENGTH, unique=True)
    name = models.CharField(max_length=120)
    kind = models.CharField(
        max_length=16, choices=[(k.value, k.name) for k in StoreKind], default=StoreKind.DIRECT.value
    )
    region = models.ForeignKey(Region, models.PROTECT, null=True, blank=True, related_name="stores")
    entity = models.ForeignKey(Entity, models.PROTECT, related_name="stores")
    opened_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    is_active = models.BooleanField(default=True)

    objects = models.Manager()
    within = scopes.ScopedManager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=[k.value for k in StoreKind]), name="org_store_kind_known"),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(opened_on__isnull=True) | Q(closed_on__gte=F("opened_on")),
                name="org_store_closes_after_opening",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def scope_filter(cls, scope: scopes.Scope) -> Q:
        return Q() if scope.stores is None else Q(id__in=scope.stores)


class Staff(models.Model):
    """A person who works for the chain. The login belongs to Django's user; without one nobody can sign in."""

    id = models.BigIntegerField(primary_key=True, default=ids.new)
    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="staff")
    code = models.CharField(max_length=CODE_LENGTH, unique=True)
    name = models.CharField(max_length=120)
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=False)
    left_on = models.DateField(null=True, blank=True)

    objects = models.Manager()
    within = scopes.ScopedManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | Q(is_active=False), name="org_staff_who_left_is_inactive"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def scope_filter(cls, scope: scopes.Scope) -> Q:
        """Colleagues who hold, or held, a role in one of the stores in reach."""
        if scope.stores is None:
            return Q()
        posted = Grant.objects.filter(store_id__in=scope.stores).values("staff_id")
        return Q(id__in=posted)


class Grant(models.Model):
    """A role from one day until another (`to_date` is the first day without it), with the place it holds for."""

    id = models.BigIntegerField(primary_key=True, default=ids.new)
    staff = models.ForeignKey(Staff, models.PROTECT, related_name="grants")
    role = models.CharField(max_length=16, choices=[(r.value, r.name) for r in Role])
    store = models.ForeignKey(Store, models.PROTECT, null=True, blank=True, related_name="grants")
    region = models.ForeignKey(Region, models.PROTECT, null=True, blank=True, related_name="grants")
    from_date = models.DateField()
    to_date = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(role__in=sorted(CHAIN_ROLES), store__isnull=True, region__isnull=True)
                    | Q(role__in=sorted(STORE_ROLES), store__isnull=False, region__isnull=True)
                    | Q(role=Role.REGIONAL.value, store__isnull=True, region__isnull=False)
                ),
                name="org_grant_place_fits_role",
            ),
            models.CheckConstraint(
                condition=Q(to_date__isnull=True) | Q(to_date__gte=F("from_date")),
                name="org_grant_ends_after_start",
            ),
        ]
        indexes = [models.Index(fields=["staff", "from_date"], name="org_grant_of_staff")]


class ApiToken(models.Model):
    """A key for programs. Only its SHA-256 is kept; its rights are its owner's, less whatever `access` withholds."""

    id = models.BigIntegerField(primary_key=True, default=ids.new)
    staff = models.ForeignKey(Staff, models.PROTECT, related_name="tokens")
    name = models.CharField(max_length=120)
    access = models.CharField(max_length=8, choices=[(a.value, a.name) for a in TokenAccess])
    secret_sha256 = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    expires_on = models.DateField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "org_api_token"
