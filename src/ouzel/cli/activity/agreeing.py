"""`ouzel activity agree`, `agreements` and `end-agreement`: how a commissioner pays a provider."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from ouzel.cli import showing
from ouzel.cli.activity.given import Recorded, Since, Source, Until, Why
from ouzel.cli.activity.words import known_shape, known_words, span
from ouzel.cli.options import Json, KnownAt
from ouzel.cli.running import actor, body_code, guarded, ready
from ouzel.core.errors import ContentError

if TYPE_CHECKING:
    from ouzel.activity.answers.ended import Ended
    from ouzel.activity.models import AgreementRow

MECHANISMS = {
    "activity": "by activity",
    "block": "by a fixed payment that covers everything",
    "fixed-and-variable": "partly by a fixed payment and partly by activity",
}


def add_to(app: typer.Typer) -> None:
    """Add the commands to the group `activity`."""
    app.command()(guarded(agree))
    app.command()(guarded(agreements))
    app.command("end-agreement")(guarded(end_agreement))


def agree(
    commissioner: Annotated[str, typer.Argument(metavar="COMMISSIONER", help="Code of who pays.")],
    provider: Annotated[str, typer.Argument(metavar="PROVIDER", help="Code of who is paid.")],
    mechanism: Annotated[str, typer.Argument(metavar="HOW", help="activity, block or fixed-and-variable.")],
    since: Since,
    until: Until,
    source: Source,
    recorded: Recorded = None,
    json: Json = False,
) -> None:  # fmt: skip
    """Write down how a commissioner pays a provider for care that ends on some days; else it is by activity."""
    ready()
    from ouzel.activity.prices import agreements as written
    from ouzel.core.permissions import today

    made = written.agree(
        provider=body_code(provider), commissioner=body_code(commissioner), mechanism=mechanism, since=since,
        until=until, source=source, recorded=recorded or today(), by=actor(),
    )  # fmt: skip
    if json:
        showing.document(_shape(made))
    else:
        showing.say(f"Agreement {made.pk}: {_sentence(made)}.")


def agreements(known_at: KnownAt = None, json: Json = False) -> None:
    """Every agreement on how a provider is paid, those taken back too; with --known-at, those believed on that day."""
    ready()
    from ouzel.activity.answers.ended import ended_agreements
    from ouzel.activity.knowing import known_on
    from ouzel.activity.models import AgreementRow
    from ouzel.core.permissions import today

    seen = AgreementRow.objects.visible_to(actor())
    rows = list(seen if known_at is None else known_on(seen, known_at))
    ended = {each.agreement.pk: each for each in ended_agreements(today=today(), known_at=known_at)}
    if json:
        showing.document({"agreements": [_shape(row) | _outlived(ended.get(row.pk)) for row in rows]})
        return
    for row in rows:
        showing.say(f"{row.pk}  {_sentence(row)}. {row.source.rstrip('.')}. {known_words(row)}")
        if row.pk in ended:
            showing.note(f"    {ended[row.pk].words} {ended[row.pk].do}")
    if not rows and known_at is not None:
        showing.say(f"Nothing was known to be agreed on {known_at}: every provider is paid by activity.")
    elif not rows:
        showing.say("Nothing is agreed: every provider is paid by activity.")


def end_agreement(
    agreement: Annotated[
        int, typer.Argument(metavar="ID", help="Number of the agreement (ouzel activity agreements).")
    ],
    why: Why,
    recorded: Recorded = None,
    json: Json = False,
) -> None:
    """Take an agreement back for all its days; for other days write a new one."""
    ready()
    from ouzel.activity.models import AgreementRow
    from ouzel.activity.prices import agreements as written
    from ouzel.core.permissions import today

    row = AgreementRow.objects.visible_to(actor()).filter(pk=agreement).first()
    if row is None:
        raise ContentError("there is no such agreement", field="id", value=str(agreement),
                           right="See ouzel activity agreements")  # fmt: skip
    done = written.end_agreement(agreement=row, recorded=recorded or today(), by=actor(), why=why)
    if json:
        showing.document(_shape(done))
    else:
        showing.say(f"Agreement {done.pk} is taken back: {_sentence(done)}.")


def _outlived(found: "Ended | None") -> dict[str, Any]:
    """The body that ended within the days of an agreement, and whoever came after it."""
    if found is None:
        return {"body_ended": None}
    return {"body_ended": {"body": found.body, "on": str(found.on), "heirs": list(found.heirs)}}


def _sentence(row: "AgreementRow") -> str:
    return f"{row.commissioner} pays {row.provider} {MECHANISMS[row.mechanism]}, {span(row.valid)}"


def _shape(row: "AgreementRow") -> dict[str, Any]:
    return {
        "id": row.pk, "commissioner": row.commissioner, "provider": row.provider, "mechanism": row.mechanism,
        "since": str(row.valid.lower), "until": str(row.valid.upper), "ended": row.ended, "source": row.source,
        **known_shape(row),
    }  # fmt: skip
