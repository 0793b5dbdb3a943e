"""The kinds of body that decide: from when to when the law or custom knows them, and what it asks of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from ouzel.governance.reference.composing import Rule, read_rules
from ouzel.governance.reference.texts import Text, one, shipped
from ouzel.register.kinds import KINDS

NEEDS = ("slug", "name", "since", "basis", "source")
MAY = ("until", "organisations", "in_public", "notice", "joint", "parent", "followed_by", "duties", "recheck", "rule",
       "proposed", "before_appointing")  # fmt: skip


@dataclass(frozen=True)
class LeastNotice:
    """So many clear days of public notice the law asks for; standing orders may only ask for more."""

    clear_days: int
    source: str


@dataclass(frozen=True)
class Proposed:
    """What a bill would change: shown, never applied."""

    text: str
    introduced: date | None
    source: str


@dataclass(frozen=True)
class BeforeAppointing:
    """What a person must have looked at before somebody is appointed, and what asks for it."""

    text: str
    source: str
    recheck: bool = False


@dataclass(frozen=True)
class KindOfBody:
    """One kind of body.

    `since`, `until` (half-open): when there may be bodies of the kind. `organisations`: slugs of the register's kinds
    of organisation whose body it may be (none: any).
    `joint`: it may be of several organisations. `parent`: it is a committee of another body. `followed_by`: the kinds
    that took its place in law. `recheck`: its dates or its basis are from memory or secondary sources.
    """

    slug: str
    name: str
    since: date
    until: date | None
    basis: str
    source: str
    organisations: tuple[str, ...] = ()
    in_public: bool = False
    notice: LeastNotice | None = None
    joint: bool = False
    parent: bool = False
    followed_by: tuple[str, ...] = ()
    duties: tuple[str, ...] = ()
    rules: tuple[Rule, ...] = ()
    proposed: tuple[Proposed, ...] = ()
    before_appointing: tuple[BeforeAppointing, ...] = ()
    recheck: bool = False

    def holds(self, on: date) -> bool:
        """Whether there may be bodies of the kind on the day."""
        return self.since <= on and (self.until is None or on < self.until)

    def rules_on(self, on: date) -> tuple[Rule, ...]:
        """The rules of composition in force on the day."""
        return tuple(rule for rule in self.rules if rule.holds(on))


@lru_cache(maxsize=1)
def kinds_of_body() -> tuple[KindOfBody, ...]:
    """All kinds, in the order of the table."""
    return read_kinds(shipped("kinds.toml"))


def kind_of_body(slug: str) -> KindOfBody:
    """The kind of that slug; ContentError says what there is."""
    return one({kind.slug: kind for kind in kinds_of_body()}, slug, what="kind of body", field="kind")


def read_kinds(text: Text) -> tuple[KindOfBody, ...]:
    """The kinds that a table says; ContentError names the line of what is wrong."""
    found = tuple(_kinds(text))
    slugs = {kind.slug for kind in found}
    for number, kind in enumerate(found):
        for after in kind.followed_by:
            if after not in slugs:
                raise text.wrong(f"kind[{number}].followed_by", "there is no such kind", value=after)
        if [other.slug for other in found].count(kind.slug) > 1:
            raise text.wrong(f"kind[{number}].slug", "two kinds have this name", value=kind.slug)
    return found


def _kinds(text: Text) -> Iterator[KindOfBody]:
    for path, row in text.several("kind"):
        given = text.table(row, path, needs=NEEDS, may=MAY)
        since, until = text.day(given, "since", path), text.day(given, "until", path)
        assert since is not None
        if until is not None and until <= since:
            raise text.wrong(f"{path}.until", "it would end before it begins", value=until)
        source = text.word(given, "source", path)
        yield KindOfBody(
            slug=text.word(given, "slug", path), name=text.word(given, "name", path), since=since, until=until,
            basis=text.word(given, "basis", path), source=source,
            organisations=_organisations(text, given, path), in_public=text.truth(given, "in_public", path),
            notice=_notice(text, given["notice"], f"{path}.notice") if "notice" in given else None,
            joint=text.truth(given, "joint", path), parent=text.truth(given, "parent", path),
            followed_by=text.words(given, "followed_by", path), duties=text.words(given, "duties", path),
            rules=read_rules(text, given.get("rule", []), f"{path}.rule", source=source),
            proposed=tuple(_proposed(text, each, f"{path}.proposed[{n}]")
                           for n, each in enumerate(given.get("proposed", []))),
            before_appointing=tuple(_before(text, each, f"{path}.before_appointing[{n}]")
                                    for n, each in enumerate(given.get("before_appointing", []))),
            recheck=text.truth(given, "recheck", path),
        )  # fmt: skip


def _organisations(text: Text, given: dict[str, Any], path: str) -> tuple[str, ...]:
    found = text.words(given, "organisations", path)
    for kind in found:
        if kind not in KINDS:
            raise text.wrong(f"{path}.organisations", "the register knows no such kind", value=kind)
    return found


def _notice(text: Text, row: Any, path: str) -> LeastNotice:
    given = text.table(row, path, needs=("clear_days", "source"), may=())
    return LeastNotice(text.number(given, "clear_days", path) or 0, text.word(given, "source", path))


def _before(text: Text, row: Any, path: str) -> BeforeAppointing:
    given = text.table(row, path, needs=("text", "source"), may=("recheck",))
    return BeforeAppointing(
        text.word(given, "text", path), text.word(given, "source", path), text.truth(given, "recheck", path)
    )


def _proposed(text: Text, row: Any, path: str) -> Proposed:
    given = text.table(row, path, needs=("text", "source"), may=("introduced",))
    return Proposed(
        text.word(given, "text", path), text.day(given, "introduced", path), text.word(given, "source", path)
    )
