"""References of decisions, actions and risks: a letter, the year, and a number that counts within it."""

from datetime import date
from typing import Literal

from django.db.models import Model

from ouzel.core import locks


def next_ref(letter: Literal["D", "A", "R"], model: type[Model], *, on: date) -> str:
    """The next free reference of the year, as D-2021-0007. Others who ask wait until this transaction ends."""
    locks.take(locks.Lock.GOVERNANCE)
    start = f"{letter}-{on.year}-"
    taken = model._default_manager.filter(ref__startswith=start).values_list("ref", flat=True)
    return f"{start}{max((int(ref[len(start) :]) for ref in taken), default=0) + 1:04d}"
