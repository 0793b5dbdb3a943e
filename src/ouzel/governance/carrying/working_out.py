"""What becomes of every body that decides, from what a plan does to the organisations that it is a body of.

A body of an organisation that ends, ends. So does one whose kind the organisation may not have in its new role, and a
committee with the body that made it. The body of the heir that is of the same kind, or of the kind that follows it in
law, takes over; where there is none, or several, a person chooses. A committee goes to the one of the same sort, or
back to whoever takes over from the body that made it.
"""

from datetime import timedelta

from django.utils.text import slugify

from ouzel.governance.carrying.fates import NEW, NONE, Fate, Fates, Opening, Reshaped
from ouzel.governance.carrying.organisations import Leaving, leaving, may_have, name_after, roles_after
from ouzel.governance.carrying.picture import Picture, sort_of
from ouzel.governance.models.bodies import BodyAttribute as B
from ouzel.governance.reference.kinds import KindOfBody, kinds_of_body
from ouzel.reorganisation.expansion import Choice, Expansion
from ouzel.reorganisation.wording import why_of


def work_out(expansion: Expansion) -> Fates:
    """The fates of all bodies of the plan's organisations, as known when its state was. Reads only."""
    gone = leaving(expansion)
    return _WorkingOut(expansion, gone).run() if gone else Fates()


