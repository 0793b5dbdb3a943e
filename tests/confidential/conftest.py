"""The small world of governance, and a meeting with a private part on top of it."""

import pytest

from tests.confidential.marked import Marked, marked_meeting
from tests.governance.conftest import made_world, organisations, world
from tests.governance.world import World

__all__ = ["made_world", "organisations", "world"]


@pytest.fixture
def marked(world: World) -> Marked:
    """See tests/confidential/marked.py."""
    return marked_meeting(world)
