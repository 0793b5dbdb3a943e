"""The first page of a case for change, for somebody who has never heard of any of it. Pure."""

from collections import Counter
from collections.abc import Sequence

from ouzel.register.kinds import KINDS
from ouzel.reorganisation.case.values import Option, Served
from ouzel.reorganisation.case.words import count, day, few, listed, started
from ouzel.reorganisation.plan import WorkTogether
from ouzel.reorganisation.wording import describe

DOES: dict[str, str] = {
    "primary-care-group": "plans health care for the people of its area",
    "primary-care-trust": "plans and buys health care for the people of its area",
    "clinical-commissioning-group": "plans and buys health care for the people of its area: hospital care, mental"
    " health care, community nursing and more",
    "sub-icb-location": "is a part of an integrated care board's area, kept for counting and not a body in law",
    "partnership": "brings the health bodies and councils of an area together to plan",
    "board": "plans and buys health care for the people of its area: hospital care, mental health care, community"
    " nursing and more",
    "trust": "runs hospitals or other health services",
    "network": "is a few GP practices that work together",
    "practice": "is a surgery of family doctors",
    "local-authority": "is a council",
}
"""What a body of each kind does, as the end of a sentence that begins with its name."""


def summary_of(options: Sequence[Option]) -> tuple[str, ...]:
    """What the case is about: who there is, what each option would make of them, and whom they serve."""
    now, *others = options
    plan = others[0].plan
    assert plan is not None
    ways = listed(["to change nothing", *(f"“{o.title}”" for o in others)])
    said = [f"This paper sets {few(len(options))} ways side by side: {ways}."]
    if known_already(now, others[0]):
        said.append(
            f"The register, as it was known for this paper, has the change of {day(plan.effective)} already, or none of"
            " these bodies. So there is nothing to compare it with. Ask as it was known on the day before."
        )
        return tuple(said)
    said += _who(now)
    if practices := {unit for body in now.answering for unit in body.practices}:
        who = "Together they answer" if len(now.answering) > 1 else "It answers"
        said.append(
            f"{who} for {count(len(practices), 'GP practice')}, where family doctors work, and for the"
            " people registered there."
        )
    said += [_becomes(option, now) for option in others]
    return tuple(said)


def known_already(now: Option, option: Option) -> bool:
    """Whether "no change" is what the plan would bring: nobody is there, or the plan cannot be and would move nobody.

    So it is where a plan is asked about that is in the register already. A plan of working together moves nobody
    either, and has no problem with that.
    """
    if not now.bodies:
        return True
    same = [(b.code, b.units) for b in now.bodies] == [(b.code, b.units) for b in option.bodies]
    return same and option.expansion is not None and bool(option.expansion.problems)


def narrowest(slugs: Sequence[str]) -> str:
    """The kind that says most: a clinical commissioning group is not only called a local commissioner; "" for none."""
    held = [KINDS[slug] for slug in slugs]
    narrow = [k.slug for k in held if not any(other.roles < k.roles for other in held)]
    return narrow[0] if narrow else ""


def _who(now: Option) -> list[str]:
    """Who is concerned, and what a body of that kind does; first those that answer for the care of people."""
    first = now.answering
    others = [body for body in now.bodies if body not in first]
    said = [started(f"{count(len(first), 'body is', 'bodies are')} concerned: {listed([b.name for b in first])}.")]
    said += _what(first)
    if others:
        said.append(
            started(f"{count(len(others), 'other is', 'others are')} named: {listed([b.name for b in others])}.")
        )
        said += _what(others)
    return said


def _what(bodies: Sequence[Served]) -> list[str]:
    said = []
    kinds = Counter(narrowest(body.kinds) for body in bodies)
    for slug, number in sorted(kinds.items()):
        if slug in DOES:
            article = "an" if KINDS[slug].one[0] in "aeiouN" else "a"  # an NHS trust
            who = "It is" if len(bodies) == 1 else "Each is" if number == len(bodies) else (
                "One is" if number == 1 else f"{started(few(number))} are"
            )  # fmt: skip
            many = number > 1 and number < len(bodies)
            what = KINDS[slug].many if many else f"{article} {KINDS[slug].one}"
            said.append(f"{who} {what}. {started(article)} {KINDS[slug].one} {DOES[slug]}.")
    return said


def _becomes(option: Option, now: Option) -> str:
    assert option.plan is not None
    opening = f"Under “{option.title}”, from {day(option.plan.effective)},"
    before, after = [b.code for b in now.answering], [b.code for b in option.answering]
    if before == after:
        stay = "it stays" if len(after) == 1 else "both stay" if len(after) == 2 else f"all {few(len(after))} stay"
        return " ".join([f"{opening} {stay}.", *_together(option)])
    there = listed([body.name for body in option.answering]) or "nobody"
    return " ".join([f"{opening} there would be {few(len(after))}: {there}.", *_together(option)])


def _together(option: Option) -> list[str]:
    """What begins to work together without merging."""
    names = {body.code: body.name for body in option.bodies}
    changes = option.plan.changes if option.plan else ()
    return [f"{describe(each, names)}." for each in changes if isinstance(each, WorkTogether) and not each.ends]
