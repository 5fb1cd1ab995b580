"""The app's name for Django."""

from django.apps import AppConfig


class StoredValueConfig(AppConfig):
    """Stored value."""

    name = "shuke.ledgers.stored_value"
    label = "stored_value"

    def ready(self) -> None:
        """Tell the rulebook what packages and terms look like."""
        from shuke.foundation.rulebook import types as rulebook
        from shuke.ledgers.stored_value.document import Packages, Terms
        from shuke.ledgers.stored_value.types import PACKAGES_KIND, TERMS_KIND
        from shuke.ledgers.stored_value.words import WORDING

        rulebook.register(PACKAGES_KIND, Packages, WORDING)
        rulebook.register(TERMS_KIND, Terms, WORDING)