class _WorkingOut:
    def __init__(self, expansion: Expansion, gone: dict[str, Leaving]) -> None:
        self.expansion, self.gone = expansion, gone
        self.day = expansion.state.day
        self.eve = self.day - timedelta(days=1)
        self.known = Picture(expansion.plan.slug, known_at=expansion.state.known_at)
        self.kinds = {kind.slug: kind for kind in kinds_of_body()}
        self.paths: dict[str, str] = {}  # of the bodies that end, parents before their committees
        self.reshaped: list[Reshaped] = []
        self.fates: dict[str, Fate] = {}

    def run(self) -> Fates:
        for slug in self.known.bodies:
            if self.known.lives(slug, self.eve):
                self._judge(slug)
        self._with_parents()
        for slug in sorted(self.paths, key=lambda slug: (self._depth(slug), slug)):
            self.fates[slug] = self._fate(slug)
        return Fates(tuple(self.fates.values()), tuple(self.reshaped))

    # Who ends

    def _judge(self, slug: str) -> None:
        codes = self.known.held(slug, B.ORGANISATION, self.eve)
        kind = self.kinds.get(self.known.kind(slug, self.eve))
        left = [self.gone[code] for code in codes if code in self.gone and self._leaves(self.gone[code], kind)]
        if left and len(left) == len(codes):
            self.paths[slug] = left[0].path
        elif left:
            come = sorted({heir for each in left for heir in each.heirs} - set(codes))
            self.reshaped.append(
                Reshaped(
                    self.known.bodies[slug], self.known.name(slug, self.eve), tuple(each.code for each in left),
                    tuple(come), self._why(left[0].path), left[0].path,
                )
            )  # fmt: skip

    def _leaves(self, organisation: Leaving, kind: KindOfBody | None) -> bool:
        if organisation.ends:
            return True
        if kind is None or not kind.organisations:
            return organisation.hands_over
        return not may_have(kind.organisations, roles_after(self.expansion, organisation.code))

    def _with_parents(self) -> None:
        """Committees end with the body that made them."""
        found = True
        while found:
            found = False
            for slug in self.known.bodies:
                parent = self.known.parent(slug, self.eve)
                if slug not in self.paths and parent in self.paths and self.known.lives(slug, self.eve):
                    self.paths[slug] = self.paths[parent]
                    found = True

    def _depth(self, slug: str) -> int:
        seen: list[str] = []
        while slug in self.paths and slug not in seen:
            seen.append(slug)
            slug = self.known.parent(slug, self.eve)
        return len(seen)

    # Who takes over

    def _fate(self, slug: str) -> Fate:
        heir, opens, choice = self._heir(slug)
        name = opens.name if opens else self.known.name(heir, self.day) if heir else ""
        path = self.paths[slug]
        return Fate(
            self.known.bodies[slug], self.known.name(slug, self.eve), self.known.kind(slug, self.eve), heir, name,
            opens, choice, self._why(path), path,
        )  # fmt: skip

    def _heir(self, slug: str) -> tuple[str, Opening | None, Choice | None]:
        said = self.known.held(slug, B.SUCCESSOR, self.day)
        if len(said) == 1:
            return said[0], None, None
        codes = self._heirs_of(slug)
        there = [
            other
            for other in self.known.bodies
            if other not in self.paths and self.known.lives(other, self.day)
            and set(self.known.held(other, B.ORGANISATION, self.day)) & set(codes)
        ]  # fmt: skip
        kinds = self._kinds(slug)
        alike = [other for other in there if self.known.kind(other, self.day) in kinds]
        parent = self.known.parent(slug, self.eve)
        if parent:
            sort = self._sort(slug, codes)
            alike = [other for other in alike if sort and self._sort(other, codes) == sort]
        if len(alike) == 1:
            return alike[0], None, None
        if parent in self.fates:
            return self.fates[parent].heir, self.fates[parent].opens, None
        if parent and self.known.lives(parent, self.day):
            return parent, None, None
        return self._chosen(slug, codes, alike or there) if codes else ("", None, None)

    def _chosen(self, slug: str, codes: tuple[str, ...], there: list[str]) -> tuple[str, Opening | None, Choice | None]:
        key = f"body.{slug}"
        name = self.known.name(slug, self.eve)
        new = {NEW if len(codes) == 1 else f"{NEW}-{code}": self._opening(slug, code) for code in codes}
        openings = {value: opening for value, opening in new.items() if opening}
        options = tuple((other, self.known.name(other, self.day)) for other in sorted(there))
        options += tuple((value, f"{opening.name}, which begins that day") for value, opening in openings.items())
        options += ((NONE, f"none: {name} ends and nobody takes over"),)
        made = self.expansion.plan.choices.get(key, "")
        choice = Choice(key, f"Which body takes over from {name}?", options, made, self.paths[slug])
        if made in openings:
            return openings[made].slug, openings[made], choice
        return (made if made in there else ""), None, choice

    def _opening(self, slug: str, code: str) -> Opening | None:
        """The body that could begin for an heir: of the same kind, or of the one that follows, if it may have it."""
        roles = roles_after(self.expansion, code)
        for each in self._kinds(slug):
            kind = self.kinds.get(each)
            if kind and kind.holds(self.day) and may_have(kind.organisations, roles):
                called, short = name_after(self.expansion, code), kind.name.partition(" of a")[0]
                name = called if short.lower() in called.lower() else f"{short} of {called}"
                return Opening(slugify(f"{kind.slug} {code}"), name, kind.slug, code)
        return None

    def _heirs_of(self, slug: str) -> tuple[str, ...]:
        codes = self.known.held(slug, B.ORGANISATION, self.eve)
        return tuple(sorted({heir for code in codes if code in self.gone for heir in self.gone[code].heirs}))

    def _kinds(self, slug: str) -> list[str]:
        """The kind of a body and those that followed it in law, the nearest first."""
        found = [self.known.kind(slug, self.eve)]
        for each in found:
            kind = self.kinds.get(each)
            found += [after for after in (kind.followed_by if kind else ()) if after not in found]
        return [each for each in found if each]

    def _sort(self, slug: str, codes: tuple[str, ...]) -> frozenset[str]:
        day = self.eve if slug in self.paths else self.day
        names = [each.name for each in self.gone.values()]
        names += [name_after(self.expansion, code) for code in codes]
        return sort_of(self.known.name(slug, day), names)

    def _why(self, path: str) -> str:
        return why_of(self.expansion.plan, path, self.expansion.state.names)
