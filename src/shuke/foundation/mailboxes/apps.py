"""The app's name for Django."""

from django.apps import AppConfig


class MailboxesConfig(AppConfig):
    """Mail addresses of the staff."""

    name = "shuke.foundation.mailboxes"
    label = "mailboxes"
