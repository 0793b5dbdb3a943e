"""Plans, previews and the life of proposals as plain dictionaries: what `ouzel change --json` and the interface give.

Days are ISO texts; amounts are numbers to their last digit.
"""

import csv
import io
import tomllib
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from ouzel.api.change_words import outcome, sentences
from ouzel.api.shapes import Shape, text
from ouzel.core.errors import ContentError
from ouzel.core.spreadsheets import guarded
from ouzel.reorganisation import lifecycle
from ouzel.reorganisation.expansion import Choice, Consequence, Unresolved
from ouzel.reorganisation.plan import Plan
from ouzel.reorganisation.publicly import named, told, who

if TYPE_CHECKING:
    from ouzel.reorganisation.benefits import Tracked
    from ouzel.reorganisation.checklist import Task
    from ouzel.reorganisation.models import Document, Enactment, Proposal, Step, Version
    from ouzel.reorganisation.preview import Compared, Preview
    from ouzel.reorganisation.proving import Again
    from ouzel.reorganisation.reconciling import Reconciliation

CONSEQUENCE = ("package", "record", "name", "what", "before", "after", "why", "path")


def plan(it: Plan) -> Shape:
    """A plan as its file has it, by the published JSON Schema."""
    from ouzel.reorganisation import plan_file

    return _plain(tomllib.loads(plan_file.write(it), parse_float=Decimal))


def _plain(value: Any) -> Any:
    """TOML's days as ISO texts, at any depth."""
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return value.isoformat() if isinstance(value, date | datetime) else value


def _previewed(seen: "Preview") -> Shape:
    """What a preview was worked out from, and what it comes to in words."""
    return {
        "slug": seen.plan.slug,
        "title": seen.plan.title,
        "effective": text(seen.plan.effective),
        "known_at": text(seen.moment.known_at),
        "edition": seen.edition,
        "summary": " ".join([*sentences(seen.plan, seen.expansion.state.names), outcome(seen)]),
    }


def preview(seen: "Preview") -> Shape:
    """All that would follow from a plan."""
    return {
        **_previewed(seen),
        "problems": [problem(each) for each in seen.problems],
        "totals": [compared(each) for each in seen.totals],
        "choices": [choice(each) for each in seen.choices],
        "unresolved": [unresolved(each) for each in seen.unresolved],
        "count": len(seen.consequences),
        "consequences": [consequence(each) for each in seen.consequences],
    }


def consequences(seen: "Preview") -> Shape:
    """Everything that follows for any record."""
    rows = [consequence(each) for each in seen.consequences]
    return {**_previewed(seen), "count": len(rows), "consequences": rows}


def problem(it: ContentError) -> Shape:
    """One thing that is wrong with a plan, where it stands, and what would be right."""
    return {
        "problem": it.problem,
        "line": it.line,
        "field": it.field or None,
        "value": it.value or None,
        "right": it.right or None,
    }


def compared(it: "Compared") -> Shape:
    """What one body has of one kind of thing, without the plan and with it; null where it has nothing of the kind."""
    return {
        "what": it.what,
        "body": it.body,
        "name": it.name,
        "before": it.before,
        "after": it.after,
        "unit": it.unit or None,
        "source": it.source or None,
    }


def consequence(it: Consequence) -> Shape:
    """One thing that follows for one record."""
    return {name: getattr(it, name) for name in CONSEQUENCE}


def consequences_csv(found: Iterable[Consequence]) -> bytes:
    """All consequences as a CSV file with a heading, of which no field is a formula to a spreadsheet."""
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(CONSEQUENCE)
    rows.writerows(guarded(getattr(each, name) for name in CONSEQUENCE) for each in found)
    return out.getvalue().encode()


def choice(it: Choice) -> Shape:
    """What a person must decide, and what they decided."""
    return {
        "key": it.key,
        "question": it.question,
        "options": [{"value": value, "words": words} for value, words in it.options],
        "made": it.made or None,
    }


def unresolved(it: Unresolved) -> Shape:
    """A unit that is left without a home, with the reason."""
    return {
        "code": it.code,
        "name": it.name,
        "relation": it.attribute.name.lower(),
        "was": it.was,
        "why": it.why,
    }


def listed(it: "Proposal", newest: "Version", state: lifecycle.State) -> Shape:
    """A proposal as a list shows it."""
    return {
        "slug": it.slug,
        "title": newest.title,
        "effective": text(newest.effective),
        "author": named(it.author) or None,
        "version": newest.number,
        "state": state.value,
    }


def step(it: "Step") -> Shape:
    """One step of a proposal's life."""
    return {
        "number": it.number,
        "state": it.state,
        "on": text(it.on),
        "by": who(it),
        "version": it.version.number,
        "note": it.note or None,
        "document": it.document.title if it.document else None,
    }


def document(it: "Document") -> Shape:
    """A document that was handed in; its content is not in it."""
    return {"title": it.title, "name": it.name, "media_type": it.media_type, "sha256": it.sha256}


def enactment(it: "Enactment") -> Shape:
    """What an enactment or a reversal did, and its proof as it was kept."""
    return {
        "edition": it.edition_id,
        "effective": text(it.effective),
        "known_from": text(it.known_from),
        "by": told(it.by, lifecycle.State.REVERSED if it.reverses_id else lifecycle.State.ENACTED),
        "reversal": it.reverses_id is not None,
        "sha256": it.sha256,
        "proof": it.proof,
    }


def again(counted: "Again", *, proved: bool) -> Shape:
    """A proof that was counted again."""
    return {
        "holds": counted.holds,
        "intact": counted.intact,
        "proved": proved,
        "deviations": [
            {"what": d.what, "body": d.body, "name": d.name, "proved": d.proved, "found": d.found}
            for d in counted.deviations
        ],
    }


def task(it: "Task") -> Shape:
    """One task of the readiness checklist."""
    return {
        "slug": it.slug,
        "heading": it.heading,
        "task": it.task,
        "begins": text(it.begins),
        "due": text(it.due),
        "state": it.state.value,
        "owner": it.owner or None,
        "done_on": text(it.done_on),
        "note": it.note or None,
        "source": it.source,
    }


def benefit(it: "Tracked") -> Shape:
    """What a plan promises, and what really came of it."""
    return {
        "slug": it.benefit.slug,
        "title": it.benefit.title,
        "owner": it.benefit.owner,
        "unit": it.benefit.unit,
        "baseline": it.benefit.baseline,
        "target": it.benefit.target,
        "measure_on": text(it.benefit.measure_on),
        "reached": it.reached,
        "results": [
            {"on": text(r.on), "value": r.value, "source": r.source, "note": r.note or None} for r in it.results
        ],
    }


def reconciliation(slug: str, found: "Reconciliation") -> Shape:
    """What later publications say of an enacted plan, line by line."""
    return {
        "slug": slug,
        "edition": found.enactment.edition_id,
        "counts": {verdict.value: number for verdict, number in found.counts.items()},
        "files": list(found.files),
        "lines": [
            {
                "code": line.code,
                "fact": line.attribute.name.lower(),
                "planned": line.planned,
                "verdict": line.verdict.value,
                "said": line.said or None,
                "since": text(line.since),
                "file": line.file or None,
                "row": line.row,
                "published": text(line.published),
            }
            for line in found.lines
        ],
    }
