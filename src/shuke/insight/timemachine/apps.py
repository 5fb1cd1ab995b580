"""The app's name for Django."""

from django.apps import AppConfig


class TimeMachineConfig(AppConfig):
    """The time-machine."""

    name = "shuke.insight.timemachine"
    label = "timemachine"
