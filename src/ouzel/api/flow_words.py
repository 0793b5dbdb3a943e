"""The rules of a year in words: each box with its question, what is looked at, and where each answer leads."""

from collections.abc import Mapping
from dataclasses import dataclass

from ouzel.engine.attribution.flow import Box, Flow, Outcome, Test

KIND_WORDS = {
    "admitted": "stays in hospital",
    "admitted-unfinished": "stays that have not ended",
    "outpatient": "outpatient appointments",
    "emergency": "emergency attendances",
    "aggregate": "lines for many patients",
    "drug": "drugs",
    "device": "devices",
    "other": "other lines",
}
TABLE_WORDS = {"profile": "care", "supply": "provider and service", "practice": "GP practice", "residence": "address"}
PAYS = {
    "practice": "the commissioner of the patient's GP practice",
    "residence": "the commissioner of the area where the patient lives",
    "host": "the commissioner of the place where the provider stands",
    "hub": "NHS England's hub for the provider's region",
    "practice-hub": "NHS England's hub for the region of the GP practice",
    "residence-hub": "NHS England's hub for the region where the patient lives",
    "justice-hub": "NHS England's health and justice hub for the provider's region",
    "region": "NHS England's region where the provider stands",
    "practice-region": "NHS England's region of the GP practice",
    "residence-region": "NHS England's region where the patient lives",
    "practice-board": "the health board of the GP practice",
    "residence-board": "the health board of the area where the patient lives",
    "submitted": "whoever the provider's file names",
    "none": "nobody",
}
"""Who is meant by each method of finding a payer."""

EVIDENCE = {
    "inferred": "It follows from what the source says, which does not say it itself.",
    "memory": "It is from memory and was not checked against a source.",
}


@dataclass(frozen=True)
class End:
    """Where an answer leads: to a box, or to who pays. `pays` is in order: the first of them that there is."""

    box: str = ""
    question: str = ""
    words: str = ""
    pays: tuple[str, ...] = ()
    category: str = ""


@dataclass(frozen=True)
class Told:
    """One box. `looks` has a list for each group of tests: one group must hold whole."""

    id: str
    question: str
    starts: tuple[str, ...]
    looks: tuple[tuple[str, ...], ...]
    yes: End
    no: End
    source: str
    note: str
    evidence: str


def told(flow: Flow, said: Mapping[str, Mapping[str, str]]) -> tuple[Told, ...]:
    """Every box in the order of the text; `said` is what stands beside each (`said_of_boxes`)."""
    starts: dict[str, list[str]] = {}
    for kind, box in flow.starts.items():
        starts.setdefault(box, []).append(KIND_WORDS.get(kind, kind))
    return tuple(_box(flow, box, tuple(starts.get(box.id, ())), said.get(box.id, {})) for box in flow.boxes.values())


def _box(flow: Flow, box: Box, starts: tuple[str, ...], said: Mapping[str, str]) -> Told:
    return Told(
        id=box.id, question=box.question, starts=starts,
        looks=tuple(tuple(_test(test) for test in group) for group in box.any_of),
        yes=_end(flow, box.yes), no=_end(flow, box.no), source=said.get("source", ""), note=said.get("note", ""),
        evidence=EVIDENCE.get(said.get("evidence", ""), ""),
    )  # fmt: skip


def _end(flow: Flow, end: str | Outcome) -> End:
    if isinstance(end, str):
        return End(box=end, question=flow.boxes[end].question)
    pays = tuple(
        f"always {each.removeprefix('code:')}" if each.startswith("code:") else PAYS[each] for each in end.pays
    )
    return End(words=end.words, pays=pays, category=end.category)


def _test(test: Test) -> str:
    values = sorted(value or "nothing" for value in test.values)
    shown = ", ".join(values[:12]) + (f" and {len(values) - 12} more" if len(values) > 12 else "")
    holds = "is none of" if test.none_of else "is one of" if len(values) > 1 else "is"
    return f"{TABLE_WORDS[test.table]}: {test.fact.replace('_', ' ')} {holds} {shown}"
