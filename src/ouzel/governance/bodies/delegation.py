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
    where several schemes give it, and no further than whoever gives it may decide; a committee without a line is
    refused; any other body keeps what it gave nobody. ContentError for a kind that is not known.
    """
    view = body_on(body, on=on, known_at=known_at)
    if view is None:
        return Authority(False, f"{body} does not exist on {in_words(on)}")
    money = kind_of_decision(kind).money
    lines = tuple(Delegation.objects.on(on, known_at=known_at).filter(kind=kind).select_related("body", "scheme_of"))
    asked = _Asked(lines, pence, money, on, known_at)
    kept = asked.reserved([view], to_others_than=body)
    return kept or asked.given(view)


@dataclass(frozen=True)
class _Asked:
    """What is asked of every body on the way up: the lines of the day for one kind of decision, and its sum."""

    lines: tuple[Delegation, ...]
    pence: int | None
    money: bool
    on: date
    known_at: date | None

    def reserved(self, of: Sequence[BodyView], *, to_others_than: Body) -> Authority | None:
        """The refusal, where the scheme of one of these bodies reserves the decision to somebody else."""
        names = {each.body.pk: each.name for each in of}
        for line in self.lines:
            if line.reserved and line.body_id != to_others_than.pk and line.scheme_of_id in names:
                who = _name(line.body, on=self.on, known_at=self.known_at)
                scheme = names[line.scheme_of_id]
                return Authority(False, f"The scheme of {scheme} reserves decisions of this kind to {who}", line)
        return None

    def given(self, view: BodyView, *, below: frozenset[int] = frozenset()) -> Authority:
        """What those above give a body, each of them no more than it may decide itself."""
        over = above(view, on=self.on, known_at=self.known_at)
        kept = self.reserved(over, to_others_than=view.body)
        if kept:
            return kept
        committee = bool(over or (view.kind and kind_of_body(view.kind).parent))
        own = [line for line in self.lines if line.body_id == view.body.pk]
        if not committee:  # a body of another organisation may not take from what this one decides for itself
            near = _near(view, on=self.on, known_at=self.known_at)
            own = [line for line in own if line.scheme_of_id in near]
        if not own and over:
            return Authority(False, f"Nothing of this kind is delegated to {view.name}: {over[-1].name} may decide it")
        if not own and committee:
            return Authority(False, f"Nothing of this kind is delegated to {view.name}")
        if not own:
            return Authority(True, f"{view.name} keeps what it has not delegated")
        found = self.within(own)
        if found.allowed and committee:
            seen = below | {view.body.pk}
            for line in own:
                refused = self.lost(line, seen=seen)
                if refused:
                    return Authority(
                        False, f"{view.name} may decide no more than who gave it this. {refused.why}", line
                    )
        return found

    def lost(self, line: Delegation, *, seen: frozenset[int]) -> Authority | None:
        """Why whoever gives by a line cannot: it may no longer decide this itself."""
        giver = body_on(line.scheme_of, on=self.on, known_at=self.known_at)
        if giver is None or giver.body.pk in seen:
            return None
        found = self.given(giver, below=seen)
        return None if found.allowed else found

    def within(self, own: Sequence[Delegation]) -> Authority:
        """What the lines of a body allow: every scheme that speaks of it must."""
        line = min(own, key=lambda each: (each.limit is None, each.limit or 0))
        scheme = _name(line.scheme_of, on=self.on, known_at=self.known_at)
        condition = f", provided that: {line.condition.rstrip('.')}" if line.condition else ""
        if line.limit is None:
            how = "reserves it to" if line.reserved else "delegates it without limit to"
            who = _name(line.body, on=self.on, known_at=self.known_at)
            return Authority(True, f"The scheme of {scheme} {how} {who}{condition}", line)
        limit = pounds(line.limit)
        if self.pence is None and self.money:
            why = f"The scheme of {scheme} sets a limit of {limit}: say what the decision commits"
            return Authority(False, why, line)
        if self.pence is not None and self.pence > line.limit:
            may = [
                each for each in self.lines
                if each.scheme_of_id == line.scheme_of_id and each.body_id != line.body_id
                and (each.limit is None or each.limit >= self.pence)
            ]  # fmt: skip
            who = " or ".join(sorted({_name(each.body, on=self.on, known_at=self.known_at) for each in may})) or scheme
            return Authority(
                False,
                f"{pounds(self.pence)} is more than the {limit} that the scheme of {scheme} allows: {who} may decide "
                "it", line,
            )  # fmt: skip
        return Authority(True, f"The scheme of {scheme} allows it up to {limit}{condition}", line)


def _near(view: BodyView, *, on: date, known_at: date | None) -> set[int]:
    """The bodies, itself among them, that are of an organisation that a body is of: several give to a joint one."""
    codes = [each.code for each in view.organisations]
    rows = BodyFact.objects.on(on, known_at=known_at).filter(attribute=BodyAttribute.ORGANISATION, value__in=codes)
    return {view.body.pk, *rows.values_list("body", flat=True)}


def scheme(of: Body, *, on: date, known_at: date | None = None) -> tuple[Delegation, ...]:
    """The lines of a body's scheme on the day, by kind of decision."""
    rows = Delegation.objects.on(on, known_at=known_at).filter(scheme_of=of)
    return tuple(rows.select_related("body", "scheme_of").order_by("kind", "-reserved", "body__slug"))


def powers(of: Body, *, on: date, known_at: date | None = None) -> tuple[Delegation, ...]:
    """The lines that say what a body may decide on the day, by kind of decision."""
    rows = Delegation.objects.on(on, known_at=known_at).filter(body=of)
    return tuple(rows.select_related("body", "scheme_of").order_by("kind", "scheme_of__slug"))


def above(view: BodyView, *, on: date, known_at: date | None = None) -> list[BodyView]:
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
