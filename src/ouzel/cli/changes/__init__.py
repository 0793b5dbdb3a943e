"""`ouzel change ...`: plans looked at, decided on, enacted and set beside what came later."""

from ouzel.cli.changes.looking import add_to

__all__ = ["add_to"]
