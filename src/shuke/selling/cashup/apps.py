"""The app's name for Django."""

from django.apps import AppConfig


class CashupConfig(AppConfig):
    """Cash-up."""

    name = "shuke.selling.cashup"
    label = "cashup"
