"""`ouzel activity check` and `load`: a file looked through before it is sent, and taken whole or refused whole."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ouzel.cli import showing
from ouzel.cli.activity import given
from ouzel.cli.activity.given import FaultsOut, Mapping, PolicyText, PostcodesOn, TakingText
from ouzel.cli.activity.words import span
from ouzel.cli.options import Json
from ouzel.cli.running import REFUSED, actor, guarded, ready, refusal
from ouzel.core.errors import ContentError

if TYPE_CHECKING:
    from ouzel.activity.checking import CheckResult
    from ouzel.activity.faults import Faults
    from ouzel.activity.loading import Loaded

NO_PLACES = (
    "No postcode directory is loaded: full postcodes become blank, and it is not known where patients live. "
    "Load one: ouzel activity postcodes load FILE"
)


def add_to(app: typer.Typer) -> None:
    """Add the commands to the group `activity`."""
    app.command()(guarded(check))
    app.command()(guarded(load))


def check(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A CSV file (packed with gzip or not) or Parquet.")],
    mapping: Mapping = None,
    taking: TakingText = "refuse-any",
    policy: PolicyText = "",
    faults: FaultsOut = None,
    postcodes: PostcodesOn = None,
    json: Json = False,
) -> None:
    """Check a file before it is sent, by the rules by which it would be taken. Nothing of it is kept."""
    given.kept_apart(faults, file, mapping)
    ready()
    from ouzel.activity.checking import check_file
    from ouzel.activity.faults import Taking
    from ouzel.activity.readers import Source
    from ouzel.core.permissions import today

    places = given.places(postcodes)
    source = Source.of(given.file_there(file))
    with showing.working(f"Checking {source.name}") as status:
        done = check_file(
            source, by=actor(), on=today(), layout=given.layout(mapping),
            rules=given.rules_of_gate(policy), taking=Taking.parse(taking), postcodes=places,
            progress=lambda rows: status.update(f"Checking {source.name}: {rows:,} rows"),
        )  # fmt: skip
    if faults:
        _write(done.faults, faults)
    if json:
        showing.document(done.as_json())
    else:
        for line in done.sentences():
            showing.say(line)
    _tell_places(done, places is None)
    if done.refused:
        raise refusal(f"{done.file} would be refused whole. Nothing of it was kept.")


def load(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE...", help="CSV files (packed with gzip or not) or Parquet.")
    ],
    mapping: Mapping = None,
    taking: TakingText = "refuse-any",
    policy: PolicyText = "",
    faults: FaultsOut = None,
    postcodes: PostcodesOn = None,
    provider: Annotated[
        str, typer.Option("--provider", metavar="CODE", help="Whose file it is, where no column says so.")
    ] = "",
    submitted: Annotated[
        str,
        typer.Option(
            "--submitted", metavar="TIME",
            help="When it was made (2025-05-20T09:30:00), where the file does not say: what was made later replaces.",
        ),
    ] = "",
    without_places: Annotated[
        bool,
        typer.Option(
            "--without-places", help="Take a file though no postcode directory is loaded: its addresses are lost."
        ),
    ] = False,
    json: Json = False,
) -> None:  # fmt: skip
    """Take files of activity: each whole, or nothing of it. Lines count at once; later submissions replace earlier."""
    if faults and len(files) > 1:
        raise typer.BadParameter("one list of faults is of one file: load the files one by one", param_hint="--faults")
    given.kept_apart(faults, *files, mapping)
    ready()
    from ouzel.activity.faults import Taking
    from ouzel.activity.gate.file_names import shown

    how, rules, layout, places = (
        Taking.parse(taking), given.rules_of_gate(policy), given.layout(mapping), given.places(postcodes)
    )  # fmt: skip
    loads: list[dict[str, Any]] = []
    refused: list[dict[str, Any]] = []
    for file in files:
        try:
            done = _load(file, layout=layout, rules=rules, taking=how, postcodes=places, provider=provider,
                         submitted=submitted, without_places=without_places)  # fmt: skip
        except ContentError as error:
            result: CheckResult | None = getattr(error, "result", None)
            if result and faults:
                _write(result.faults, faults)
            refused.append({"file": shown(file.name), "why": str(error), "check": result.as_json() if result else None})
            if not json and result and result.refused:
                for line in result.sentences():
                    showing.say(line)
            refusal(str(error))
            continue
        if done.result and faults:
            _write(done.result.faults, faults)
        loads.append(_shape(done))
        if not json:
            _tell(done)
        if done.result:
            _tell_places(done.result, places is None)
    if json:
        showing.document({"loads": loads, "refused": refused})
    if refused:
        raise typer.Exit(REFUSED)


def _load(file: Path, **how: Any) -> "Loaded":
    from ouzel.activity import loading
    from ouzel.activity.readers import Source
    from ouzel.core.permissions import today

    source = Source.of(given.file_there(file))
    with showing.working(f"Loading {source.name}") as status:
        return loading.load(
            source, by=actor(), on=today(),
            progress=lambda rows: status.update(f"Loading {source.name}: {rows:,} rows"), **how,
        )  # fmt: skip


def _tell(done: "Loaded") -> None:
    row = done.load
    if done.already:
        showing.say(f"{row.name} was taken before, as load {row.pk}. Nothing was done.")
        return
    assert done.result is not None
    whose = f" of {row.provider}" if row.provider else ""
    showing.say(
        f"{row.name} is taken as load {row.pk}: {showing.count(row.lines, 'line')}{whose}, "
        f"{done.result.layout.name}{', ' + span(row.period) if row.period else ''}."
    )
    for told in (*(done.outcome.words if done.outcome else ()), *_spelt(row.report)):
        showing.say(told)
    showing.say(f"Its lines are erased on {row.retain_until}. Purpose: {row.purpose}.")
    for line in done.result.report.sentences():
        showing.note(line)
    found = done.result.faults
    if found.errors or found.warnings:
        showing.note(
            f"Its content has {showing.count(found.errors, 'error')} and {showing.count(found.warnings, 'warning')}; "
            "it was taken all the same."
        )
        for entry in found.summary():
            showing.note(f"{entry['code']}, {showing.count(int(str(entry['count'])), 'row')}: {entry['problem']}.")


def _spelt(report: dict[str, Any]) -> list[str]:
    return [f"The provider {said} is read as {code}." for said, code in sorted(report.get("providers", {}).items())]


def _tell_places(done: "CheckResult", without: bool) -> None:
    if without and any(each.field == "residence" and each.kind == "postcode" for each in done.report.finds):
        showing.note(NO_PLACES)


def _shape(done: "Loaded") -> dict[str, Any]:
    from ouzel.cli.activity.loads import shape

    return shape(done.load) | {"already": done.already, "check": done.result.as_json() if done.result else None}


def _write(found: "Faults", out: Path) -> None:
    from ouzel.activity.faults import write_csv

    try:
        write_csv(found, out)
    except OSError as error:
        raise ContentError(f"the file cannot be written: {error.strerror}", out.name) from None
    showing.note(f"Written: {out.name} ({showing.count(found.errors + found.warnings - found.unlisted, 'fault')})")
