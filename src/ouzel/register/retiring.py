"""What the audit trail keeps of publications, and the withdrawal of one."""

from datetime import date
from enum import StrEnum

from ouzel.core import audit
from ouzel.core.actors import Actor
from ouzel.core.models import Edition
from ouzel.register.models import Publication, PublicationState
from ouzel.register.storing import Touched
from ouzel.register.touching import spoken_of, with_dependants


class Action(StrEnum):
    """What the register records in the audit trail."""

    LOADED = "register.publication.loaded"
    HELD = "register.publication.held"
    RELEASED = "register.publication.released"
    WITHDRAWN = "register.publication.withdrawn"
    SETTLED = "register.conflict.settled"


def retire(publication: Publication, edition: Edition, *, by: Actor, why: str, on: date | None) -> set[Touched]:
    """Mark a publication as withdrawn in this edition; what is to be derived anew. The caller has checked it."""
    publication.state, publication.left, publication.withdrawn_on = PublicationState.WITHDRAWN, edition, on
    publication.save(update_fields=["state", "left", "withdrawn_on"])
    audit.record(
        by=by, action=Action.WITHDRAWN, subject=f"publication {publication.pk}",
        detail={"edition": edition.number, "why": why, "on": on},
    )  # fmt: skip
    return with_dependants(spoken_of(publication), [publication])
