"""The app's name for Django."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """The job queue."""

    name = "shuke.foundation.jobs"
    label = "jobs"
