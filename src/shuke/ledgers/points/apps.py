"""The app's name for Django."""

from django.apps import AppConfig


class PointsConfig(AppConfig):
    """Points on purchases."""

    name = "shuke.ledgers.points"
    label = "points"

    def ready(self) -> None:
        """Tell the rulebook what a points rule looks like."""
        from shuke.foundation.rulebook import types as rulebook
        from shuke.ledgers.points.document import EarnRule
        from shuke.ledgers.points.types import RULE_KIND
        from shuke.ledgers.points.words import WORDING

        rulebook.register(RULE_KIND, EarnRule, WORDING)
