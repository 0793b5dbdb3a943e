"""The boards of the demonstration and their meeting in common, for tests of the doors: undone afterwards."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from ouzel.demo import boards, governance, history

MEETING = governance.SLUG
LUTON = boards.GROUPS[1]
SHEET = boards.FOLDER / "before-2021.toml"


@contextmanager
def met_in_common() -> Iterator[None]:
    """Three governing bodies that met, decided to merge and asked for three things; the plan is not enacted."""
    with transaction.atomic():
        boards.load(boards.BEFORE)
        history.decide(history.MERGER)
        governance.meet_in_common()
        yield
        transaction.set_rollback(True)
