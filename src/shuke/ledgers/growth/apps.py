"""The app's name for Django."""

from django.apps import AppConfig


class GrowthConfig(AppConfig):
    """Growth value and tiers."""

    name = "shuke.ledgers.growth"
    label = "growth"

    def ready(self) -> None:
        """Tell the rulebook what the tier rules look like."""
        from shuke.foundation.rulebook import types as rulebook
        from shuke.ledgers.growth.document import TierRules
        from shuke.ledgers.growth.types import RULE_KIND
        from shuke.ledgers.growth.words import WORDING

        rulebook.register(RULE_KIND, TierRules, WORDING)
