"""The app's name for Django."""

from django.apps import AppConfig


class StoredValueConfig(AppConfig):
    """Stored value."""

    name = "shuke.ledgers.stored_value"
    label = "stored_value"
