"""The app's name for Django."""

from django.apps import AppConfig


class PromotionsConfig(AppConfig):
    """Promotions."""

    name = "shuke.selling.promotions"
    label = "promotions"

    def ready(self) -> None:
        """Tell the rulebook what a promotion and a price policy look like."""
        from shuke.foundation.rulebook import types as rulebook
        from shuke.selling.promotions.document import PricePolicy, Promotion
        from shuke.selling.promotions.types import POLICY_KIND, RULE_KIND
        from shuke.selling.promotions.words import WORDING

        rulebook.register(RULE_KIND, Promotion, WORDING)
        rulebook.register(POLICY_KIND, PricePolicy, WORDING)
