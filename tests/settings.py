"""Settings under test: a home of its own, made for the session and shared by its worker processes."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

HOME_OF_TESTS = "OUZEL_TEST_HOME"  # inherited by pytest-xdist's workers

if HOME_OF_TESTS not in os.environ:
    made = Path(tempfile.mkdtemp(prefix="ouzel-", dir="/tmp"))  # short: a socket lives in it
    made.chmod(0o755)  # the database's account must reach it when root runs the tests
    os.environ[HOME_OF_TESTS] = str(made)
    atexit.register(shutil.rmtree, made, ignore_errors=True)  # runs after the database has been left
os.environ["OUZEL_HOME"] = os.environ[HOME_OF_TESTS]  # never the home of anybody's real data

from ouzel.settings import *  # noqa: E402, F403

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # quick; nobody's password
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "testserver"]
