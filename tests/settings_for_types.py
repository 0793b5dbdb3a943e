"""Settings for mypy, which reads them and ends without tidying: nothing is made, nothing is kept."""

import os

os.environ["OUZEL_SECRET_KEY"] = "for types only"
os.environ["OUZEL_HOME"] = "/nonexistent"

from ouzel.settings import *  # noqa: F403
