"""Reorganisations of all England: previewed, enacted, beside one hand-written UPDATE and the load of one list."""

import csv
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from benchmarks.register import DATA, _case, _environment, _home

LEFT = "epraccur_2025-05.csv.gz"
"""The list of practices that is loaded by itself, to be measured."""

TIMED = """
import json, resource, sys, time
from datetime import date, timedelta
from pathlib import Path
from ouzel.starting import ready
ready()
from django.db import connection, transaction
from ouzel.core.actors import Actor
from ouzel.register.answers import Moment
from ouzel.register.asking import fetch
from ouzel.reorganisation import actions, plan_file, queries
from ouzel.reorganisation.preview import preview

def timed(act):
    begun = time.perf_counter()
    answer = act()
    return answer, time.perf_counter() - begun

def derive(day):
    from ouzel.reorganisation.derivation import derive_day
    return derive_day(day, author="benchmark").plan

took = {}
if sys.argv[1].endswith(".toml"):
    plan, took["derive"] = timed(lambda: plan_file.read(Path(sys.argv[1])))
else:
    plan, took["derive"] = timed(lambda: derive(date.fromisoformat(sys.argv[1])))
eve = plan.effective - timedelta(days=1)
plan = plan_file.parse(plan_file.write(plan), file="plan.toml")
shown, took["preview"] = timed(lambda: preview(plan, moment=Moment(plan.effective, eve)))
assert not shown.problems, [str(problem) for problem in shown.problems[:5]]

# The same moves as people make them in one table that forgets: units have another body from now on.
moves = sorted({(a.subject, int(a.attribute), a.value) for a in shown.expansion.assertions if 20 <= a.attribute < 40})
with connection.cursor() as cursor:
    cursor.execute(\"\"\"CREATE TEMP TABLE member AS SELECT b.code AS unit, f.attribute, o.code AS body
        FROM register_fact f JOIN register_body b ON b.id = f.subject_id JOIN register_body o ON o.id = f.object_id
        WHERE upper_inf(f.editions) AND f.known @> %s::date AND f.valid @> %s::date\"\"\", [eve, eve])
    cursor.execute("CREATE INDEX ON member (unit, attribute)")
    cursor.execute("CREATE TEMP TABLE move (unit text, attribute int, body text)")
    cursor.executemany("INSERT INTO move VALUES (%s, %s, %s)", moves)
    cursor.execute("ANALYZE member; ANALYZE move")

def update():
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE member SET body = move.body FROM move "
                       "WHERE member.unit = move.unit AND member.attribute = move.attribute")
        return cursor.rowcount

took["moved"], took["update"] = timed(update)
by, other = Actor.command("benchmark"), Actor.command("another")
proposal, took["save"] = timed(lambda: actions.save(plan=plan, by=by, on=eve))
_, took["propose"] = timed(lambda: actions.propose(proposal=proposal, by=by, on=eve))
_, took["approve"] = timed(lambda: actions.approve(proposal=proposal, by=other, on=eve))
done, took["enact"] = timed(lambda: actions.enact(proposal=proposal, by=by, on=eve))
took["assertions"] = len(shown.expansion.assertions)
took["peak"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps(took))
"""


def cases() -> list[dict[str, Any]]:
    """The merger of 2021 and the wave of April 2026 as known on their eves; none where the files are not here."""
    if not (DATA / "ods").is_dir():
        print("The published files are not here: set OUZEL_SHARED_DATA to their folder.", file=sys.stderr)
        return []
    with _home() as home:
        published = _load_all_but_one(home)
        list_of_practices = _seconds(home, "register", "load", str(DATA / "ods" / LEFT), "--published", published)
        merger = Path(__file__).parents[1] / "src/ouzel/demo/plans/blmk-2021.toml"
        return [
            *_measured("the merger of 2021", _in_a_process(home, str(merger)), list_of_practices),
            *_measured("the wave of April 2026, derived", _in_a_process(home, "2026-04-01"), list_of_practices),
        ]


def _load_all_but_one(home: Path) -> str:
    """Load all files but the one, and give the day on which that was published."""
    beside = home / "files"
    beside.mkdir()
    with (DATA / "ods" / "manifest.csv").open(newline="") as file:
        heading, *rows = csv.reader(file)
    kept = [row for row in rows if row[0] != LEFT]
    with (beside / "manifest.csv").open("w", newline="") as file:
        csv.writer(file).writerows([heading, *kept])
    for path in (DATA / "ods").iterdir():
        if path.name not in (LEFT, "manifest.csv"):
            (beside / path.name).symlink_to(path)
    _seconds(home, "register", "load", str(beside))
    return next(row[1] for row in rows if row[0] == LEFT)


def _seconds(home: Path, *words: str) -> float:
    """The seconds of a command, the start of its process included."""
    text = """
import subprocess, sys, time
begun = time.perf_counter()
subprocess.run([sys.executable, "-m", "ouzel", *sys.argv[1:]], check=True, capture_output=True)
print(time.perf_counter() - begun)
"""
    done = subprocess.run(
        [sys.executable, "-c", text, *words], env=_environment(home), check=True, capture_output=True, text=True
    )
    return float(done.stdout)


def _in_a_process(home: Path, *words: str) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, "-c", TIMED, *words], env=_environment(home), check=True, stdout=subprocess.PIPE, text=True
    )
    found: dict[str, float] = json.loads(done.stdout)
    return found


def _measured(what: str, took: dict[str, float], load: float) -> list[dict[str, Any]]:
    size, peak = f"{int(took['assertions']):,} assertions", took["peak"]
    both = took["preview"] + took["enact"]
    enacted = _case(f"{what}: enacted", size, took["enact"], peak)
    enacted["peers"] = {
        f"one UPDATE of {int(took['moved']):,} rows that forgets": _peer(took["update"], took["enact"]),
        "load of one list of practices": _peer(load, took["enact"]),
    }
    return [
        _case(f"{what}: read or derived", size, took["derive"], peak),
        _case(f"{what}: previewed", size, took["preview"], peak),
        _case(f"{what}: saved, proposed, approved", size, took["save"] + took["propose"] + took["approve"], peak),
        enacted,
        _case(f"{what}: previewed and enacted together", size, both, peak),
    ]


def _peer(seconds: float, ours: float) -> dict[str, float]:
    return {"seconds": round(seconds, 4), "ratio": round(seconds / ours, 4)}
