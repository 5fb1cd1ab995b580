"""Tells Django of the organisation."""

from django.apps import AppConfig


class OrgConfig(AppConfig):
    name = "shuke.foundation.org"
    label = "org"
    verbose_name = "组织 Organisation"
