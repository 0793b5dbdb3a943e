"""Opening a risk, looking at it again, closing it, and handing it to another body. Every look stays on record."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction

from ouzel.core import audit, locks
from ouzel.core.actors import Actor
from ouzel.core.errors import ContentError
from ouzel.core.lines import line
from ouzel.core.permissions import Permission, today
from ouzel.governance.auditing import Did
from ouzel.governance.decisions.sitting import meeting_begun
from ouzel.governance.models import Body, Risk, RiskReview
from ouzel.governance.reference.risks import matrix
from ouzel.governance.refs import hidden_ref, next_ref
from ouzel.governance.risks import ahead
from ouzel.governance.risks.ahead import KEPT
from ouzel.governance.rules import require_for
from ouzel.reorganisation.wording import in_words

NEEDS = Permission.RISKS_KEEP


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
    title = line(title, field="title")
    if not title:
        raise ContentError("the title is missing", field="title", right="What could go wrong, in a sentence")
    ref = (next_ref if public else hidden_ref)("R", Risk, on=on)
    risk = Risk.objects.create(
        ref=ref, title=title, cause=cause.strip(), effect=effect.strip(),
        framework=framework, public=public, body=body, opened=on, by=str(by),
    )  # fmt: skip
    said = {"owner": owner, "likelihood": likelihood, "impact": impact, "inherent": inherent, "target": target,
            "controls": list(controls), "gaps": list(gaps), "assurances": list(assurances)}  # fmt: skip
    row = _look(risk, None, said, on=on, text=text, meeting=meeting, state="open", body=body, by=by)
    audit.record(by=by, action=Did.RISK_OPENED, subject=risk.ref,
                 detail={"title": risk.title if public else "", "body": body.slug, "framework": framework,
                         "public": public,
                         "score": row.likelihood * row.impact, "on": on})  # fmt: skip
    return risk


@transaction.atomic
def review(*, risk: Risk, on: date, by: Actor, text: str = "", meeting: str = "", **changes: Any) -> RiskReview:
    """Somebody looked at a risk again, at a meeting or between meetings; what is not said anew stays as it was.

    `changes`: owner, likelihood, impact, inherent, target, controls, gaps, assurances. A closed risk is open again
    when it is looked at, and `text` says why. ContentError for a day before the last look, and for what is not a score.
    """
    held, last, to_come = _held(risk, by=by, on=on)
    if wrong := sorted(set(changes) - set(KEPT)):
        raise ContentError("a look at a risk has no such part", field=wrong[0], right=f"Use {', '.join(KEPT)}")
    if last.state == "closed" and not text.strip():
        raise ContentError("say why a closed risk is open again", field="text")
    row = _look(
        held, last, _said(last, changes), on=on, text=text, meeting=meeting, state="open", body=last.body, by=by,
        number=(to_come or [last])[-1].number + 1,
    )  # fmt: skip
    _record(row, Did.RISK_REVIEWED, by)
    ahead.hand_over_again(row, to_come, by=by)
    return row


@transaction.atomic
def close_risk(*, risk: Risk, on: date, why: str, by: Actor, meeting: str = "") -> RiskReview:
    """A risk is over, or was accepted; `why` is read by everybody who may read the risk."""
    held, last, to_come = _held(risk, by=by, on=on)
    if last.state == "closed":
        raise ContentError("this risk is closed already", field="risk", value=held.ref)
    if not why.strip():
        raise ContentError("say why the risk is closed", field="why")
    row = _look(
        held, last, _said(last, {}), on=on, text=why, meeting=meeting, state="closed", body=last.body, by=by,
        number=(to_come or [last])[-1].number + 1,
    )  # fmt: skip
    if held.body_id != last.body_id:  # closed before the day of the plan that would have handed it over
        held.body = last.body
        held.save(update_fields=["body"])
    _record(row, Did.RISK_REVIEWED, by)
    return row


@transaction.atomic
def carry_risk(*, risk: Risk, to: Body, on: date, why: str, by: Actor) -> RiskReview:
    """Another body looks after a risk from now on, with the score it has; ContentError for one that is closed."""
    held, last, to_come = _held(risk, by=by, on=on)
    require_for(by, NEEDS, [to], on=today())
    if to_come:
        raise ContentError(
            f"a reorganisation hands this risk over on {in_words(to_come[0].on)}", field="on", value=str(on),
            right="Give that day or a later one",
        )  # fmt: skip
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
    held, *_ = _held(risk, by=by, on=date.max)
    if not why.strip():
        raise ContentError("say why", field="why")
    held.public = public
    held.save(update_fields=["public"])
    audit.record(by=by, action=Did.RISK_REVIEWED, subject=held.ref, detail={"public": public, "why": why.strip()})
    return held


def _held(risk: Risk, *, by: Actor, on: date) -> tuple[Risk, RiskReview, list[RiskReview]]:
    """The risk, held; the look on which it stands on the day; what a plan that is still ahead then has handed over."""
    locks.take(locks.Lock.GOVERNANCE)
    held = Risk.objects.select_for_update().get(pk=risk.pk)
    last, to_come = ahead.standing_on(held, on)
    require_for(by, NEEDS, [last.body], on=today())
    return held, last, to_come


def _said(last: RiskReview, changes: dict[str, Any]) -> dict[str, Any]:
    return {**{name: getattr(last, name) for name in KEPT}, **changes}


def _look(
    risk: Risk, last: RiskReview | None, said: dict[str, Any], *, on: date, text: str, meeting: str, state: str,
    body: Body, by: Actor, number: int = 1,
) -> RiskReview:  # fmt: skip
    if last is not None and on < last.on:
        raise ContentError(
            "it was looked at later than that", field="on", value=str(on), right=f"{in_words(last.on)} or later"
        )
    meeting_begun(meeting, on=on)
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
    number = max(number, last.number + 1) if last else number
    return RiskReview.objects.create(
        risk=risk, number=number, on=on, body=body, text=text.strip(), state=state, meeting=meeting,
        by=str(by), **{**said, **lists, "owner": said["owner"].strip()},
    )  # fmt: skip


def _record(row: RiskReview, action: Did, by: Actor) -> None:
    audit.record(
        by=by, action=action, subject=row.risk.ref,
        detail={"number": row.number, "score": row.likelihood * row.impact, "state": row.state, "body": row.body.slug,
                "meeting": row.meeting, "on": row.on, "text": row.text if row.risk.public else ""},
    )  # fmt: skip
