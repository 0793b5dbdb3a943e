"""`ouzel activity rules ...`: the rules of who pays, as text that can be read."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from ouzel.cli import showing
from ouzel.cli.options import Json
from ouzel.cli.running import guarded
from ouzel.core.errors import ContentError

if TYPE_CHECKING:
    from ouzel.engine.attribution.flow import Box, Flow, Outcome, Test

FEW = 12
DAYS = {"start": "the day on which it began", "end": "the day on which it ended"}
WHOSE = {"profile": "the line's", "supply": "the service's", "practice": "the practice's", "residence": "the home's"}


def add_to(app: typer.Typer) -> None:
    """Add the commands to the group `rules`."""
    app.command("list")(guarded(list_))
    app.command()(guarded(show))


def list_(json: Json = False) -> None:
    """The rules of each year, and the days they are for."""
    from ouzel.activity.rules.reading import flows

    found = flows()
    if json:
        showing.document({"rules": [_head(flow) for flow in found]})
        return
    showing.table(
        ("rules", "from", "last day", "published", "source"),
        [(flow.name, flow.since, showing.last_day(flow.until), flow.published, flow.source) for flow in found],
    )


def show(
    year: Annotated[str, typer.Argument(metavar="YEAR", help="A year of rules (2025/26, 2025-26), or a day in it.")],
    json: Json = False,
) -> None:
    """The whole way of a line through the questions of a year, to whoever pays."""
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
        "source": flow.source, "note": flow.note.strip(),
    }  # fmt: skip


def _found(year: str) -> "Flow":
    """By its name, however the year is written, else by a day."""
    from datetime import date

    from ouzel.activity.rules.reading import flow_for, flows

    wanted = year.strip().replace("-", "/")
    for flow in flows():
        if wanted in (flow.name, flow.name.replace("/", "")):
            return flow
    try:
        day = date.fromisoformat(year.strip())
    except ValueError:
        raise ContentError(
            "there are no rules of this year", field="year", value=year,
            right=f"Use one of {', '.join(flow.name for flow in flows())}, or a day such as 2025-04-30",
        ) from None  # fmt: skip
    return flow_for(day)
