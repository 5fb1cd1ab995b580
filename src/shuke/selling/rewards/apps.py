"""The app's name for Django."""

from django.apps import AppConfig


class RewardsConfig(AppConfig):
    """Rewards."""

    name = "shuke.selling.rewards"
    label = "rewards"

    def ready(self) -> None:
        """Tell the rulebook what a reward looks like."""
        from shuke.foundation.rulebook import types as rulebook
        from shuke.selling.rewards.document import Reward
        from shuke.selling.rewards.types import RULE_KIND
        from shuke.selling.rewards.words import WORDING

        rulebook.register(RULE_KIND, Reward, WORDING)
