"""The addresses."""

from django.db import models

from shuke.foundation import ids
from shuke.foundation.crypto.fields import SealedField
from shuke.foundation.datamap.types import About, DataClass, Ending, FieldNote, Mask, Record, Retention, Words
from shuke.foundation.org.queries import Staff

_MAIL = Words("向员工发送其订阅的报表与通知", "to send colleagues the reports and notices that are meant for them")


class Mailbox(models.Model):
    """The one address of a person who works here."""

    DATA = Record(
        label=Words("员工邮箱", "Mail address of staff"),
        purpose=_MAIL,
        member="staff_id",
        about=About.STAFF,
        retention=Retention.EMPLOYMENT,
        ending=Ending.DELETE_ROW,
        fields={"address": FieldNote(Words("邮箱", "Mail address"), _MAIL, DataClass.PERSONAL, Mask.EMAIL)},
    )

    id = models.BigIntegerField(primary_key=True, default=ids.new)
    staff = models.OneToOneField(Staff, models.PROTECT, related_name="+")
    address = SealedField(null=False)
    changed_at = models.DateTimeField()

    class Meta:
        db_table = "mailboxes_mailbox"
