"""Opening a risk, looking at it again, closing it, and handing it to another body. Every look stays on record."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction

from ouzel.core import audit, locks
from ouzel.core.actors import Actor
from ouzel.core.errors import ContentError
from ouzel.core.permissions import Permission, today
from ouzel.governance.auditing import Did
from ouzel.governance.models import Body, Meeting, Risk, RiskReview
from ouzel.governance.reference.risks import matrix
from ouzel.governance.refs import next_ref
from ouzel.governance.rules import require_for

NEEDS = Permission.RISKS_KEEP
KEPT = ("owner", "likelihood", "impact", "inherent", "target", "controls", "gaps", "assurances")


@transaction.atomic
def open_risk(
    *, title: str, body: Body, owner: str, likelihood: int, impact: int, on: date, by: Actor, cause: str = "",
    effect: str = "", inherent: int | None = None, target: int | None = None, controls: Sequence[str] = (),
    gaps: Sequence[str] = (), assurances: Sequence[str] = (), framework: bool = False, public: bool = True,
    text: str = "", meeting: str = "",
) -> Risk:  # fmt: skip
    """Put a risk in the register of a body. Likelihood and impact from 1 to 5, now; `inherent` and `target` are scores:
    before controls, and where it should be. `framework`: it is part of the board assurance framework.
    """
    require_for(by, NEEDS, [body], on=today())
    if not title.strip():
        raise ContentError("the title is missing", field="title", right="What could go wrong, in a sentence")
    risk = Risk.objects.create(
        ref=next_ref("R", Risk, on=on), title=title.strip(), cause=cause.strip(), effect=effect.strip(),
        framework=framework, public=public, body=body, opened=on, by=str(by),
    )  # fmt: skip
    said = {"owner": owner, "likelihood": likelihood, "impact": impact, "inherent": inherent, "target": target,
            "controls": list(controls), "gaps": list(gaps), "assurances": list(assurances)}  # fmt: skip
    row = _look(risk, None, said, on=on, text=text, meeting=meeting, state="open", body=body, by=by)
    audit.record(by=by, action=Did.RISK_OPENED, subject=risk.ref,
                 detail={"title": risk.title, "body": body.slug, "framework": framework, "public": public,
                         "score": row.likelihood * row.impact, "on": on})  # fmt: skip
    return risk


@transaction.atomic
def review(*, risk: Risk, on: date, by: Actor, text: str = "", meeting: str = "", **changes: Any) -> RiskReview:
    """Somebody looked at a risk again, at a meeting or between meetings; what is not said anew stays as it was.

    `changes`: owner, likelihood, impact, inherent, target, controls, gaps, assurances. A closed risk is open again
    when it is looked at, and `text` says why. ContentError for a day before the last look, and for what is not a score.
    """
    held, last = _held(risk, by=by)
    if wrong := sorted(set(changes) - set(KEPT)):
        raise ContentError("a look at a risk has no such part", field=wrong[0], right=f"Use {', '.join(KEPT)}")
    if last.state == "closed" and not text.strip():
        raise ContentError("say why a closed risk is open again", field="text")
    row = _look(
        held, last, _said(last, changes), on=on, text=text, meeting=meeting, state="open", body=held.body, by=by
    )
    _record(row, Did.RISK_REVIEWED, by)
    return row


@transaction.atomic
def close_risk(*, risk: Risk, on: date, why: str, by: Actor, meeting: str = "") -> RiskReview:
    """A risk is over, or was accepted; `why` is read by everybody who may read the risk."""
    held, last = _held(risk, by=by)
    if last.state == "closed":
        raise ContentError("this risk is closed already", field="risk", value=held.ref)
    if not why.strip():
        raise ContentError("say why the risk is closed", field="why")
    row = _look(held, last, _said(last, {}), on=on, text=why, meeting=meeting, state="closed", body=held.body, by=by)
    _record(row, Did.RISK_REVIEWED, by)
    return row


@transaction.atomic
def carry_risk(*, risk: Risk, to: Body, on: date, why: str, by: Actor) -> RiskReview:
    """Another body looks after a risk from now on, with the score it has; ContentError for one that is closed."""
    held, last = _held(risk, by=by)
    require_for(by, NEEDS, [to], on=today())
    if last.state == "closed":
        raise ContentError("a closed risk is not carried over", field="risk", value=held.ref)
    if not why.strip():
        raise ContentError("say why another body takes it over", field="why")
    held.body = to
    held.save(update_fields=["body"])
    row = _look(held, last, _said(last, {}), on=on, text=why, meeting="", state="carried", body=to, by=by)
    _record(row, Did.RISK_REVIEWED, by)
    return row


@transaction.atomic
def show_risk(*, risk: Risk, public: bool, why: str, by: Actor) -> Risk:
    """Make a risk public, or no longer so: only ever with a reason, which is kept in the audit trail."""
    held, _ = _held(risk, by=by)
    if not why.strip():
        raise ContentError("say why", field="why")
    held.public = public
    held.save(update_fields=["public"])
    audit.record(by=by, action=Did.RISK_REVIEWED, subject=held.ref, detail={"public": public, "why": why.strip()})
    return held


def _held(risk: Risk, *, by: Actor) -> tuple[Risk, RiskReview]:
    locks.take(locks.Lock.GOVERNANCE)
    held = Risk.objects.select_for_update().get(pk=risk.pk)
    require_for(by, NEEDS, [held.body], on=today())
    return held, held.reviews.order_by("number").latest("number")


def _said(last: RiskReview, changes: dict[str, Any]) -> dict[str, Any]:
    return {**{name: getattr(last, name) for name in KEPT}, **changes}


def _look(
    risk: Risk, last: RiskReview | None, said: dict[str, Any], *, on: date, text: str, meeting: str, state: str,
    body: Body, by: Actor,
) -> RiskReview:  # fmt: skip
    if last is not None and on < last.on:
        raise ContentError("it was looked at later than that", field="on", value=str(on), right=f"{last.on} or later")
    if meeting and not Meeting.objects.filter(slug=meeting).exists():
        raise ContentError("there is no such meeting", field="meeting", value=meeting)
    if not str(said["owner"]).strip():
        raise ContentError("say who owns the risk", field="owner", right="A name or a post")
    sides, most = len(matrix().likelihood), matrix().most
    for name, bound in (("likelihood", sides), ("impact", sides), ("inherent", most), ("target", most)):
        given = said[name]
        if given is None and bound == most:
            continue
        if type(given) is not int or not 1 <= given <= bound:
            raise ContentError("this is not on the matrix", field=name, value=str(given), right=f"1 to {bound}")
    lists = {name: [each.strip() for each in said[name] if each.strip()] for name in ("controls", "gaps", "assurances")}
    return RiskReview.objects.create(
        risk=risk, number=last.number + 1 if last else 1, on=on, body=body, text=text.strip(), state=state,
        meeting=meeting, by=str(by), **{**said, **lists, "owner": said["owner"].strip()},
    )  # fmt: skip


def _record(row: RiskReview, action: Did, by: Actor) -> None:
    audit.record(
        by=by, action=action, subject=row.risk.ref,
        detail={"number": row.number, "score": row.likelihood * row.impact, "state": row.state, "body": row.body.slug,
                "meeting": row.meeting, "on": row.on, "text": row.text},
    )  # fmt: skip
