"""Rules of who pays from TOML: read, checked whole and refused with the line where something is wrong."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache
from importlib import resources
from itertools import pairwise
from typing import Any, Literal, cast

from ouzel.activity.rules.boxes import Context, read_box
from ouzel.activity.rules.tables import EVIDENCE
from ouzel.core.errors import ContentError
from ouzel.engine.activity_lines import KINDS
from ouzel.engine.attribution.flow import Box, Flow, Outcome

KEYS = {
    "name",
    "since",
    "until",
    "published",
    "source",
    "note",
    "evidence",
    "outside",
    "like",
    "starts",
    "dates",
    "sets",
    "pays",
    "drop",
    "box",
}
NEEDED = ("name", "since", "until", "published", "source")
FOLDER = resources.files("ouzel.activity.rules")


def read_flow(text: str, *, file: str = "", others: Mapping[str, str] | None = None) -> Flow:
    """The flow that a TOML text writes down; docs/reference/rules.md says how.

    `others` are texts by name that it may build on (`like = "2025-26"`): what it says itself replaces what they say.
    ContentError names the line of what is wrong: unknown keys, facts, methods or boxes, a circle, a box nobody reaches.
    """
    table = _table(text, file, others or {}, ())
    where = Context(file, text, _sets(table, text, file), table.get("pays", {}))
    for key in NEEDED:
        if key not in table:
            raise where.error(f"the rules do not say their {key}", field=key)
    for key in ("since", "until", "published"):
        if type(table[key]) is not date:
            raise where.error("this must be a date", field=key, value=str(table[key]), right="Write 2025-04-01")
    if table["until"] <= table["since"]:
        raise where.error("the rules would end before they begin", field="until", value=str(table["until"]))
    boxes = {each["id"]: read_box(each, where) for each in table["box"]}
    flow = Flow(
        name=table["name"],
        since=table["since"],
        until=table["until"],
        published=table["published"],
        source=table["source"],
        starts=table.get("starts", {}),
        dates=cast("dict[str, Literal['start', 'end']]", table.get("dates", {})),
        boxes=boxes,
        note=table.get("note", ""),
        outside=_outside(table.get("outside", []), where),
        evidence=_evidence(table.get("evidence", EVIDENCE[0]), where),
    )
    _check_kinds(flow, where)
    _check_ways(flow, where)
    return flow


def _table(text: str, file: str, others: Mapping[str, str], way: tuple[str, ...]) -> dict[str, Any]:
    """What the text says, on top of what the text it builds on says."""
    try:
        own = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"at line (\d+)", str(error))
        raise ContentError(
            f"this is not TOML: {error}", file, int(line[1]) if line else None, right="See docs/reference/rules.md"
        ) from None
    where = Context(file, text, {}, {})
    for key in own:
        if key not in KEYS:
            raise where.error("rules have no such part", field=key, right=f"Use {', '.join(sorted(KEYS))}")
    boxes = own.get("box", [])
    for number, each in enumerate(boxes, start=1):
        if not isinstance(each.get("id"), str):
            raise where.error(f"box {number} has no id", field="id")
    if len({each["id"] for each in boxes}) < len(boxes):
        twice = next(each["id"] for each in boxes if sum(other["id"] == each["id"] for other in boxes) > 1)
        raise where.error("two boxes have this id", box=twice, field="id", value=twice)
    if "like" not in own:
        return {**own, "box": boxes}
    base = own["like"]
    for key in NEEDED:
        if key not in own:
            raise where.error(f"rules that build on others still say their own {key}", field=key)
    if base in way or base not in others:
        raise where.error("there are no such rules to build on", field="like", value=str(base),
                          right=f"Use one of {', '.join(sorted(set(others) - set(way)))}")  # fmt: skip
    under = _table(others[base], f"{base}.toml", others, (*way, base))
    return _laid_over(under, own, where)


def _laid_over(under: dict[str, Any], own: dict[str, Any], where: Context) -> dict[str, Any]:
    merged = {**under, "evidence": EVIDENCE[0], **own}
    for part in ("starts", "dates", "sets", "pays"):
        merged[part] = {**under.get(part, {}), **own.get(part, {})}
    mine = {each["id"]: each for each in own.get("box", [])}
    known = {each["id"] for each in under["box"]}
    for gone in own.get("drop", []):
        if gone not in known:
            raise where.error("there is no such box to drop", field="drop", value=gone)
    kept = [mine.pop(each["id"], each) for each in under["box"] if each["id"] not in own.get("drop", [])]
    merged["box"] = [*kept, *mine.values()]
    merged.setdefault("note", "")
    return merged


def _sets(table: dict[str, Any], text: str, file: str) -> dict[str, tuple[str, ...]]:
    where = Context(file, text, {}, {})
    found = {}
    for name, each in table.get("sets", {}).items():
        values = each.get("values") if isinstance(each, dict) else None
        if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
            raise where.error("a set lists its values as texts", field=f"sets.{name}", right='values = ["39", "40"]')
        found[name] = tuple(values)
    return found


def _outside(codes: object, where: Context) -> frozenset[str]:
    if not isinstance(codes, list) or not all(isinstance(code, str) and code for code in codes):
        raise where.error("payers outside the NHS are a list of codes", field="outside", right='outside = ["VPP00"]')
    return frozenset(codes)


def _evidence(said: object, where: Context) -> str:
    if said not in EVIDENCE:
        raise where.error("evidence is found, inferred or memory", field="evidence", value=str(said))
    return str(said)


def _check_kinds(flow: Flow, where: Context) -> None:
    for part, known in (("starts", flow.starts), ("dates", flow.dates)):
        for kind in known:
            if kind not in KINDS:
                raise where.error("there is no such kind of line", field=part, value=kind,
                                  right=f"Use {', '.join(KINDS)}")  # fmt: skip
        for kind in KINDS:
            if kind not in known:
                raise where.error(f"the rules do not say this of lines of kind {kind}", field=part)
    for kind, end in flow.dates.items():
        if end not in ("start", "end"):
            raise where.error("the map is read on the start or the end", field=f"dates.{kind}", value=str(end))
    for kind, box in flow.starts.items():
        if box not in flow.boxes:
            raise where.error("there is no such box", field=f"starts.{kind}", value=str(box))


def _check_ways(flow: Flow, where: Context) -> None:
    """Every way must end, and every box must be on one."""
    reached: dict[str, bool] = {}

    def visit(box: Box, way: tuple[str, ...]) -> None:
        reached[box.id] = False
        for leads in (box.yes, box.no):
            if isinstance(leads, Outcome):
                continue
            if leads not in flow.boxes:
                raise where.error("this leads to a box that is not there", box=box.id, value=leads)
            if reached.get(leads) is False:
                raise where.error("the boxes go in a circle", box=box.id, value=" to ".join((*way, box.id, leads)))
            if leads not in reached:
                visit(flow.boxes[leads], (*way, box.id))
        reached[box.id] = True

    for first in flow.starts.values():
        if first not in reached:
            visit(flow.boxes[first], ())
    for box in flow.boxes:
        if box not in reached:
            raise where.error("no line ever comes to this box", box=box, value=box, right="Lead to it, or leave it out")


@lru_cache(maxsize=1)
def shipped() -> dict[str, str]:
    """The texts of the rules that come with Ouzel, by file name without its ending."""
    files = sorted((f for f in FOLDER.iterdir() if re.fullmatch(r"\d{4}-\d{2}\.toml", f.name)), key=lambda f: f.name)
    return {file.name.removesuffix(".toml"): file.read_text(encoding="utf-8") for file in files}


@lru_cache(maxsize=1)
def flows() -> tuple[Flow, ...]:
    """The rules that come with Ouzel, oldest first. No two are for the same day."""
    texts = shipped()
    found = sorted((read_flow(text, file=f"{name}.toml", others=texts) for name, text in texts.items()),
                   key=lambda flow: flow.since)  # fmt: skip
    for earlier, later in pairwise(found):
        if later.since < earlier.until:
            raise ContentError(f"the rules {earlier.name} and {later.name} are for the same days", field="until")
    return tuple(found)


def said_of_boxes(text: str, others: Mapping[str, str]) -> Mapping[str, Mapping[str, str]]:
    """What a text says beside each box: its `source`, `note` and `evidence`, where it says them.

    `others` as in `read_flow`. What rules that are not found as such take over from others is as good as they are.
    """
    table = _table(text, "", others, ())
    usual = {"evidence": table["evidence"]} if table.get("evidence", EVIDENCE[0]) != EVIDENCE[0] else {}
    return {
        box["id"]: usual | {key: str(box[key]).strip() for key in ("source", "note", "evidence") if key in box}
        for box in table["box"]
    }


def bases_of(text: str, others: Mapping[str, str]) -> dict[str, str]:
    """The texts that a text builds on, by name, as far as it goes; `read_flow` refuses what is not there."""
    found: dict[str, str] = {}
    while isinstance(base := tomllib.loads(text).get("like"), str) and base in others and base not in found:
        text = found[base] = others[base]
    return found


def years_there(there: Sequence[Flow]) -> str:
    """For which days there are rules, in a sentence; `there` in order of their days."""
    first, last = there[0].since, there[-1].until - timedelta(days=1)
    return f"The rules there are for care from {first.day} {first:%B %Y} to {last.day} {last:%B %Y}."


def flow_for(day: date, there: Sequence[Flow] | None = None) -> Flow:
    """The rules for lines assigned on a day, among some (None: those that come with Ouzel); ContentError where there
    are none."""
    known = flows() if there is None else there
    for flow in known:
        if flow.since <= day < flow.until:
            return flow
    raise ContentError(
        "there are no rules of who pays for this day", field="assignment date", value=str(day),
        right=f"{years_there(known)} They are {', '.join(flow.name for flow in known)}. A new year is a new table:"
        " ouzel activity rules load, docs/reference/rules.md",
    )  # fmt: skip
