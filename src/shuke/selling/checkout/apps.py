"""The app's name for Django."""

from django.apps import AppConfig


class CheckoutConfig(AppConfig):
    """Checkout."""

    name = "shuke.selling.checkout"
    label = "checkout"
