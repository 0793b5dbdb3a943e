"""Who may set a strategy of a kind, and which decision may adopt one."""

from datetime import date

from ouzel.core.errors import ContentError
from ouzel.governance.bodies.delegation import above
from ouzel.governance.bodies.queries import body_on, lineage
from ouzel.governance.models import Body, Decision
from ouzel.governance.reference.aims import KindOfStrategy
from ouzel.governance.reference.kinds import kind_of_body
from ouzel.reorganisation.wording import in_words

DECIDES = "strategy"


def check_setter(kind: KindOfStrategy, body: Body, *, on: date) -> None:
    """ContentError where the law has kinds of body that set this one, and on the day this body is none of them.

    Before the law knew any such kind, as before 2013 for a needs assessment, whoever answers for it may.
    """
    may = [each for each in map(kind_of_body, kind.set_by) if each.holds(on)]
    view = body_on(body, on=on)
    if view is None:
        raise ContentError("this body does not exist on that day", field="since", value=str(on))
    if may and view.kind not in {each.slug for each in may}:
        raise ContentError(
            f"{view.name} does not set this: the law has others set it", field="body", value=body.slug,
            right=f"A body of the kind: {' or '.join(each.name[0].lower() + each.name[1:] for each in may)} "
            f"({kind.basis}). What no law asks for is of the kind “other”",
        )  # fmt: skip


def adopting(ref: str, *, body: Body) -> Decision:
    """The decision that adopts a strategy: carried, on one, and of the body that answers for it, of one before it, or
    of a committee of these.

    ContentError that says which of these it is not.
    """
    found = Decision.objects.select_related("body").filter(ref=ref).first()
    if found is None:
        raise ContentError("there is no such decision", field="decision", value=ref, right="Its reference: D-2021-0007")
    if not found.carried:
        raise ContentError("this decision was not carried", field="decision", value=ref)
    if found.kind != DECIDES:
        raise ContentError("this decision was not on a strategy or plan", field="decision", value=ref,
                           right="The decision that adopted this text")  # fmt: skip
    line = {each.slug for each in lineage(body)}
    view = body_on(found.body, on=found.on)
    if found.body.slug not in line and not (view and line & {each.slug for each in above(view, on=found.on)}):
        raise ContentError(
            f"this decision of {in_words(found.on)} is that of another body, which does not answer for the strategy",
            field="decision", value=ref, right=f"A decision of {body}, or of a body before it",
        )  # fmt: skip
    return found
