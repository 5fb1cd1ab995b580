"""The app's name for Django."""

from django.apps import AppConfig


class WebhooksConfig(AppConfig):
    """Outgoing webhooks."""

    name = "shuke.engaging.webhooks"
    label = "webhooks"
