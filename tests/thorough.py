"""How thoroughly to try: as every commit is, or as `make coverage` does it, with more examples, lines and worlds."""

import os

THOROUGH = bool(os.environ.get("OUZEL_THOROUGH"))
