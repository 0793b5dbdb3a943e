"""How governance follows a reorganisation: bodies end and begin, and what was open is with whoever takes over.

Nothing is lost on the way: open actions, open risks, follows, business to come and strategies are counted with each
body before and after. Registers of interests are people's own and stay as they are; so do addresses, which lead on to
the successor.
"""

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal

from ouzel.core.actors import Actor
from ouzel.core.models import Edition
from ouzel.core.permissions import today
from ouzel.governance.carrying import counting
from ouzel.governance.carrying.applying import carry_out
from ouzel.governance.carrying.dependants import built_on
from ouzel.governance.carrying.doing import Doing
from ouzel.governance.carrying.ledger import Book
from ouzel.governance.carrying.telling import SLUG, consequences
from ouzel.governance.carrying.undoing import take_back
from ouzel.governance.carrying.working_out import work_out
from ouzel.governance.models import BodyFact
from ouzel.governance.models.bodies import BodyAttribute as B
from ouzel.reorganisation.expansion import Choice, Consequence, Expansion
from ouzel.reorganisation.following import Total
from ouzel.reorganisation.models import Enactment
from ouzel.reorganisation.naming import bodies_named


class GovernanceFollower:
    """Bodies that decide, with their seats, open actions, risks and those who follow them."""

    slug = SLUG
    title = "Boards, committees and their business"

    def consequences(self, expansion: Expansion) -> Iterable[Consequence]:
        """Bodies that end, begin or change; what is taken over, and what somebody has to see to."""
        return consequences(work_out(expansion), day=expansion.state.day)

    def choices(self, expansion: Expansion) -> Iterable[Choice]:
        """Who takes over from a body, where the heirs have none of the same kind, or several."""
        return [fate.choice for fate in work_out(expansion).ends if fate.choice]

    def totals(self, expansion: Expansion, *, enacted: bool) -> Iterable[Total]:
        """Open actions, open risks, follows, business and strategies of every body of the plan's organisations.

        Each by the slug of the body. They are those of now or, once the plan is enacted, of then: what comes later is
        no part of its proof.
        """
        before = bool(expansion.assertions)  # a state read after an enactment comes without
        slugs, names = _bodies(expansion)
        heirs: dict[str, str] = {}
        if enacted:
            fates = work_out(expansion)
            heirs = fates.heirs
            names |= {fate.heir: fate.heir_name for fate in fates.ends if fate.heir}
        asked = counting.asked_for(expansion.plan.slug, day=expansion.state.day, before=before)
        for what, counts in counting.counted(slugs | set(heirs.values()), asked).items():
            moved: Counter[str] = Counter()
            for slug, count in counts.items():
                moved[heirs.get(slug, slug)] += count
            for slug, count in sorted(moved.items()):
                if count:
                    yield Total(what, slug, names.get(slug, slug), Decimal(count))

    def apply(self, expansion: Expansion, *, edition: Edition, by: Actor) -> None:
        """End, open and reshape bodies, and hand over what is open."""
        plan = expansion.plan
        doing = Doing(
            plan=plan.slug, title=plan.title, day=expansion.state.day, known=expansion.state.known_at or today(), by=by,
            book=Book(plan.slug, edition.number),
        )  # fmt: skip
        carry_out(work_out(expansion), doing)

    def undo(self, expansion: Expansion, *, edition: Edition, by: Actor) -> None:
        """Put back everything that was changed, known from the day of the reversal."""
        plan = expansion.plan
        own = Enactment.objects.select_related("publication").get(proposal__slug=plan.slug, reverses=None)
        known = own.publication.withdrawn_on or own.known_from
        take_back(
            plan.slug, why=f"The plan {plan.slug} ({plan.title}) was reversed.", known=known, by=by,
            book=Book(plan.slug, edition.number), subject=f"proposal {plan.slug}",
        )  # fmt: skip

    def dependants(self, expansion: Expansion) -> Iterable[str]:
        """What was said, asked for or looked at since in the place of what the plan changed."""
        return built_on(expansion.plan.slug, day=expansion.state.day)


def _bodies(expansion: Expansion) -> tuple[set[str], dict[str, str]]:
    """All bodies that ever were of the organisations that the plan names, and their committees; with their names."""
    codes = {code for code, _ in bodies_named(expansion.plan)}
    told = (B.ORGANISATION, B.PART_OF, B.NAME)
    rows = list(
        BodyFact.objects.filter(attribute__in=told).order_by("valid", "pk").values_list(
            "body__slug", "attribute", "value")
    )  # fmt: skip
    found = {slug for slug, attribute, value in rows if attribute == B.ORGANISATION and value in codes}
    more = found
    while more:
        more = {slug for slug, attribute, value in rows if attribute == B.PART_OF and value in more} - found
        found |= more
    return found, {slug: value for slug, attribute, value in rows if attribute == B.NAME and slug in found}
