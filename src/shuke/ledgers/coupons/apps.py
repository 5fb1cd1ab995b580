"""The app's name for Django."""

from django.apps import AppConfig


class CouponsConfig(AppConfig):
    """Coupons."""

    name = "shuke.ledgers.coupons"
    label = "coupons"
