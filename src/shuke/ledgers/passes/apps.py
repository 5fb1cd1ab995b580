"""The app's name for Django."""

from django.apps import AppConfig


class PassesConfig(AppConfig):
    """Passes."""

    name = "shuke.ledgers.passes"
    label = "passes"

    def ready(self) -> None:
        """Tell the rulebook what a plan looks like."""
        from shuke.foundation.rulebook import types as rulebook
        from shuke.ledgers.passes.document import Plan
        from shuke.ledgers.passes.types import RULE_KIND
        from shuke.ledgers.passes.words import WORDING

        rulebook.register(RULE_KIND, Plan, WORDING)
