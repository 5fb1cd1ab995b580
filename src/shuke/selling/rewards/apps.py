"""The app's name for Django."""

from django.apps import AppConfig


class RewardsConfig(AppConfig):
    """Rewards."""

    name = "shuke.selling.rewards"
    label = "rewards"
