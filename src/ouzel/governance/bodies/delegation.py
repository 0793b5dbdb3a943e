"""Whether a body may take a decision: by the scheme of reservation and delegation, on the day, up to its limit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ouzel.core.types.money import pounds
from ouzel.governance.bodies.queries import BodyView, body_on
from ouzel.governance.models import Body, BodyFact, Delegation
from ouzel.governance.models.bodies import BodyAttribute
from ouzel.governance.reference.decisions import kind_of_decision
from ouzel.governance.reference.kinds import kind_of_body
from ouzel.reorganisation.wording import in_words


@dataclass(frozen=True)
class Authority:
    """Whether a body may decide, why (a sentence for the record), and the line of the scheme that says so."""

    allowed: bool
    why: str
    line: Delegation | None = None


def may_decide(*, body: Body, kind: str, pence: int | None, on: date, known_at: date | None = None) -> Authority:
    """Whether a body may take a decision of a kind that commits `pence` (None: no sum) on the day.

    In this order: what is reserved to another body is refused; what a line gives is allowed up to its limit, the lowest
    where several schemes give it; a committee without a line is refused; any other body keeps what it gave nobody.
    ContentError for a kind that is not known.
    """
    view = body_on(body, on=on, known_at=known_at)
    if view is None:
        return Authority(False, f"{body} does not exist on {in_words(on)}")
    money = kind_of_decision(kind).money
    above = _above(view, on=on, known_at=known_at)
    names = {each.body.pk: each.name for each in (view, *above)}
    lines = list(
        Delegation.objects.on(on, known_at=known_at).filter(kind=kind).select_related("body", "scheme_of")
    )  # fmt: skip
    for line in lines:
        if line.reserved and line.body_id != body.pk and line.scheme_of_id in names:
            who = _name(line.body, on=on, known_at=known_at)
            scheme = names[line.scheme_of_id]
            return Authority(False, f"The scheme of {scheme} reserves decisions of this kind to {who}", line)
    below = bool(above or (view.kind and kind_of_body(view.kind).parent))
    own = [line for line in lines if line.body_id == body.pk]
    if not below:  # a body of another organisation may not take from what this one decides for itself
        near = _near(view, on=on, known_at=known_at)
        own = [line for line in own if line.scheme_of_id in near]
    if own:
        return _within(own, lines, pence, money=money, on=on, known_at=known_at)
    if above:
        return Authority(False, f"Nothing of this kind is delegated to {view.name}: {above[-1].name} may decide it")
    if below:
        return Authority(False, f"Nothing of this kind is delegated to {view.name}")
    return Authority(True, f"{view.name} keeps what it has not delegated")


def _near(view: BodyView, *, on: date, known_at: date | None) -> set[int]:
    """The bodies, itself among them, that are of an organisation that a body is of: several give to a joint one."""
    codes = [each.code for each in view.organisations]
    rows = BodyFact.objects.on(on, known_at=known_at).filter(attribute=BodyAttribute.ORGANISATION, value__in=codes)
    return {view.body.pk, *rows.values_list("body", flat=True)}


def _within(
    own: Sequence[Delegation], lines: Sequence[Delegation], pence: int | None, *, money: bool, on: date,
    known_at: date | None,
) -> Authority:  # fmt: skip
    """What the lines of a body allow: every scheme that speaks of it must."""
    line = min(own, key=lambda each: (each.limit is None, each.limit or 0))
    scheme = _name(line.scheme_of, on=on, known_at=known_at)
    condition = f", provided that: {line.condition.rstrip('.')}" if line.condition else ""
    if line.limit is None:
        how = "reserves it to" if line.reserved else "delegates it without limit to"
        return Authority(
            True, f"The scheme of {scheme} {how} {_name(line.body, on=on, known_at=known_at)}{condition}", line
        )
    limit = pounds(line.limit)
    if pence is None and money:
        return Authority(False, f"The scheme of {scheme} sets a limit of {limit}: say what the decision commits", line)
    if pence is not None and pence > line.limit:
        may = [
            each for each in lines
            if each.scheme_of_id == line.scheme_of_id and each.body_id != line.body_id
            and (each.limit is None or each.limit >= pence)
        ]  # fmt: skip
        who = " or ".join(sorted({_name(each.body, on=on, known_at=known_at) for each in may})) or scheme
        return Authority(
            False,
            f"{pounds(pence)} is more than the {limit} that the scheme of {scheme} allows: {who} may decide it",
            line,
        )
    return Authority(True, f"The scheme of {scheme} allows it up to {limit}{condition}", line)


def scheme(of: Body, *, on: date, known_at: date | None = None) -> tuple[Delegation, ...]:
    """The lines of a body's scheme on the day, by kind of decision."""
    rows = Delegation.objects.on(on, known_at=known_at).filter(scheme_of=of)
    return tuple(rows.select_related("body", "scheme_of").order_by("kind", "-reserved", "body__slug"))


def powers(of: Body, *, on: date, known_at: date | None = None) -> tuple[Delegation, ...]:
    """The lines that say what a body may decide on the day, by kind of decision."""
    rows = Delegation.objects.on(on, known_at=known_at).filter(body=of)
    return tuple(rows.select_related("body", "scheme_of").order_by("kind", "scheme_of__slug"))


def _above(view: BodyView, *, on: date, known_at: date | None) -> list[BodyView]:
    """The bodies a committee is of, the nearest first."""
    found: list[BodyView] = []
    seen = {view.slug}
    while view.part_of and view.part_of not in seen:
        seen.add(view.part_of)
        parent = body_on(view.part_of, on=on, known_at=known_at)
        if parent is None:
            break
        found.append(parent)
        view = parent
    return found


def _name(body: Body, *, on: date, known_at: date | None) -> str:
    view = body_on(body, on=on, known_at=known_at)
    return view.name if view else body.slug
