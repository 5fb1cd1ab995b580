"""The app's name for Django."""

from django.apps import AppConfig


class CheckoutConfig(AppConfig):
    """Checkout."""

    name = "shuke.selling.checkout"
    label = "checkout"

    def ready(self) -> None:
        """Tell the rulebook what the settings of tills look like."""
        from shuke.foundation.rulebook import types as rulebook
        from shuke.selling.checkout.document import Settings
        from shuke.selling.checkout.types import RULE_KIND
        from shuke.selling.checkout.words import WORDING

        rulebook.register(RULE_KIND, Settings, WORDING)
