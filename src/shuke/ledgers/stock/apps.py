"""The app's name for Django."""

from django.apps import AppConfig


class StockConfig(AppConfig):
    """Stock."""

    name = "shuke.ledgers.stock"
    label = "stock"

    def ready(self) -> None:
        """Tell the rulebook what a rule of stock looks like."""
        from shuke.foundation.rulebook import types as rulebook
        from shuke.ledgers.stock.document import BelowZero
        from shuke.ledgers.stock.types import RULE_KIND
        from shuke.ledgers.stock.words import WORDING

        rulebook.register(RULE_KIND, BelowZero, WORDING)
