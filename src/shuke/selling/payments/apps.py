"""The app's name for Django."""

from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    """Payments."""

    name = "shuke.selling.payments"
    label = "payments"
