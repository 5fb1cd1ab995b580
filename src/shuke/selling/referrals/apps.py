"""The app's name for Django."""

from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    """Referrals."""

    name = "shuke.selling.referrals"
    label = "referrals"

    def ready(self) -> None:
        """Tell the rulebook what a referral rule looks like."""
        from shuke.foundation.rulebook import types as rulebook
        from shuke.selling.referrals.document import ReferralRule
        from shuke.selling.referrals.types import RULE_KIND
        from shuke.selling.referrals.words import WORDING

        rulebook.register(RULE_KIND, ReferralRule, WORDING)
