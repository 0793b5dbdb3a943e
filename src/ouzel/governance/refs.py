"""References of decisions, actions and risks: a letter, the year, and a number that counts within it.

What is not public has a long number that nobody guesses: it neither counts with the others, so that no gap among them
tells of it, nor changes when it becomes public, for a reference is an address for good.
"""

import secrets
from datetime import date
from typing import Literal

from django.db.models import Model

from ouzel.core import locks

Letter = Literal["D", "A", "R"]
LONG = 9  # digits of a number that does not count


def next_ref(letter: Letter, model: type[Model], *, on: date) -> str:
    """The next free reference of the year, as D-2021-0007. Others who ask wait until this transaction ends."""
    locks.take(locks.Lock.GOVERNANCE)
    start = f"{letter}-{on.year}-"
    taken = model._default_manager.filter(ref__startswith=start).values_list("ref", flat=True)
    numbers = (ref[len(start) :] for ref in taken)
    return f"{start}{max((int(number) for number in numbers if len(number) < LONG), default=0) + 1:04d}"


def hidden_ref(letter: Letter, model: type[Model], *, on: date) -> str:
    """A reference for what is not public, as R-2021-804716253: it tells nothing but the year."""
    locks.take(locks.Lock.GOVERNANCE)
    least = 10 ** (LONG - 1)
    while True:
        ref = f"{letter}-{on.year}-{least + secrets.randbelow(9 * least)}"
        if not model._default_manager.filter(ref=ref).exists():
            return ref
