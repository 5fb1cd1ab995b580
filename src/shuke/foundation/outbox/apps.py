"""The app's name for Django."""

from django.apps import AppConfig


class OutboxConfig(AppConfig):
    """Events on their way up."""

    name = "shuke.foundation.outbox"
    label = "outbox"
