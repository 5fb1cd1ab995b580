"""Tell Django where the book lives."""

from django.apps import AppConfig


class BookConfig(AppConfig):
    name = "shuke.ledgers.book"
    label = "book"
    default_auto_field = "django.db.models.BigAutoField"
