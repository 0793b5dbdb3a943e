"""What is looked at before minutes are published. The private part of meetings registers a guard of its own."""

from collections.abc import Callable

from ouzel.governance.models import Meeting

Guard = Callable[[Meeting, str], None]  # raises ContentError for a text that may not be published

_guards: list[Guard] = []


def register(guard: Guard) -> None:
    """Have it asked before minutes are published. Registering twice is the same as once."""
    if guard not in _guards:
        _guards.append(guard)


def check(meeting: Meeting, text: str) -> None:
    """Ask every guard; the first that refuses raises its ContentError."""
    for guard in _guards:
        guard(meeting, text)
