"""The small world of governance, with a board secretary, a member and others signed in."""

import pytest
from django.core.cache import cache
from django.test import Client

from tests.governance.conftest import made_world, organisations, register, world
from tests.governance.world import World
from tests.web.desk_governance.signing_in import signed_in

__all__ = ["made_world", "organisations", "register", "world"]


@pytest.fixture
def secretary(world: World) -> Client:
    """Somebody who runs all bodies."""
    cache.clear()
    return signed_in("sec@example.org", "board-secretary")
