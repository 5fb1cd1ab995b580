"""What was written down of contacts. The words are sealed: they may say anything about a person."""

from django.db import models

from shuke.engaging.care.types import CareKind
from shuke.foundation import ids
from shuke.foundation.crypto.fields import SealedField
from shuke.foundation.datamap.types import DataClass, Ending, FieldNote, Record, Retention, Words

_PURPOSE = Words("跟进与售后服务", "to follow up and serve after the sale")


class CareContact(models.Model):
    """A call, visit, gift, complaint or note about a member. It is never edited: what comes later is written later."""

    DATA = Record(
        label=Words("关怀记录", "Care log"),
        purpose=_PURPOSE,
        member="member_id",
        retention=Retention.MEMBERSHIP,
        ending=Ending.DELETE_ROW,
        fields={"text": FieldNote(Words("沟通内容", "What was said"), _PURPOSE, DataClass.PERSONAL)},
        codes=("written_by_kind",),
    )

    id = models.BigIntegerField(primary_key=True, default=ids.new)
    member_id = models.BigIntegerField()
    kind = models.CharField(max_length=10, choices=[(each.value, each.name) for each in CareKind])
    text = SealedField(null=False)
    happened_at = models.DateTimeField()
    store_id = models.BigIntegerField(null=True)
    next_on = models.DateField(null=True)
    written_at = models.DateTimeField()
    written_by_kind = models.CharField(max_length=10)
    written_by_id = models.BigIntegerField()

    class Meta:
        db_table = "care_contact"
        indexes = [models.Index(fields=["member_id", "id"], name="care_contact_member")]
