"""The app's name for Django."""

from django.apps import AppConfig


class TagsConfig(AppConfig):
    """Tags of members."""

    name = "shuke.foundation.tags"
    label = "tags"
