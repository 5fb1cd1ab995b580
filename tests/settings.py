"""The product's own settings, in a data folder that lives as long as the test run.

Django reads its settings before pytest reads any conftest, so the folder must be chosen here.
"""

import atexit
import os
import shutil
import tempfile

_home = tempfile.mkdtemp(prefix=f"shuke-test-{os.environ.get('PYTEST_XDIST_WORKER', 'main')}-")
atexit.register(shutil.rmtree, _home, ignore_errors=True)
os.environ["SHUKE_HOME"] = _home
os.environ.pop("SHUKE_KEYS_FILE", None)
os.environ["SHUKE_SECRET_KEY"] = "only-for-tests-0123456789-0123456789-0123456789"

from shuke.config.settings import *  # noqa: E402, F403

# Programs that a test starts get the product's own settings, in the same data folder.
os.environ["DJANGO_SETTINGS_MODULE"] = "shuke.config.settings"
