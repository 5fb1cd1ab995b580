"""The app's name for Django."""

from django.apps import AppConfig


class CareConfig(AppConfig):
    """The care log."""

    name = "shuke.engaging.care"
    label = "care"
