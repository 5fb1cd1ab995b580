"""The app's name for Django."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Saved and scheduled reports."""

    name = "shuke.insight.reports"
    label = "reports"
