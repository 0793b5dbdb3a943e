"""Rules of composition as data: how many seats of which sort a body must have, and may have, from when to when."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from ouzel.governance.reference.tags import in_words
from ouzel.governance.reference.texts import Text

MAY = (
    "all_of",
    "any_of",
    "none_of",
    "profession",
    "voting",
    "each",
    "least",
    "most",
    "since",
    "until",
    "source",
    "recheck",
)


@dataclass(frozen=True)
class Rule:
    """How many people that fit must hold a seat (`least`) and may (`most`); None: no bound.

    Somebody fits who holds a seat with all tags of `all_of`, one of `any_of` (where there are any) and none of
    `none_of`, who votes (`voting`), and who is of one of the professions. `recheck`: from memory or secondary
    sources, to be compared with the law before anybody relies on it.
    """

    slug: str
    text: str
    least: int | None = None
    most: int | None = None
    all_of: tuple[str, ...] = ()
    any_of: tuple[str, ...] = ()
    none_of: tuple[str, ...] = ()
    professions: tuple[str, ...] = ()
    voting: bool = False
    each: bool = False  # the bounds are for each organisation of the body, by who it nominated
    since: date | None = None
    until: date | None = None
    source: str = ""
    recheck: bool = False

    def holds(self, on: date) -> bool:
        """Whether the rule is in force on the day."""
        return (self.since is None or self.since <= on) and (self.until is None or on < self.until)

    def fits(self, *, tags: Collection[str], votes: bool, professions: Collection[str]) -> bool:
        """Whether somebody in a seat with these tags counts."""
        return (
            all(tag in tags for tag in self.all_of)
            and (not self.any_of or any(tag in tags for tag in self.any_of))
            and not any(tag in tags for tag in self.none_of)
            and (votes or not self.voting)
            and (not self.professions or any(each in professions for each in self.professions))
        )

    def who(self) -> str:
        """Who fits, in words."""
        said = [in_words(tag) for tag in self.all_of]
        if self.any_of:
            said.append(" or ".join(in_words(tag) for tag in self.any_of))
        if self.professions:
            said.append(" or ".join(in_words(each) for each in self.professions))
        if self.none_of:
            said.append("not " + " or ".join(in_words(tag) for tag in self.none_of))
        return ", ".join(said) or ("voting member" if self.voting else "member")


def read_rules(text: Text, rows: list[Any], path: str, *, source: str = "") -> tuple[Rule, ...]:
    """The rules of a list of tables at `path`; ContentError names the line. `source`: theirs where they say none."""
    found = tuple(_rule(text, row, f"{path}[{number}]", source) for number, row in enumerate(rows))
    slugs = [rule.slug for rule in found]
    for number, slug in enumerate(slugs):
        if slug in slugs[:number]:
            raise text.wrong(f"{path}[{number}]", "two rules have this name", value=slug)
    return found


def _rule(text: Text, row: Any, path: str, source: str) -> Rule:
    given = text.table(row, path, needs=("slug", "text"), may=MAY)
    rule = Rule(
        slug=text.word(given, "slug", path), text=text.word(given, "text", path),
        least=text.number(given, "least", path), most=text.number(given, "most", path),
        all_of=text.words(given, "all_of", path), any_of=text.words(given, "any_of", path),
        none_of=text.words(given, "none_of", path), professions=text.words(given, "profession", path),
        voting=text.truth(given, "voting", path), each=text.truth(given, "each", path),
        since=text.day(given, "since", path),
        until=text.day(given, "until", path), source=text.word(given, "source", path) or source,
        recheck=text.truth(given, "recheck", path),
    )  # fmt: skip
    if rule.least is None and rule.most is None:
        raise text.wrong(path, "the rule says neither how many at least nor how many at most", right="Add least = 1")
    if rule.least is not None and rule.most is not None and rule.most < rule.least:
        raise text.wrong(f"{path}.most", "fewer are allowed than are needed", value=rule.most)
    if rule.since and rule.until and rule.until <= rule.since:
        raise text.wrong(f"{path}.until", "it would end before it begins", value=rule.until)
    return rule
