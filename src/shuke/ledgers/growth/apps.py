"""The app's name for Django."""

from django.apps import AppConfig


class GrowthConfig(AppConfig):
    """Growth value and tiers."""

    name = "shuke.ledgers.growth"
    label = "growth"
