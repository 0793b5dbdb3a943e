"""`ouzel activity price` and `attribute`: who pays for each line that counts, and how much."""

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ouzel.cli import options, showing
from ouzel.cli.activity.words import pounds
from ouzel.cli.options import Json, KnownAt
from ouzel.cli.running import actor, edition, guarded, ready
from ouzel.core.errors import ContentError

if TYPE_CHECKING:
    from ouzel.activity.asked import Asked
    from ouzel.activity.models import PricingRun

MANY = 20


class Patient(StrEnum):
    """When the practice and the address of the patient are read."""

    START = "start"
    END = "end"


MapOn = Annotated[
    date | None,
    typer.Option(
        "--map-on", parser=options.a_day, metavar="DATE",
        help="Read who is responsible for whom on this one day; on each line's own day if not given, as the rules say.",
    ),
]  # fmt: skip
PatientAt = Annotated[
    Patient,
    typer.Option("--patient", help="The practice and address of the patient when the care began, or when it ended."),
]


def add_to(app: typer.Typer) -> None:
    """Add the commands to the group `activity`."""
    app.command()(guarded(price))
    app.command()(guarded(attribute))


def price(
    map_on: MapOn = None, patient: PatientAt = Patient.START, known_at: KnownAt = None,
    anew: Annotated[
        bool, typer.Option("--anew", help="Work all months out, also those whose lines have not changed.")
    ] = False,
    json: Json = False,
) -> None:  # fmt: skip
    """Find who pays for each line that counts and what it costs, and keep the answer as a run.

    Where only files were taken or withdrawn since the last run, only the months they changed are worked out.
    """
    ready()
    from ouzel.activity import running
    from ouzel.core.permissions import today

    asked = _asked(map_on, patient, known_at)
    with showing.working("Attributing and pricing") as status:
        done = running.run(asked=asked, by=actor(), on=today(), tell=showing.told(status), anew=anew)
    if json:
        showing.document(shape(done))
        return
    _tell(done)
    if not asked.whole:
        showing.note(
            "It was asked otherwise than the rules say, so it is neither reported from nor posted to accounts."
        )


def attribute(
    map_on: MapOn = None, patient: PatientAt = Patient.START, known_at: KnownAt = None, json: Json = False
) -> None:
    """Only who would pay: lines by commissioner and by the box of the rules that decided. Nothing is kept."""
    ready()
    from ouzel.cli.activity.attributing import attribution

    asked = _asked(map_on, patient, known_at)
    with showing.working("Attributing"):
        found = attribution(asked)
    if json:
        showing.document(found.as_json())
        return
    if not found.lines:
        showing.say("There are no lines that count. Take a file: ouzel activity load FILE")
        return
    showing.say(asked.words)
    showing.table(
        ("payer", "rules", "box", "found by", "lines"),
        [(row.payer or "nobody", row.rules, row.box, row.method, f"{row.lines:,}") for row in found.rows[:MANY]],
        right=["lines"],
    )  # fmt: skip
    if len(found.rows) > MANY:
        showing.note(f"and {len(found.rows) - MANY:,} more rows (all of them: --json)")
    showing.say(f"{showing.count(found.lines, 'line')}; {found.nobody:,} of them without a payer.")
    if not found.variance:
        showing.say("Every line was submitted to the commissioner that pays.")
        return
    showing.say()
    showing.say(f"{showing.count(found.varying, 'line')} submitted to another commissioner than the one that pays:")
    showing.table(
        ("submitted to", "pays", "lines", "submitted"),
        [(row.submitted_to or "nobody", row.payer or "nobody", f"{row.lines:,}", pounds(row.pence))
         for row in found.variance[:MANY]],
        right=["lines", "submitted"],
    )  # fmt: skip
    if len(found.variance) > MANY:
        showing.note(f"and {len(found.variance) - MANY:,} more pairs (all of them: --json)")


def newest_run(*, to_post: bool = False) -> "PricingRun":
    """The newest run by the rules as they are (`to_post`: as known now); ContentError says how to make one."""
    from ouzel.activity.models import PricingRun

    rows = PricingRun.objects.visible_to(actor()).filter(summary__whole=True)
    found = (rows.filter(known_at=None) if to_post else rows).order_by("-pk").first()
    if found is None:
        raise ContentError("nothing was priced yet", right="Price the lines that count first: ouzel activity price")
    return found


def shape(run: "PricingRun") -> dict[str, Any]:
    """A run as JSON knows it; amounts in pence."""
    return {
        "run": run.pk, "on": str(run.on), "rules": run.rules, "prices": run.prices, "loads": run.loads,
        "known_at": str(run.known_at) if run.known_at else None, "lines": run.lines, **run.summary,
    }  # fmt: skip


def _asked(map_on: date | None, patient: Patient, known_at: date | None) -> "Asked":
    from ouzel.activity.asked import Asked

    edition()
    return Asked(patient=patient.value, map_on=map_on, known_at=known_at)


def _tell(run: "PricingRun") -> None:
    from ouzel.activity.answers.attention import attention
    from ouzel.activity.answers.three_way import told as stated
    from ouzel.activity.basis import left_out
    from ouzel.activity.in_step import taken_words
    from ouzel.activity.store import Store
    from ouzel.engine.pricing.reasons import Why

    summary = run.summary
    showing.say(f"Run {run.pk}: {showing.count(run.lines, 'line')} of {showing.count(len(run.loads), 'load')}.")
    if taken := taken_words(run):
        showing.note(taken)
    if not run.lines and not left_out(run):
        showing.note("There are no lines that count. Take a file: ouzel activity load FILE")
        return
    showing.say(summary["asked"])
    showing.say(f"Rules: {', '.join(run.rules) or 'none for these days'}.")
    showing.say(f"Prices: {', '.join(run.prices) or 'none for these days'}.")
    told = sorted(((Why[name], lines) for name, lines in summary["by_why"].items()), key=lambda each: each[0])
    showing.table(("lines", "result"), [(f"{lines:,}", why.words) for why, lines in told], right=["lines"])
    showing.say(
        f"Charged {pounds(summary['charged'])}; submitted {pounds(summary['submitted'])}. "
        f"Priced, with what is not charged: {pounds(summary['price'])}."
    )
    for each in left_out(run):
        showing.say(each.words)
    for why, lines in told:
        if why.do:
            showing.note(f"{showing.count(lines, 'line')}: {why.do}")
    for needed in attention(run, store=Store.at()):
        if needed.about == "agreement":
            showing.note(f"{showing.count(needed.lines, 'line')}, {pounds(needed.guide)}: {needed.words} {needed.do}")
    if said := stated(run.summary):
        showing.note(f"{said} See ouzel activity reconcile.")
