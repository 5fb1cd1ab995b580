"""The app's name for Django."""

from django.apps import AppConfig


class CouponsConfig(AppConfig):
    """Coupons."""

    name = "shuke.ledgers.coupons"
    label = "coupons"

    def ready(self) -> None:
        """Tell the rulebook what templates and bundles look like."""
        from shuke.foundation.rulebook import types as rulebook
        from shuke.ledgers.coupons.document import Bundle, Template
        from shuke.ledgers.coupons.types import BUNDLE_KIND, RULE_KIND
        from shuke.ledgers.coupons.words import WORDING

        rulebook.register(RULE_KIND, Template, WORDING)
        rulebook.register(BUNDLE_KIND, Bundle, WORDING)
