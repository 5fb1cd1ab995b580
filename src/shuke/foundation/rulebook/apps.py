"""The app's name for Django."""

from django.apps import AppConfig


class RulebookConfig(AppConfig):
    """Versioned rule documents."""

    name = "shuke.foundation.rulebook"
    label = "rulebook"
