"""What profiles say of themselves: nothing of it changes from day to day."""

from collections.abc import Sequence

from ouzel.engine.activity_lines import PROFILE
from ouzel.engine.attribution.facts import Facts


def profiles(rows: Sequence[Sequence[str]]) -> Facts:
    """The columns of the profile dictionary as facts: entry i is `rows[i]`, ordered as PROFILE."""
    if any(len(row) != len(PROFILE) for row in rows):
        raise ValueError(f"a profile has {len(PROFILE)} values: {', '.join(PROFILE)}")
    return Facts.lasting({name: [row[at] for row in rows] for at, name in enumerate(PROFILE)})
