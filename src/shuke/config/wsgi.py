"""The server's entry."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shuke.config.settings")
application = get_wsgi_application()

from shuke.config import wiring  # noqa: E402 - Django comes first

wiring.connect()

# What is loaded by now stays for good: the collector need not walk it again and again while tills wait.
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 20)
