"""Minutes of the private part, drafted from the records in public and in private. The draft is itself private."""

from django.db import transaction

from ouzel.confidential import reading
from ouzel.core.actors import Actor
from ouzel.governance.decisions.queries import how
from ouzel.governance.minutes import people
from ouzel.governance.minutes.drafting import VOTES, head, option_words
from ouzel.governance.minutes.wording import long, name
from ouzel.governance.models import Action, Decision, Meeting, Person


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
        lines += ["\n".join(_action(each, actions[each.ref]) for each in asked)] if asked else []
        parts.append("\n\n".join(lines))
    return "\n\n".join(part for part in parts if part) + "\n"


def _decision(ref: str, by: Actor) -> str:
    read = reading.read_decision(ref, by=by)
    if read is None:
        return ""
    row = Decision.objects.select_related("body").get(ref=ref)
    lines = [f"**Decision {ref}, {name(row.body, row.on)}: {read.title}.** {read.text}", how(row)]
    lines += [f"Reasons: {read.reasons}"] if read.reasons else []
    lines += (
        ["Options considered:\n\n" + "\n".join(option_words(option) for option in read.options)] if read.options else []
    )
    names = dict(Person.objects.filter(slug__in=[person for person, _ in read.votes]).values_list("slug", "name"))
    for vote, words in VOTES.items():
        cast = [names[person] for person, each in read.votes if each == vote]
        lines += [f"{words}: {', '.join(cast)}."] if cast else []
    lines += [f"Dissent: {read.dissent}"] if read.dissent else []
    return "\n\n".join(lines)


def _action(action: Action, text: str) -> str:
    first = action.steps.earliest("number")
    due = f"by {long(first.due)}" if first.due else "no day set"
    return f"- **Action {action.ref}:** {text.rstrip('.')}. {first.owner}, {due}."
