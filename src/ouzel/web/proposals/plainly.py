"""The first words of a proposal, for somebody who has never heard of the NHS: what such bodies do, what it changes.

Told by the kinds of the bodies that a plan names on the day before, and of those that begin with it.
"""

from dataclasses import dataclass
from datetime import timedelta

from ouzel.register.attributes import Attribute
from ouzel.register.kinds import KINDS
from ouzel.reorganisation.expansion import State
from ouzel.reorganisation.lifecycle import IN_FORCE
from ouzel.reorganisation.lifecycle import State as Standing
from ouzel.reorganisation.naming import bodies_named
from ouzel.reorganisation.plan import HandOver, Plan, Rename, WorkTogether
from ouzel.web.proposals.words import roles_given


@dataclass(frozen=True)
class Family:
    """Kinds of bodies that are explained alike: what they do, and what a change of them means for a person."""

    kinds: tuple[str, ...]
    what: str
    you: str


FAMILIES = (
    Family(
        ("commissioner", "board", "hub"),
        "In England most health care is paid for from taxes, through the National Health Service (NHS). In each part "
        "of the country one organisation decides which health services people there need, and pays hospitals, GP "
        "practices (family doctors) and others to give them. It is called a commissioner. It does not treat anybody "
        "itself.",
        "The care you get stays as it is, as far as this plan goes. It does not move your GP practice, your hospital, "
        "your doctors or your nurses, and you book appointments as before. What changes is who plans that care and "
        "pays for it. You do not need to do anything.",
    ),
    Family(
        ("partnership",),
        "Some of the bodies here are partnerships: hospitals, GP practices, commissioners and councils of one area "
        "that plan health and care together. A partnership is not an organisation in law.",
        "The care you get stays as it is, as far as this plan goes. What changes is who sits together to plan it.",
    ),
    Family(
        ("trust", "site"),
        "An NHS trust is an organisation that runs hospitals, or services such as mental health care or ambulances. "
        "It employs the doctors, nurses and others who treat you there.",
        "The plan changes which organisation runs these services. By itself it closes no hospital and moves no "
        "clinic: appointments that you have stay as they are unless the hospital tells you otherwise.",
    ),
    Family(
        ("practice", "branch"),
        "A GP practice is where you register with a family doctor. It is the first place to ask about most health "
        "problems, and it sends people on to hospitals and others.",
        "If you are registered with one of the practices named here, search for it below to see what becomes of it.",
    ),
    Family(
        ("network",),
        "A primary care network is a group of neighbouring GP practices that share some staff and services.",
        "You stay registered with your own GP practice. Shared services, such as a pharmacist or appointments in the "
        "evening, may be run by another group of practices.",
    ),
    Family(
        ("local-authority",),
        "A local authority is a council. It is responsible for social care and for public health.",
        "Ask the council named here what becomes of its services.",
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Opening:
    """The beginning of a proposal's page: paragraphs on what such bodies are, and on what changes for you."""

    what: tuple[str, ...]
    you: tuple[str, ...]
    kinds: tuple[str, ...]  # slugs of the narrowest kinds concerned

    @property
    def what_kinds(self) -> list[str]:
        """The kinds in words, many of each."""
        return [KINDS[slug].many for slug in self.kinds]


def opening(plan: Plan, state: State) -> Opening:
    """What to say first, by the kinds of the bodies that the plan names."""
    held = [kinds_of(code, plan, state) for code in dict.fromkeys(code for code, _ in bodies_named(plan))]
    slugs = {slug for kinds in held for slug in kinds}
    families = [family for family in FAMILIES if slugs & set(family.kinds)]
    if families and families[0].kinds[0] == "commissioner":
        families = [family for family in families if family.kinds != ("partnership",)]
    narrow = dict.fromkeys(min(kinds, key=lambda s: len(KINDS[s].roles)) for kinds in held if kinds)
    you = [family.you for family in families] or ["What changes for you stands below, change by change."]
    if all(isinstance(change, Rename | WorkTogether) for change in plan.changes):
        you = ["Nothing changes in the care you get, as far as this plan goes. You do not need to do anything."]
    elif all(isinstance(change, HandOver | Rename | WorkTogether) for change in plan.changes):
        you = ["As far as this plan goes, no service closes or moves. What changes is who is responsible for it."]
    return Opening(tuple(family.what for family in families), tuple(you), tuple(narrow))


def kinds_of(code: str, plan: Plan, state: State) -> tuple[str, ...]:
    """The kinds (slugs) of a body on the day before, or of one that begins by the roles the plan gives it."""
    eve = state.day - timedelta(days=1)
    facts = [h for h in state.facts.get(code, ()) if h.on(eve)]
    roles = {h.value for h in facts if h.attribute is Attribute.ROLE} or set(roles_given(plan).get(code, ()))
    settings = {h.value for h in facts if h.attribute is Attribute.SETTING}
    return tuple(
        kind.slug for kind in KINDS.values()
        if kind.roles & (settings if kind.told_by is Attribute.SETTING else roles)
    )  # fmt: skip


def tense(standing: Standing) -> str:
    """How to speak of what the plan does: `would`, `will` or `did`."""
    if standing in IN_FORCE:
        return "will" if standing is Standing.SCHEDULED else "did"
    return "will" if standing is Standing.APPROVED else "would"
