"""Minutes of the private part, drafted from the records in public and in private. The draft is itself private."""

from typing import Any

from django.db import transaction

from ouzel.confidential import reading
from ouzel.core.actors import Actor
from ouzel.governance.minutes import people
from ouzel.governance.minutes.drafting import head
from ouzel.governance.models import Decision, Meeting


@transaction.atomic
def draft_private(meeting: Meeting, *, by: Actor) -> str:
    """The private minutes of a meeting as its records give them, in Markdown; empty where there is nothing for the
    reader. What went into it counts as read.
    """
    items = reading.read_agenda(meeting, by=by)
    if not items:
        return ""
    actions = dict(reading.read_actions(meeting, by=by))
    parts = [head(meeting, "Private minutes"), people.section(meeting)]
    for item in items:
        public = meeting.items.get(number=item.number)
        lines = [f"## {item.number}. {item.title}"]
        if item.withheld:
            parts.append(f"{lines[0]}\n\nKept from you, as you took no part in it.")
            continue
        lines += [f"Presented by {item.presenter}."] if item.presenter else []
        lines += [item.text] if item.text else []
        lines += people.declarations(public)
        lines += [_decision(ref, by) for ref in item.decisions]
        asked = public.actions.filter(ref__in=actions).order_by("ref")
        lines += [
            f"- **Action {each.ref}:** {actions[each.ref]} {each.steps.earliest('number').owner}" for each in asked
        ]
        parts.append("\n\n".join(lines))
    return "\n\n".join(part for part in parts if part) + "\n"


def _decision(ref: str, by: Actor) -> str:
    read = reading.read_decision(ref, by=by)
    if read is None:
        return ""
    body = Decision.objects.select_related("body").get(ref=ref).body
    lines = [f"**Decision {ref}, {body.slug}: {read.title}.** {read.text}"]
    lines += [f"Reasons: {read.reasons}"] if read.reasons else []
    lines += ["Options considered:\n\n" + "\n".join(_option(option) for option in read.options)] if read.options else []
    lines += [f"Votes: {', '.join(f'{person} {vote}' for person, vote in read.votes)}"] if read.votes else []
    lines += [f"Dissent: {read.dissent}"] if read.dissent else []
    return "\n\n".join(lines)


def _option(option: dict[str, Any]) -> str:
    text = f": {option['text']}" if option.get("text") else ""
    return f"- {option['title']}{text}{' (chosen)' if option.get('chosen') else ''}"
