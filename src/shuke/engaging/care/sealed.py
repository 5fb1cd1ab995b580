"""The room's sealed column by name."""

from shuke.engaging.care.models import CareContact
from shuke.foundation.crypto.fields import column

TEXT = column(CareContact, "text")
