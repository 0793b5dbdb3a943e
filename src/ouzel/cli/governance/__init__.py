"""`ouzel bodies`, `meetings`, `decisions`, `actions`, `interests`, `follows`, `export`: who decides, and on what."""

import typer

from ouzel.cli.governance import actions, bodies, decisions, exporting, follows, interests, meetings, seats, sheets

GROUPS = {
    "bodies": ("Boards, committees and partnerships: who sits on them, and what they may decide.",
               (bodies, seats, sheets)),
    "meetings": ("Meetings: notice, agenda, papers, quorum, minutes; their packs.", (meetings,)),
    "decisions": ("What was decided, how and on what authority.", (decisions,)),
    "actions": ("What bodies asked for, until it is closed.", (actions,)),
    "interests": ("The registers of interests, gifts and hospitality.", (interests,)),
    "follows": ("Who follows what, and what they are told.", (follows,)),
    "export": ("Bodies, people and meetings in formats that others read.", (exporting,)),
}  # fmt: skip


def add_to(app: typer.Typer) -> None:
    """Add the groups to `ouzel`."""
    for name, (words, modules) in GROUPS.items():
        group = typer.Typer(help=words, no_args_is_help=True, rich_markup_mode=None)
        for module in modules:
            module.add_to(group)
        app.add_typer(group, name=name)
