"""The app's name for Django."""

from django.apps import AppConfig


class RollConfig(AppConfig):
    """The roll of members."""

    name = "shuke.engaging.roll"
    label = "roll"
