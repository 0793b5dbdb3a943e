"""`ouzel change derive`: from two states of the register, or two files, the plan that explains the difference."""

import typer


def add_to(app: typer.Typer) -> None:
    """Add the command to the group `change`."""
