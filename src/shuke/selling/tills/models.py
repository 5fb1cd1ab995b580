"""Devices, PINs, who sits where, shifts and the cash moved by hand. Sales are the checkout's; they name their shift."""

from django.db import models
from django.db.models import F, Q

from shuke.foundation import ids
from shuke.foundation.scopes import Scope, ScopedManager
from shuke.selling.tills.types import CashKind, ShiftState


class Device(models.Model):
    """A till. `code_sha256` is the one-time code of its invitation, `secret_sha256` the trace of its key."""

    id = models.BigIntegerField(primary_key=True, default=ids.new)
    store = models.ForeignKey("org.Store", models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    invited_at = models.DateTimeField()
    code_sha256 = models.CharField(max_length=64, null=True, unique=True)
    code_expires_at = models.DateTimeField()
    secret_sha256 = models.CharField(max_length=64, null=True, unique=True)
    enrolled_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    objects = ScopedManager()

    class Meta:
        db_table = "tills_device"
        constraints = [
            models.CheckConstraint(
                condition=Q(code_sha256__isnull=True) | Q(secret_sha256__isnull=True), name="tills_device_code_or_key"
            )
        ]

    @classmethod
    def scope_filter(cls, scope: Scope) -> Q:
        """Keep the devices of the scope's stores."""
        return Q(store__in=scope.stores) if scope.stores is not None else Q()


class Pin(models.Model):
    """The short secret by which a person signs on at a till; wrong tries are counted before they are judged."""

    staff = models.OneToOneField("org.Staff", models.PROTECT, primary_key=True, related_name="+")
    hash = models.CharField(max_length=200)
    set_at = models.DateTimeField()
    tries = models.IntegerField(default=0)
    first_try_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "tills_pin"
        constraints = [models.CheckConstraint(condition=Q(tries__gte=0), name="tills_pin_tries")]


class Seat(models.Model):
    """A person signed on at a device, for at most a working day."""

    id = models.BigIntegerField(primary_key=True, default=ids.new)
    device = models.ForeignKey(Device, models.PROTECT, related_name="+")
    staff = models.ForeignKey("org.Staff", models.PROTECT, related_name="+")
    secret_sha256 = models.CharField(max_length=64, unique=True)
    since = models.DateTimeField()
    ends_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "tills_seat"


class Shift(models.Model):
    """From the float that is put into a drawer to the count that empties it; one open shift a device."""

    id = models.BigIntegerField(primary_key=True, default=ids.new)
    device = models.ForeignKey(Device, models.PROTECT, related_name="+")
    store = models.ForeignKey("org.Store", models.PROTECT, related_name="+")
    number = models.IntegerField()
    state = models.CharField(max_length=6, choices=[(each.value, each.value) for each in ShiftState])
    float_minor = models.BigIntegerField()
    opened_by = models.BigIntegerField()
    opened_at = models.DateTimeField()
    counted_minor = models.BigIntegerField(null=True)
    closed_by = models.BigIntegerField(null=True)
    closed_at = models.DateTimeField(null=True)

    objects = ScopedManager()

    class Meta:
        db_table = "tills_shift"
        constraints = [
            models.UniqueConstraint(fields=["device", "number"], name="tills_shift_number"),
            models.UniqueConstraint(fields=["device"], condition=Q(state="open"), name="tills_shift_one_open"),
            models.CheckConstraint(condition=Q(float_minor__gte=0), name="tills_shift_float"),
            models.CheckConstraint(
                condition=Q(state="open", counted_minor__isnull=True, closed_at__isnull=True)
                | Q(state="closed", counted_minor__gte=0, closed_at__gte=F("opened_at")),
                name="tills_shift_counted_when_closed",
            ),
        ]
        indexes = [models.Index(fields=["store", "-opened_at"], name="tills_shift_store")]

    @classmethod
    def scope_filter(cls, scope: Scope) -> Q:
        """Keep the shifts of the scope's stores."""
        return Q(store__in=scope.stores) if scope.stores is not None else Q()


class CashMove(models.Model):
    """Cash put in or taken out by hand, with its reason. Append-only by trigger."""

    id = models.BigIntegerField(primary_key=True, default=ids.new)
    shift = models.ForeignKey(Shift, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=3, choices=[(each.value, each.value) for each in CashKind])
    amount_minor = models.BigIntegerField()
    reason = models.CharField(max_length=200)
    staff_id = models.BigIntegerField()
    moved_at = models.DateTimeField()

    class Meta:
        db_table = "tills_cash_move"
        constraints = [models.CheckConstraint(condition=Q(amount_minor__gt=0), name="tills_cash_move_of_something")]
