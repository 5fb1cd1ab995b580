"""The app's name for Django."""

from django.apps import AppConfig


class LiabilityConfig(AppConfig):
    """Liability."""

    name = "shuke.insight.liability"
    label = "liability"
