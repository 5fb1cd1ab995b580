"""The app's name for Django."""

from django.apps import AppConfig


class SalesConfig(AppConfig):
    """Receipts."""

    name = "shuke.selling.sales"
    label = "sales"
