"""The app's name for Django."""

from django.apps import AppConfig


class PassesConfig(AppConfig):
    """Passes."""

    name = "shuke.ledgers.passes"
    label = "passes"
