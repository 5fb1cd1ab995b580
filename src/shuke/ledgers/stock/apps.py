"""The app's name for Django."""

from django.apps import AppConfig


class StockConfig(AppConfig):
    """Stock."""

    name = "shuke.ledgers.stock"
    label = "stock"
