"""A decade of national figures as if a new plan were enacted: 8,000 practices, 120 months, 20 columns."""

import json
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks import _decade
from benchmarks.measure import side_by_side
from benchmarks.rebase import SIZE, TODAY, read, structure, told
from benchmarks.register import DATA, _case, _environment, _home
from ouzel.core.types.basis import Basis
from ouzel.engine.figures import Figures
from ouzel.engine.overlay import overlaid
from ouzel.engine.rebase import rebase
from ouzel.engine.structure import Structure
from ouzel.register.attributes import Attribute
from ouzel.reorganisation.expanding import expand
from ouzel.reorganisation.expansion import Held, Member, State
from ouzel.reorganisation.overlaying import overlay_of
from ouzel.reorganisation.plan import Merger, Opening, Plan

Given = tuple[Figures, Structure, Plan, State]


def prepare(path: str) -> Given:
    """Figures and structure in memory; the plan as read from its file, and what the register knows of its bodies."""
    figures, base, tables = read(path).in_memory(), structure(), _decade.tables()
    rebase(figures, base, to="system", basis=Basis("as-now"), today=TODAY)
    pairs = _decade.plan(tables)
    return figures, base, _plan(pairs), _state(tables, [old for old, _ in pairs])


def as_if(given: Given) -> list[int]:
    """The plan worked out, laid over the structure, and the decade in its shape."""
    figures, base, plan, state = given
    expansion = expand(plan, state)
    assert not expansion.problems, expansion.problems
    supposed = overlaid(base, overlay_of(expansion, known=TODAY))
    basis = Basis("as-if", plan=plan.slug)
    return told(rebase(figures, supposed, to="system", basis=basis, today=TODAY, plan_day=plan.effective))


def _plan(pairs: list[tuple[str, str]]) -> Plan:
    merging: dict[str, list[str]] = {}
    for old, new in pairs:
        merging.setdefault(new, []).append(old)
    changes = tuple(
        Merger(f"merger[{n}]", tuple(old), new, opening=Opening(new, ("RO318",)))
        for n, (new, old) in enumerate(merging.items())
    )
    return Plan("pairs", "Systems merge in pairs", _decade.PLAN_DAY, "benchmark", changes)


def _state(tables: dict[str, Any], systems: list[str]) -> State:
    lifespan, role = Attribute.LIFESPAN, Attribute.ROLE
    begun = date(2013, 4, 1)
    rows = tables["system"].itertuples(index=False, name=None)
    return State(
        day=_decade.PLAN_DAY,
        known_at=None,
        edition=1,
        facts={code: (Held(lifespan, "open", begun, None), Held(role, "RO318", begun, None)) for code in systems},
        members=tuple(
            Member(code, Attribute.SYSTEM, parent, since, None)
            for code, parent, since, until in rows
            if until == _decade.OPEN
        ),
        names={},
    )


ENGLAND = """
import json, random, resource, statistics, sys, tempfile, time
from datetime import date
from pathlib import Path
from ouzel.starting import ready
ready()
import numpy as np
import pandas as pd
from ouzel import as_if, structures
from ouzel.core.actors import Actor
from ouzel.core.types.basis import Basis
from ouzel.engine.figures import Figures
from ouzel.engine.rebase import rebase
from ouzel.register import queries
from ouzel.register.answers import Moment
from ouzel.register.kinds import KINDS
from ouzel.rebasing import units_of_kind
from ouzel.reorganisation import plan_file
from ouzel.reorganisation.plan import Merger, Opening, Plan

TODAY, DAY, MERGERS, PRACTICES, MONTHS, COLUMNS = date(2026, 11, 1), date(2027, 4, 1), 10, 8_000, 120, 20
moment = Moment(TODAY)
boards = [named.code for named in queries.of_kind(KINDS["board"], moment=moment)]
units = random.Random(1).sample(units_of_kind("practice", today=TODAY), PRACTICES)
rng = np.random.default_rng(7)
months = [date(2016 + m // 12, m % 12 + 1, 1) for m in range(MONTHS)]
table = pd.DataFrame({"unit": np.repeat(units, MONTHS), "day": np.tile(np.array(months, dtype=object), PRACTICES)})
for k in range(COLUMNS):
    table[f"v{k:02}"] = rng.integers(0, 20_000, len(table))
figures = Figures.of(table, unit="unit", values=[f"v{k:02}" for k in range(COLUMNS)], day="day")
folder = Path(tempfile.mkdtemp())
took = {"new": [], "again": []}
base = structures.structure(moment=moment)
rebase(figures, base, to="board", basis=Basis("as-now"), today=TODAY)
for run in range(6):
    chosen = random.Random(run).sample(boards, 2 * MERGERS)
    changes = tuple(
        Merger(f"merger[{n}]", tuple(chosen[2 * n :][:2]), f"NEW{n:02}", opening=Opening(f"New {n}", ("RO318",)))
        for n in range(MERGERS)
    )
    path = folder / f"plan{run}.toml"
    path.write_text(plan_file.write(Plan(f"plan{run}", "Ten mergers", DAY, "benchmark", changes)))
    for which in took:
        begun = time.perf_counter()
        asked = as_if.as_if(Basis("as-if", plan=str(path)), viewer=Actor.command("benchmark"), moment=moment)
        rebased = rebase(figures, asked.structure, to="board", basis=asked.basis, today=TODAY)
        took[which].append(time.perf_counter() - begun)
        proof = rebased.reconciliation
        lost = sum(u.values["v00"] for u in proof.unresolved)
        assert proof.given["v00"] == proof.placed["v00"] + lost
        assert {f"NEW{n:02}" for n in range(MERGERS)} <= set(rebased.frame["code"])
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps([statistics.median(took["new"][1:]), statistics.median(took["again"][1:]), peak]))
"""


def cases() -> list[dict[str, Any]]:
    """Beside pandas and one DuckDB statement on an invented England; then on the register of the published files."""
    with tempfile.TemporaryDirectory() as folder:
        path = str(_decade.write(Path(folder)))
        how = ("prepare_what_if", "what_if")
        found = [
            side_by_side(
                "as if 21 mergers of systems: worked out, laid over, rebased",
                SIZE,
                {
                    "ouzel": ("benchmarks.as_if", "prepare", "as_if"),
                    "pandas": ("benchmarks.peers.pandas_rebase", *how),
                    "duckdb": ("benchmarks.peers.duckdb_rebase", *how),
                },
                given=(path,),
            )
        ]
    return [*found, *_england()]


def _england() -> list[dict[str, Any]]:
    if not (DATA / "ods").is_dir():
        print("The published files are not here: set OUZEL_SHARED_DATA to their folder.", file=sys.stderr)
        return []
    with _home() as home:
        surroundings = _environment(home)
        subprocess.run(
            [sys.executable, "-m", "ouzel", "register", "load", str(DATA / "ods")], env=surroundings, check=True,
            capture_output=True,
        )  # fmt: skip
        done = subprocess.run(
            [sys.executable, "-c", ENGLAND], env=surroundings, check=True, capture_output=True, text=True
        )
    new, again, peak = json.loads(done.stdout)
    return [
        _case("as if ten new mergers of boards, from the plan's file, England's register", SIZE, new, peak),
        _case("the same plan asked again", SIZE, again, peak),
    ]
