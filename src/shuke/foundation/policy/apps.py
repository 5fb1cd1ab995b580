"""The app's name for Django."""

from django.apps import AppConfig


class PolicyConfig(AppConfig):
    """Dated policy packs."""

    name = "shuke.foundation.policy"
    label = "policy"
