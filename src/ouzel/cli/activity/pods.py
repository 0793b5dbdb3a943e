"""`ouzel activity pods ...`: what providers' own points of delivery stand for."""

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ouzel.cli import options, showing
from ouzel.cli.activity.given import MaybeUntil, Recorded, Since, Why
from ouzel.cli.activity.words import known_shape, known_words, pounds, span, units
from ouzel.cli.options import Json, KnownAt
from ouzel.cli.running import actor, guarded, ready
from ouzel.core.errors import ContentError

if TYPE_CHECKING:
    from ouzel.activity.mapping_queue import Waiting
    from ouzel.activity.models import PodMapping


def add_to(app: typer.Typer) -> None:
    """Add the commands to the group `pods`."""
    app.command()(guarded(queue))
    app.command("map")(guarded(map_))
    app.command("list")(guarded(list_))
    app.command()(guarded(end))


def queue(json: Json = False) -> None:
    """Local points of delivery that nobody has mapped yet, those with the most money first."""
    ready()
    from ouzel.activity import mapping_queue
    from ouzel.activity.counting import counting_loads, working
    from ouzel.activity.store import Store
    from ouzel.core.permissions import today

    with showing.working("Looking through the lines that count"), working() as connection:
        found = mapping_queue.queue(
            Store.at(), connection=connection, viewer=actor(), on=today(), ready=counting_loads()
        )
    if json:
        showing.document({"waiting": [_waiting(each) for each in found]})
        return
    if not found:
        showing.say("Nothing waits: every line has a national point of delivery, or its local one is mapped.")
        return
    showing.table(
        ("provider", "local code", "what the provider calls it", "lines", "submitted", "first", "last"),
        [(each.provider, each.local_code, each.name, f"{each.lines:,}", pounds(each.pence), each.first, each.last)
         for each in found],
        right=["lines", "submitted"],
    )  # fmt: skip
    showing.note("Say what each stands for: ouzel activity pods map CODE POD --provider PROVIDER --since DATE")


def map_(
    code: Annotated[str, typer.Argument(metavar="CODE", help="The local code, as it stands in the file.")],
    pod: Annotated[str, typer.Argument(metavar="POD", help="The national point of delivery, such as DC.")],
    since: Since,
    until: MaybeUntil = None,
    provider: Annotated[
        str, typer.Option("--provider", metavar="CODE", help="Whose code it is; anybody's if not given.")
    ] = "",
    note: Annotated[str, typer.Option("--note", metavar="WORDS", help="How it is known, and who agreed.")] = "",
    recorded: Recorded = None,
    json: Json = False,
) -> None:  # fmt: skip
    """Say which national point of delivery a local one stands for, and on which days."""
    ready()
    from ouzel.activity import pod_mapping
    from ouzel.core.permissions import today

    made = pod_mapping.map_pod(
        local_code=code, pod=pod, since=since, until=until, recorded=recorded or today(), provider=provider, note=note,
        by=actor(),
    )  # fmt: skip
    if json:
        showing.document(_shape(made))
    else:
        showing.say(f"Mapping {made.pk}: {_sentence(made)}.")
        showing.note("It counts from the next run on: ouzel activity price")


def list_(known_at: KnownAt = None, json: Json = False) -> None:
    """Every mapping of a local point of delivery, those ended too; with --known-at, those believed on that day."""
    ready()
    from ouzel.activity.knowing import known_on
    from ouzel.activity.models import PodMapping

    seen = PodMapping.objects.visible_to(actor())
    rows = list(seen if known_at is None else known_on(seen, known_at))
    if json:
        showing.document({"mappings": [_shape(row) for row in rows]})
        return
    for row in rows:
        note = f" {row.note.rstrip('.')}." if row.note else ""
        showing.say(f"{row.pk}  {_sentence(row)}.{note} {known_words(row)}")
    if not rows and known_at is not None:
        showing.say(f"Nothing was known to be mapped on {known_at}.")
    elif not rows:
        showing.say("Nothing is mapped yet. See what waits: ouzel activity pods queue")


def end(
    mapping: Annotated[int, typer.Argument(metavar="ID", help="Number of the mapping (ouzel activity pods list).")],
    why: Why,
    on: Annotated[
        date | None,
        typer.Option(
            "--on", parser=options.a_day, metavar="DATE",
            help="The first day on which it no longer holds; taken back for all days if not given.",
        ),
    ] = None,
    recorded: Recorded = None,
    json: Json = False,
) -> None:  # fmt: skip
    """End a mapping from a day on, or take it back for all days."""
    ready()
    from ouzel.activity import pod_mapping
    from ouzel.activity.models import PodMapping
    from ouzel.core.permissions import today

    row = PodMapping.objects.visible_to(actor()).filter(pk=mapping).first()
    if row is None:
        raise ContentError("there is no such mapping", field="id", value=str(mapping),
                           right="See ouzel activity pods list")  # fmt: skip
    rest = pod_mapping.end_pod_mapping(mapping=row, recorded=recorded or today(), by=actor(), why=why, on=on)
    if json:
        showing.document({"ended": row.pk, "rest": _shape(rest) if rest else None})
    else:
        showing.say(
            f"Mapping {row.pk} is ended."
            + (f" What remains of it is mapping {rest.pk}: {_sentence(rest)}." if rest else "")
        )


def _sentence(row: "PodMapping") -> str:
    return f"{row.local_code} of {row.provider or 'any provider'} is {row.pod}, {span(row.valid)}"


def _shape(row: "PodMapping") -> dict[str, Any]:
    return {
        "id": row.pk, "provider": row.provider, "local_code": row.local_code, "pod": row.pod,
        "since": str(row.valid.lower), "until": str(row.valid.upper) if row.valid.upper else None, "ended": row.ended,
        "note": row.note, **known_shape(row),
    }  # fmt: skip


def _waiting(each: "Waiting") -> dict[str, Any]:
    return {
        "provider": each.provider, "local_code": each.local_code, "name": each.name, "lines": each.lines,
        "activity": units(each.activity).replace(",", ""), "submitted_pence": each.pence, "unpriced": each.unpriced,
        "first": str(each.first) if each.first else None, "last": str(each.last) if each.last else None,
        "said_as_national": sorted(each.pods),
    }  # fmt: skip
