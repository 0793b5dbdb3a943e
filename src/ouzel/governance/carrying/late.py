"""What came to a body after its plan was enacted, such as an action of its last meeting, is taken over too."""

from datetime import date

from django.db import transaction

from ouzel.core import audit
from ouzel.core.actors import Actor
from ouzel.core.permissions import require, today
from ouzel.core.roles import Permission
from ouzel.governance.auditing import Did
from ouzel.governance.bodies.names import Names
from ouzel.governance.carrying import handing
from ouzel.governance.carrying.ledger import MADE, Book, rows
from ouzel.governance.carrying.picture import Picture
from ouzel.governance.models import BodyFact
from ouzel.governance.models.bodies import BodyAttribute as B
from ouzel.reorganisation.models import Enactment
from ouzel.reorganisation.wording import in_words


@transaction.atomic
def carry_late(*, on: date, by: Actor) -> dict[str, dict[str, int]]:
    """Hand over whatever is still open with bodies whose plan has taken effect by the day; how much, by body.

    Doing it again does nothing. PermissionDenied for who does not keep bodies.
    """
    require(by, Permission.BODIES_KEEP, on=today())
    handed: dict[str, dict[str, int]] = {}
    names = Names()
    standing = Enactment.objects.filter(reverses=None, reversed_by=None, effective__lte=on).select_related("proposal")
    for enactment in standing.order_by("effective", "edition"):
        plan = enactment.proposal.slug
        made = rows(plan, "bodyfact", MADE)
        lives = BodyFact.objects.filter(pk__in=made, attribute=B.LIFE)
        said = BodyFact.objects.filter(
            body__in=lives.values("body"), attribute=B.SUCCESSOR, replaced=None, valid__startswith=enactment.effective
        ).select_related("body")
        if not said:
            continue
        late: dict[str, dict[str, int]] = {}
        known = Picture(plan, known_at=None)
        book = Book(plan, enactment.edition_id)
        for fact in said:
            heir = BodyFact.objects.filter(body__slug=fact.value).select_related("body").first()
            assert heir is not None
            name = known.name(fact.body.slug, fact.valid.lower)
            found = handing.hand_over(
                body=fact.body, name=name, heir=heir.body, heir_name=names.on(heir.body.slug, on), plan=plan, by=by,
                why=f"the plan {plan} took effect on {in_words(enactment.effective)}", on=enactment.effective,
                book=book,
            )  # fmt: skip
            if any(found.values()):
                late[fact.body.slug] = found
        if late:
            audit.record(by=by, action=Did.CARRIED_OVER, subject=f"proposal {plan}", detail={"on": on, "late": late})
        handed |= late
    return handed
