"""The app's name for Django."""

from django.apps import AppConfig


class MeasuresConfig(AppConfig):
    """Measures over the facts, and the rules that classify members."""

    name = "shuke.insight.measures"
    label = "measures"

    def ready(self) -> None:
        """Make the rule documents known to the rulebook."""
        from shuke.insight.measures.document import register_all

        register_all()
