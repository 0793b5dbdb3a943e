"""What `ouzel change reconcile` prints: how far later files agree with an enacted plan, and each line that does not."""

from typing import TYPE_CHECKING

from ouzel.api import change_shapes
from ouzel.api.change_words import count, day
from ouzel.cli import showing
from ouzel.cli.changes.telling import heading
from ouzel.reorganisation.reconciling import Line, Reconciliation, Verdict, reconcile

if TYPE_CHECKING:
    from ouzel.reorganisation.models import Proposal

EXPLAINED = {
    Verdict.AGREES: "Agree with the plan",
    Verdict.BEHIND: "Have not caught up, and still tell what was before, which undoes nothing",
    Verdict.DISAGREES: "Disagree about the same days (settle each, or amend the plan)",
    Verdict.NEWER: "Tell of a change since, like any other",
    Verdict.SILENT: "Nobody has said anything yet of",
}
LISTED = (Verdict.DISAGREES, Verdict.NEWER, Verdict.BEHIND, Verdict.SILENT)
"""What is listed, the weightiest first; what agrees is only counted."""


def tell(proposal: "Proposal", *, most: int | None, json: bool) -> None:
    """Counts of each verdict, then the lines; `most` of each kind (None: every one)."""
    with showing.working("Reading what was said since"):
        found = reconcile(proposal)
    if json:
        showing.document(change_shapes.reconciliation(proposal.slug, found))
        return
    done = found.enactment
    files = count(len(found.files), "file")
    showing.say(f"{proposal.slug}, in force from {day(done.effective)}: what {files} published since then say of it.")
    showing.say()
    for verdict, words in EXPLAINED.items():
        if found.counts.get(verdict):
            showing.say(f"{words}: {count(found.counts[verdict], 'line')}.")
    if not found.files:
        showing.say("No file of the plan's day or later speaks of its bodies yet. Load some: ouzel register load PATH")
    for verdict in LISTED:
        if found.of(verdict):
            _listed(verdict, found, most)


def _listed(verdict: Verdict, found: Reconciliation, most: int | None) -> None:
    lines = found.of(verdict)
    heading(f"{verdict.value.capitalize()}: {len(lines):,}")
    if verdict is Verdict.SILENT:
        rows = [(each.code, _fact(each), each.planned) for each in lines[:most]]
        showing.table(("code", "fact", "the plan says"), rows)
    else:
        showing.table(
            ("code", "fact", "the plan says", "the file says", "since", "where"),
            [(x.code, _fact(x), x.planned, x.said, x.since, f"{x.file}, line {x.row}") for x in lines[:most]],
        )
    if most and len(lines) > most:
        showing.say(f"  and {len(lines) - most:,} more (all of them: --all)")


def _fact(line: Line) -> str:
    return line.attribute.name.lower().replace("_", " ")
