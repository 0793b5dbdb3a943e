"""Minutes drafted from the records: who was there, what was declared, decided, asked for, and what was irregular.

Only what may be public goes in: of an item taken in private its general nature, and the words of its decision that may
be public. The secretary writes on from here; the records stay what they are.
"""

from typing import Any

from django.utils import timezone

from ouzel.core.actors import Actor
from ouzel.governance.action_log.queries import ActionView, asked_at
from ouzel.governance.decisions.queries import DecisionView, decisions_at
from ouzel.governance.meetings.steps import bodies_of, day_of
from ouzel.governance.minutes import people
from ouzel.governance.minutes.wording import listed, long, name
from ouzel.governance.models import AgendaItem, Exclusion, Meeting

PRIVATE = "Part taken in private"
VOTES = {"for": "For", "against": "Against", "abstain": "Abstained"}


def draft(meeting: Meeting) -> str:
    """The minutes of a meeting as its records give them, in Markdown. Nothing is kept: see `write_minutes`."""
    items = list(meeting.items.filter(removed="").order_by("order", "pk"))
    parts = [
        head(meeting),
        people.section(meeting),
        _items(meeting, [item for item in items if not item.private]),
        _questions(meeting),
        _private(meeting, [item for item in items if item.private]),
        _irregular(meeting),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def head(meeting: Meeting, what: str = "Minutes") -> str:
    """The heading: which bodies met, when, where, and who presided."""
    day = day_of(meeting)
    bodies = bodies_of(meeting)
    starts = timezone.localtime(meeting.starts)
    ends = f" to {timezone.localtime(meeting.ends):%H:%M}" if meeting.ends else ""
    place = f", {meeting.venue}" if meeting.venue else ""
    lines = [f"# {what}: {meeting.title}", f"{starts:%A} {long(day)}, {starts:%H:%M}{ends}{place}."]
    if len(bodies) > 1:
        lines.append(f"Meeting in common of {listed(name(body, day) for body in bodies)}.")
    else:
        lines.append(f"Meeting of {name(bodies[0], day)}.")
    return "\n\n".join(lines)


def decision_words(decision: DecisionView) -> str:
    """A decision as minutes say it: reference, body, words, how it was taken, why, and who voted how."""
    lines = [f"**Decision {decision.ref}, {decision.body_name}: {decision.title}.** {decision.text}", decision.how]
    if decision.options:
        lines.append("Options considered:\n\n" + "\n".join(option_words(option) for option in decision.options))
    if decision.reasons:
        lines.append(f"Reasons: {decision.reasons}")
    for vote, words in VOTES.items():
        names = [each.name for each in decision.votes if each.vote == vote]
        if names:
            lines.append(f"{words}: {', '.join(names)}.")
    if decision.dissent:
        lines.append(f"Dissent: {decision.dissent}")
    return "\n\n".join(lines)


def _items(meeting: Meeting, items: list[AgendaItem]) -> str:
    decisions = decisions_at(meeting, _READER)
    actions = asked_at(meeting, viewer=_READER)
    parts = []
    for item in items:
        lines = [f"## {item.number}. {item.title}"]
        if item.presenter:
            lines.append(f"Presented by {item.presenter}.")
        if item.text:
            lines.append(item.text)
        lines += people.declarations(item)
        lines += [decision_words(each) for each in decisions if each.item == item.number]
        lines += _ratified(item)
        asked = [each for each in actions if each.item == item.number]
        if asked:
            lines.append("\n".join(_action(each) for each in asked))
        parts.append("\n\n".join(lines))
    return "\n\n".join(parts)


def _action(action: ActionView) -> str:
    due = f"by {long(action.due)}" if action.due else "no day set"
    return f"- **Action {action.ref}:** {action.text.rstrip('.')}. {action.owner}, {due}."


def _ratified(item: AgendaItem) -> list[str]:
    return [
        f"**Urgent decision {row.decision.ref}, {row.decision.title}, was "
        f"{'ratified' if row.ratified else 'not ratified'}.**{f' {row.note}' if row.note else ''}"
        for row in item.ratifications.select_related("decision").order_by("pk")
    ]


def _questions(meeting: Meeting) -> str:
    """Questions that were accepted; the name only of who agreed to its being public."""
    parts = []
    for row in meeting.questions.filter(accepted=True).order_by("received", "pk"):
        who = row.name if row.name_public and row.name else "A member of the public"
        asked = "\n".join(f"> {line}" for line in row.text.splitlines())
        answer = (
            f"{f'{row.answered_by}: ' if row.answered_by else ''}{row.answer}" if row.answer else "Not answered yet."
        )
        parts.append(f"{who} asked:\n\n{asked}\n\n{answer}")
    return "\n\n".join(["## Questions from the public", *parts]) if parts else ""


def _private(meeting: Meeting, items: list[AgendaItem]) -> str:
    if not items:
        return ""
    day = day_of(meeting)
    lines = [f"## {PRIVATE}"]
    rows = Exclusion.objects.filter(meeting=meeting).select_related("body", "proposer", "seconder")
    for row in rows.prefetch_related("items").order_by("pk"):
        seconded = f", seconded by {row.seconder.name}" if row.seconder else ""
        lines.append(
            f"{name(row.body, day)} resolved to exclude the public from {_numbers(row)}, for this reason: "
            f"{row.reason.rstrip('.')}. "
            f"Proposed by {row.proposer.name}{seconded}."
        )
    return "\n\n".join([*lines, _items(meeting, items).replace("\n## ", "\n### ").replace("## ", "### ", 1)])


def _numbers(row: Exclusion) -> str:
    found = [item.number for item in row.items.all()]
    return f"item{'' if len(found) == 1 else 's'} {listed(found)}"


def _irregular(meeting: Meeting) -> str:
    rows = meeting.irregularities.order_by("pk")
    said = "\n".join(
        f"- {row.problem[:1].upper()}{row.problem[1:].rstrip('.')}. Reason given: {row.reason}" for row in rows
    )
    return f"## Recorded as irregular\n\n{said}" if said else ""


def option_words(option: dict[str, Any]) -> str:
    """An option as minutes list it."""
    text = f": {option['text']}" if option.get("text") else ""
    evidence = f". It rests on: {option['evidence']}" if option.get("evidence") else ""
    return f"- {option['title']}{text}{evidence}{' (chosen)' if option.get('chosen') else ''}"


# Drafting is asked for by who runs the meeting: it reads what is put down before the notice, too.
_READER = Actor.system("minutes")
