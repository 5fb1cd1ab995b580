from django.db import migrations

from shuke.foundation.db.triggers import AppendOnly
from shuke.foundation.members.triggers import KeysExist, OneOwnerADay


class Migration(migrations.Migration):
    dependencies = [("members", "0001_initial")]

    operations = [
        KeysExist(),
        OneOwnerADay(),
        AppendOnly("members_consent"),
        AppendOnly("members_consent_text"),
        AppendOnly("members_tombstone"),
    ]
