"""The app's name for Django."""

from django.apps import AppConfig


class PromotionsConfig(AppConfig):
    """Promotions."""

    name = "shuke.selling.promotions"
    label = "promotions"
