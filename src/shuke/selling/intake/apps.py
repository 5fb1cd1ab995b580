"""Tells Django of imports."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """Import runs."""

    name = "shuke.selling.intake"
    label = "intake"
    verbose_name = "导入 Imports"
