"""The `shuke` command: make Django ready, then hand over to the command line."""

import os


def main() -> None:
    """Run the command line."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shuke.config.settings")
    import django

    django.setup()
    from shuke.config import wiring
    from shuke.surfaces.cli import app

    wiring.connect()
    app.main()
