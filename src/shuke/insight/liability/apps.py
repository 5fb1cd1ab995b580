"""The app's name for Django."""

from django.apps import AppConfig


class LiabilityConfig(AppConfig):
    """Liability."""

    name = "shuke.insight.liability"
    label = "liability"

    def ready(self) -> None:
        """Tell the rulebook what the terms of settlement look like."""
        from shuke.foundation.rulebook import types as rulebook
        from shuke.insight.liability.document import LiabilityTerms
        from shuke.insight.liability.types import NETTING_KIND
        from shuke.insight.liability.words import WORDING

        rulebook.register(NETTING_KIND, LiabilityTerms, WORDING)
