"""The app's name for Django, and the rule documents it brings."""

from django.apps import AppConfig


class MembersConfig(AppConfig):
    """Members of the chain."""

    name = "shuke.foundation.members"
    label = "members"
    verbose_name = "会员 Members"

    def ready(self) -> None:
        """Make the room's rule documents known."""
        from shuke.foundation.members import documents

        documents.register()
