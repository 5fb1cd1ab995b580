"""The app's name for Django."""

from django.apps import AppConfig


class WarehouseConfig(AppConfig):
    """Facts and the engine."""

    name = "shuke.insight.warehouse"
    label = "warehouse"
