"""Dimensions, their tags, and who has them. A tag's name speaks of nobody; that a member has it does."""

from django.db import models
from django.db.models import F, Q

from shuke.foundation import ids
from shuke.foundation.datamap.types import Ending, Record, Retention, Words
from shuke.foundation.tags.types import TagSource

CODE = 40
NAME = 60


class Dimension(models.Model):
    """What tags are about ("taste", "occasion"); of a single one a member has one tag at most."""

    id = models.BigIntegerField(primary_key=True, default=ids.new)
    code = models.CharField(max_length=CODE, unique=True)
    zh = models.CharField(max_length=NAME, unique=True)
    en = models.CharField(max_length=NAME)
    is_single = models.BooleanField(default=False)


class Tag(models.Model):
    """A tag of a dimension; retired it is put on nobody any more, and who has it keeps it."""

    id = models.BigIntegerField(primary_key=True, default=ids.new)
    dimension = models.ForeignKey(Dimension, models.PROTECT, related_name="tags")
    code = models.CharField(max_length=CODE, unique=True)
    zh = models.CharField(max_length=NAME)
    en = models.CharField(max_length=NAME)
    valid_days = models.IntegerField(null=True)
    made_at = models.DateTimeField()
    made_by_kind = models.CharField(max_length=10)
    made_by_id = models.BigIntegerField()
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dimension", "zh"], name="tags_tag_name_once"),
            models.CheckConstraint(
                condition=Q(valid_days__isnull=True) | Q(valid_days__gt=0), name="tags_tag_validity_forwards"
            ),
        ]


class Tagging(models.Model):
    """A member has a tag from a day on, until another day (the first without it) or until somebody takes it."""

    DATA = Record(
        label=Words("会员标签", "Tags"),
        purpose=Words("了解偏好,提供合适的服务", "to know preferences and serve accordingly"),
        member="member",
        retention=Retention.MEMBERSHIP,
        ending=Ending.DELETE_ROW,
        codes=("put_by_kind", "taken_by_kind"),
        shows={"tag_name": "tag__zh", "dimension_name": "tag__dimension__zh"},
    )

    id = models.BigIntegerField(primary_key=True, default=ids.new)
    member = models.ForeignKey("members.Member", models.PROTECT, related_name="+", db_index=False)
    tag = models.ForeignKey(Tag, models.PROTECT, related_name="+", db_index=False)
    source = models.CharField(max_length=10, choices=[(each.value, each.name) for each in TagSource])
    from_date = models.DateField()
    until_date = models.DateField(null=True)
    rule_version_id = models.BigIntegerField(null=True)
    put_at = models.DateTimeField()
    put_by_kind = models.CharField(max_length=10)
    put_by_id = models.BigIntegerField()
    taken_at = models.DateTimeField(null=True)
    taken_by_kind = models.CharField(max_length=10, null=True)
    taken_by_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["member", "tag"], condition=Q(taken_at__isnull=True), name="tags_tagging_one_open"
            ),
            models.CheckConstraint(
                condition=Q(until_date__isnull=True) | Q(until_date__gt=F("from_date")), name="tags_tagging_forwards"
            ),
        ]
        indexes = [
            models.Index(fields=["member"], name="tags_tagging_member"),
            models.Index(
                fields=["tag", "member", "until_date"], name="tags_tagging_open", condition=Q(taken_at__isnull=True)
            ),
        ]
