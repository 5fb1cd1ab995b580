"""The app's name for Django."""

from django.apps import AppConfig


class TillsConfig(AppConfig):
    """Tills."""

    name = "shuke.selling.tills"
    label = "tills"
