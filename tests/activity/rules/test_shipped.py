"""The rules that come with Ouzel: every line comes to an end, and the fast engine says the same as walking by hand."""

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ouzel.activity.rules.reading import flows, shipped
from ouzel.activity.rules.tables import TABLES, demonstration_rows, read_rows, shipped_rows
from ouzel.engine.activity_lines import KINDS, PROFILE
from ouzel.engine.attribution.by_hand import assign
from ouzel.engine.attribution.classes import tests_of as asked_of
from ouzel.engine.attribution.compiling import attribution
from ouzel.engine.attribution.facts import Facts
from ouzel.engine.attribution.flow import FACTS, METHOD_FACTS, Flow, Outcome
from ouzel.engine.paying.bodies import Bodies

ALL = {**FACTS, "profile": PROFILE}
EACH = pytest.mark.parametrize("flow", flows(), ids=lambda flow: flow.name)
GIVES = {fact: table for table, fact in METHOD_FACTS.values()}


def values(flow: Flow, table: str) -> dict[str, list[str]]:
    """For each fact of a table the values that some test tells apart, and others."""
    found: dict[str, list[str]] = {name: ["", "OTHER"] for name in ALL[table]}
    for test in asked_of(flow)[table]:
        found[test.fact] += sorted(value.replace("*", "1") for value in test.values if value)
    for way, fact in METHOD_FACTS.values():
        if way == table:
            found[fact] += [f"{table[:2]}-{fact}".upper()]
    return found


@st.composite
def lines(draw: st.DrawFn) -> tuple[Flow, dict[str, dict[str, str]], str]:
    flow = draw(st.sampled_from(flows()))
    kind = draw(st.sampled_from(KINDS))
    facts = {
        table: {name: draw(st.sampled_from(choices)) for name, choices in values(flow, table).items()} for table in ALL
    }
    facts["profile"]["kind"] = kind
    facts["line"] = {"commissioner": draw(st.sampled_from(["", "06F"]))}
    return flow, facts, kind


@given(lines())
def test_every_line_comes_to_an_end_with_somebody_or_with_the_reason(line):
    flow, facts, kind = line
    found = assign(flow, facts, kind)
    assert found.path
    assert found.words
    assert bool(found.payer) == (found.method not in ("", "none"))
    assert "_" not in found.payer


@EACH
def test_every_box_and_both_its_answers_are_met_by_some_line(flow):
    rng = random.Random(1)
    choices = {table: values(flow, table) for table in ALL}
    met: set[tuple[str, str]] = set()
    for _ in range(30_000):
        facts = {
            table: {name: rng.choice(some) if rng.random() < 0.5 else "" for name, some in facts.items()}
            for table, facts in choices.items()
        }
        facts["residence"]["nation"] = rng.choice(["england", *choices["residence"]["nation"]])
        facts["supply"]["colour"] = rng.choice(["GREEN", *choices["supply"]["colour"]])
        facts["supply"]["programme"] = rng.choice(["mental-health", ""])
        kind = facts["profile"]["kind"] = rng.choice(KINDS)
        met |= {(step.box, step.answer) for step in assign(flow, facts, kind).path}
    assert {(box, answer) for box in flow.boxes for answer in ("Yes", "No")} - met == set()


@EACH
def test_the_fast_engine_decides_as_walking_by_hand(flow):
    rng = np.random.default_rng(7)
    facts = {table: random_facts(rng, flow, table, 300 if table == "profile" else 40) for table in ALL}
    facts["profile"].columns["kind"][:] = [str(rng.choice(KINDS)) for _ in range(300)]
    compiled = attribution(flow, facts, Bodies())
    decisions = compiled.decisions
    for _ in range(3_000):
        at = {table: int(rng.integers(0, facts[table].entries)) for table in ALL}
        submitted = bool(rng.integers(0, 2))
        part = {table: int(compiled.columns[table][f"{table}_part"][entry]) for table, entry in at.items()}
        key = decisions.care[part["profile"] + part["supply"]] + part["practice"] + part["residence"]
        fast = decisions.all[decisions.of[key + submitted * decisions.submitted_weight]]
        line = {table: facts[table].on(entry, 5) for table, entry in at.items()}
        line["line"] = {"commissioner": "06F" if submitted else ""}
        slow = assign(flow, line, line["profile"]["kind"])
        assert [box for box, _ in fast.path] == [step.box for step in slow.path]
        assert fast.method.partition(":")[0] == slow.method
        assert fast.outcome == slow.outcome


def random_facts(rng: np.random.Generator, flow: Flow, table: str, count: int) -> Facts:
    columns = {}
    for name, choices in values(flow, table).items():
        quiet = rng.random(count) < 0.5
        drawn = rng.integers(0, len(choices), count)
        columns[name] = ["" if hush else choices[at] for hush, at in zip(quiet, drawn, strict=True)]
    return Facts.lasting(columns)


@EACH
def test_words_are_for_people(flow):
    for box in flow.boxes.values():
        assert box.question.endswith("?"), box.id
        for end in (box.yes, box.no):
            if isinstance(end, Outcome):
                assert end.words.endswith("."), box.id
                assert end.words[0].isupper(), box.id


@EACH
def test_the_map_is_read_on_the_day_that_the_method_names(flow):
    assert {kind for kind, day in flow.dates.items() if day == "start"} == {
        "admitted-unfinished", "outpatient", "emergency",
    }  # fmt: skip


def test_each_box_says_where_it_is_from_or_that_it_is_inferred():
    import tomllib

    for name, text in shipped().items():
        for box in tomllib.loads(text)["box"] if "[[box]]" in text else ():
            assert box.get("source") or box.get("evidence") in ("inferred", "memory"), (name, box["id"])


@pytest.mark.parametrize("slug", [slug for slug, table in TABLES.items() if table.shipped])
def test_shipped_tables_are_whole_and_sourced(slug):
    rows = shipped_rows(slug)
    assert rows
    assert all(row.source for row in rows)


def test_what_is_not_published_is_not_shipped_but_for_a_marked_demonstration():
    for slug in ("service-colours", "provider-contracts", "prisons"):
        assert shipped_rows(slug) == ()
    for slug in ("service-colours", "provider-contracts"):
        rows = read_rows(demonstration_rows(slug), TABLES[slug])
        assert all(row["service"].startswith("DEMO") and "Demonstration" in row.source for row in rows)


def test_hubs_are_those_published():
    rows = {row["region"]: (row["specialised"], row["justice"]) for row in shipped_rows("hubs") if row.until is None}
    assert rows == {
        "Y56": ("13R", "14M"), "Y58": ("14F", "14T"), "Y59": ("14G", "97T"), "Y60": ("14A", "14Q"),
        "Y61": ("14E", "14R"), "Y62": ("27T", "32T"), "Y63": ("85J", "76A"),
    }  # fmt: skip
