"""The command `ouzel`: one module for each group of commands; the framework is loaded by those that need it."""

import sys
from typing import Annotated

import typer

from ouzel.cli import (
    activity,
    changes,
    figures,
    governance,
    measures,
    overview,
    people,
    questions,
    register_changes,
    site,
    trail,
    worker,
)
from ouzel.cli.arguments import spread

app = typer.Typer(
    name="ouzel",
    help="The open operating platform for an integrated care system: a dated register, figures in a shape you name.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    add_completion=False,
)


def _version(asked: bool) -> None:
    if asked:
        import ouzel

        print(f"ouzel {ouzel.__version__}")
        raise typer.Exit


@app.callback()
def _common(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Say which version this is.")
    ] = False,
) -> None: ...


register = typer.Typer(help="The dated register: load files, and ask it.", no_args_is_help=True, rich_markup_mode=None)
questions.add_to(register)
register_changes.add_to(register)
overview.add_to(register)
change = typer.Typer(
    help="Reorganisations: plan, preview, approve, enact, prove, undo.", no_args_is_help=True, rich_markup_mode=None
)
changes.add_to(change)
measured = typer.Typer(
    help="Published figures of practices and commissioners: people, deprivation, money.", no_args_is_help=True,
    rich_markup_mode=None,
)  # fmt: skip
measures.add_to(measured)
care = typer.Typer(
    help="Files of activity: checked, taken, attributed, priced, answered and posted to accounts.",
    no_args_is_help=True, rich_markup_mode=None,
)  # fmt: skip
activity.add_to(care)
audit = typer.Typer(help="The trail of who did what.", no_args_is_help=True, rich_markup_mode=None)
trail.add_to(audit)
users = typer.Typer(help="People who may sign in.", no_args_is_help=True, rich_markup_mode=None)
people.add_to(users)
site.add_to(app)
worker.add_to(app)
app.add_typer(register, name="register")
app.add_typer(change, name="change")
figures.add_to(app)
app.add_typer(measured, name="measures")
app.add_typer(care, name="activity")
governance.add_to(app)
app.add_typer(audit, name="audit")
app.add_typer(users, name="users")


def main() -> None:
    """Run the command: exit status 0 done, 1 refused for its content, 2 wrong use."""
    app(args=spread(sys.argv[1:]), prog_name="ouzel")
