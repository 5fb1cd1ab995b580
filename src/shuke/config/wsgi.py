"""The server's entry."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shuke.config.settings")
application = get_wsgi_application()

from shuke.config import wiring  # noqa: E402 - Django comes first

wiring.connect()
