"""The app's name for Django."""

from django.apps import AppConfig


class PointsConfig(AppConfig):
    """Points on purchases."""

    name = "shuke.ledgers.points"
    label = "points"
