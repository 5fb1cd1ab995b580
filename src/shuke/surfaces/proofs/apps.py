"""The app's name for Django."""

from django.apps import AppConfig


class ProofsConfig(AppConfig):
    """The proofs that were run."""

    name = "shuke.surfaces.proofs"
    label = "proofs"
