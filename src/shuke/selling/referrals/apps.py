"""The app's name for Django."""

from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    """Referrals."""

    name = "shuke.selling.referrals"
    label = "referrals"
