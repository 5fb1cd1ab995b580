"""The app's name for Django."""

from django.apps import AppConfig


class BenefitsConfig(AppConfig):
    """Benefits."""

    name = "shuke.ledgers.benefits"
    label = "benefits"

    def ready(self) -> None:
        """Tell the rulebook what benefits and cards look like."""
        from shuke.foundation.rulebook import types as rulebook
        from shuke.ledgers.benefits.document import BenefitRule, Card
        from shuke.ledgers.benefits.types import BENEFIT_KIND, CARD_KIND
        from shuke.ledgers.benefits.words import WORDING

        rulebook.register(BENEFIT_KIND, BenefitRule, WORDING)
        rulebook.register(CARD_KIND, Card, WORDING)
