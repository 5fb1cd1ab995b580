"""The room's sealed columns by name."""

from shuke.engaging.webhooks.models import Hook
from shuke.foundation.crypto.fields import column

SECRET = column(Hook, "secret")
OLD_SECRET = column(Hook, "old_secret")
