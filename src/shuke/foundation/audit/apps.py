"""The app's name for Django."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The audit trail."""

    name = "shuke.foundation.audit"
    label = "audit"
