"""`ouzel activity gate ...`: what is done so that nobody can be told by a file."""

import typer

from ouzel.cli import showing
from ouzel.cli.options import Json
from ouzel.cli.running import guarded


def add_to(app: typer.Typer) -> None:
    """Add the commands to the group `gate`."""
    app.command()(guarded(policies))


def policies(json: Json = False) -> None:
    """The policies of the gate: what each does with the fields of a file, why, and how long lines are kept."""
    from ouzel.activity.gate.policy import DEFAULT
    from ouzel.activity.gate.policy import policies as shipped

    found = shipped().values()
    if json:
        showing.document({"policies": [
            {"policy": each.name, "version": each.version, "usual": each.name == DEFAULT, "words": each.words,
             "purpose": each.purpose, "retention_days": each.retention_days, "unmapped": each.unmapped,
             "refuses": sorted(each.refuses), "fields": dict(each.treatments)}
            for each in found
        ]})  # fmt: skip
        return
    for each in found:
        showing.say(f"{each}{' (unless another is named)' if each.name == DEFAULT else ''}: {each.words}")
        showing.say(f"  Purpose: {each.purpose}. Lines are erased {each.retention_days:,} days after they were taken.")
        for treatment in dict.fromkeys(each.treatments.values()):
            names = [name for name, done in each.treatments.items() if done is treatment]
            showing.say(f"  {treatment}: {', '.join(names)}")
