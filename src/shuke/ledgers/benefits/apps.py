"""The app's name for Django."""

from django.apps import AppConfig


class BenefitsConfig(AppConfig):
    """Benefits."""

    name = "shuke.ledgers.benefits"
    label = "benefits"
