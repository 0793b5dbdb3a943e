"""`ouzel activity rules ...`: the rules of who pays, as text that can be read; loading those of another year."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ouzel.cli import options, showing
from ouzel.cli.activity.given import file_there
from ouzel.cli.activity.tables import release_shape, withdraw
from ouzel.cli.activity.words import span
from ouzel.cli.options import Json
from ouzel.cli.running import actor, guarded, ready
from ouzel.core.errors import ContentError

if TYPE_CHECKING:
    from ouzel.activity.references.years import Year
    from ouzel.engine.attribution.flow import Box, Flow, Outcome, Test

FEW = 12
DAYS = {"start": "the day on which it began", "end": "the day on which it ended"}
WHOSE = {"profile": "the line's", "supply": "the service's", "practice": "the practice's", "residence": "the home's"}


def add_to(app: typer.Typer) -> None:
    """Add the commands to the group `rules`."""
    app.command("list")(guarded(list_))
    app.command()(guarded(show))
    app.command()(guarded(load))
    app.command("withdraw")(guarded(withdraw))


def load(
    file: Annotated[Path, typer.Argument(metavar="FILE.toml", help="The rules of a year (docs/reference/rules.md).")],
    published: Annotated[
        date | None,
        typer.Option(
            "--published", parser=options.a_day, metavar="DATE",
            help="The day they became known; if not given, the one that the file says.",
        ),
    ] = None,
    json: Json = False,
) -> None:  # fmt: skip
    """Load the rules of a year: for days that have none, or in the place of those of just the same days."""
    ready()
    from ouzel.activity.references import years

    with showing.working(f"Loading {file.name}"):
        done = years.load_rules(file_there(file), by=actor(), published=published)
    if json:
        showing.document(release_shape(done))
    else:
        showing.say(f"Release {done.pk}, {done.name}: {span(done.effective)}. Price again to use them.")


def list_(json: Json = False) -> None:
    """The rules of each year, the days they are for, and how well they are known."""
    ready()
    from ouzel.activity.references.years import years

    found = years()
    if json:
        showing.document({"rules": [_head(year.flow) | {"release": _number(year)} for year in found]})
        return
    showing.table(
        ("rules", "from", "last day", "published", "evidence", "release", "source"),
        [(year.flow.name, year.flow.since, showing.last_day(year.flow.until), year.flow.published, year.flow.evidence,
          _number(year), year.flow.source) for year in found],
    )  # fmt: skip


def _number(year: "Year") -> int | None:
    return year.release.pk if year.release else None


def show(
    year: Annotated[str, typer.Argument(metavar="YEAR", help="A year of rules (2025/26, 2025-26), or a day in it.")],
    json: Json = False,
) -> None:
    """The whole way of a line through the questions of a year, to whoever pays."""
    ready()
    flow = _found(year)
    if json:
        showing.document(_head(flow) | {
            "starts": flow.starts, "dates": flow.dates,
            "boxes": [
                {"box": box.id, "question": box.question, "any_of": [[_test(t) for t in g] for g in box.any_of],
                 "yes": _leads(box.yes), "no": _leads(box.no)}
                for box in flow.boxes.values()
            ],
        })  # fmt: skip
        return
    from ouzel.activity.answers.words import KIND_WORDS

    showing.say(f"Rules of who pays {flow.name}: {flow.since} to {showing.last_day(flow.until)}.")
    showing.say(f"Source: {flow.source}.")
    if flow.evidence != "found":
        showing.say(f"They are {'from memory' if flow.evidence == 'memory' else flow.evidence}: check them before use.")
    if flow.note:
        showing.say(flow.note.strip())
    showing.say()
    for kind, box in flow.starts.items():
        words = KIND_WORDS[kind][0].upper() + KIND_WORDS[kind][1:]
        showing.say(f"{words}: begin at {box}. Who is responsible for whom is read on {DAYS[flow.dates[kind]]}.")
    for each in flow.boxes.values():
        _say(each)


def _say(box: "Box") -> None:
    showing.say()
    showing.say(f"{box.id}. {box.question}")
    for number, group in enumerate(box.any_of):
        said = " and ".join(_words(test) for test in group)
        showing.say(f"  {'Yes if' if not number else 'or if'} {said}")
    showing.say(f"  Yes: {_end(box.yes)}")
    showing.say(f"  No: {_end(box.no)}")


def _end(end: "str | Outcome") -> str:
    """Where an answer leads. The bodies are tried in order, and the first that there is pays."""
    if isinstance(end, str):
        return f"go to {end}."
    from ouzel.engine.attribution.by_hand import METHOD_WORDS

    ways = [METHOD_WORDS.get(each.partition(":")[0], "") for each in end.pays]
    ways = [
        f"{words.rstrip('.')} ({each})" if words else f"({each})" for words, each in zip(ways, end.pays, strict=True)
    ]
    category = f" Category {end.category}." if end.category else ""
    return f"{end.words}{category} {'; else: '.join(ways)}."


def _words(test: "Test") -> str:
    values = sorted(value or "(not known)" for value in test.values)
    said = showing.few(values, FEW)
    how = (
        f"{'none' if test.none_of else 'one'} of {said}"
        if len(values) > 1
        else f"{'not ' if test.none_of else ''}{said}"
    )
    return f"{WHOSE[test.table]} {test.fact.replace('_', ' ')} is {how}"


def _test(test: "Test") -> dict[str, Any]:
    return {"table": test.table, "fact": test.fact, "none_of": test.none_of, "values": sorted(test.values)}


def _leads(end: "str | Outcome") -> Any:
    return end if isinstance(end, str) else {"pays": end.pays, "category": end.category, "words": end.words}


def _head(flow: "Flow") -> dict[str, Any]:
    return {
        "rules": flow.name, "since": str(flow.since), "until": str(flow.until), "published": str(flow.published),
        "source": flow.source, "evidence": flow.evidence, "note": flow.note.strip(),
    }  # fmt: skip


def _found(year: str) -> "Flow":
    """By its name, however the year is written, else by a day."""
    from ouzel.activity.references.years import known_flows
    from ouzel.activity.rules.reading import flow_for

    wanted, known = year.strip().replace("-", "/"), known_flows()
    for flow in known:
        if wanted in (flow.name, flow.name.replace("/", "")):
            return flow
    try:
        day = date.fromisoformat(year.strip())
    except ValueError:
        raise ContentError(
            "there are no rules of this year", field="year", value=year,
            right=f"Use one of {', '.join(flow.name for flow in known)}, or a day such as 2025-04-30",
        ) from None  # fmt: skip
    return flow_for(day, known)
