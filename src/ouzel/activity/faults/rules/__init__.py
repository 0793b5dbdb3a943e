"""Checks over single lines, one module a subject. Importing this puts all on the list."""

from ouzel.activity.faults.rules import bodies, codes, days, money, person, points

__all__ = ["bodies", "codes", "days", "money", "person", "points"]
