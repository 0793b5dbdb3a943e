"""Aims of an integrated care system, kinds of strategy and what each is an answer to, and how progress is told."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from ouzel.governance.reference.texts import Text, one, shipped

FILE = "aims.toml"


@dataclass(frozen=True)
class Aim:
    """One of the aims that a priority may serve; half-open dates."""

    slug: str
    name: str
    since: date
    until: date | None
    source: str


@dataclass(frozen=True)
class KindOfStrategy:
    """What a strategy is. `answers`: kinds it is an answer to; `per_place`: one for each borough; `set_by`: kinds of
    body. `recheck`: what was not yet compared with the law."""

    slug: str
    name: str
    answers: tuple[str, ...]
    per_place: bool
    set_by: tuple[str, ...]
    basis: str
    since: date
    until: date | None
    source: str
    recheck: str


@lru_cache(maxsize=1)
def _text() -> Text:
    return shipped(FILE)


@lru_cache(maxsize=1)
def aims() -> Mapping[str, Aim]:
    """The aims by slug, in their order."""
    text, found = _text(), {}
    for path, row in text.several("aim"):
        given = text.table(row, path, needs=("slug", "name", "since", "source"), may=("until",))
        since = text.day(given, "since", path)
        assert since is not None
        slug = text.word(given, "slug", path)
        found[slug] = Aim(slug, text.word(given, "name", path), since, text.day(given, "until", path),
                          text.word(given, "source", path))  # fmt: skip
    return found


@lru_cache(maxsize=1)
def kinds_of_strategy() -> Mapping[str, KindOfStrategy]:
    """The kinds by slug, in their order: needs first, then what answers them."""
    text, found = _text(), {}
    for path, row in text.several("kind"):
        given = text.table(row, path, needs=("slug", "name", "since", "source"),
                           may=("until", "answers", "per_place", "set_by", "basis", "recheck"))  # fmt: skip
        since = text.day(given, "since", path)
        assert since is not None
        kind = KindOfStrategy(
            slug=text.word(given, "slug", path), name=text.word(given, "name", path),
            answers=text.words(given, "answers", path), per_place=text.truth(given, "per_place", path),
            set_by=text.words(given, "set_by", path), basis=text.word(given, "basis", path), since=since,
            until=text.day(given, "until", path), source=text.word(given, "source", path),
            recheck=text.word(given, "recheck", path),
        )  # fmt: skip
        found[kind.slug] = kind
    for kind in found.values():
        for other in kind.answers:
            if other not in found:
                raise text.wrong("kind", f"{kind.slug} answers a kind that is not there", value=other)
    return found


@lru_cache(maxsize=1)
def statuses() -> Mapping[str, str]:
    """How a priority may stand, in words, by slug."""
    text, found = _text(), {}
    for path, row in text.several("status"):
        given = text.table(row, path, needs=("slug", "name"))
        found[text.word(given, "slug", path)] = text.word(given, "name", path)
    return found


def aim(slug: str) -> Aim:
    """One aim; ContentError names those there are."""
    return one(aims(), slug, what="aim", field="aims")


def kind_of_strategy(slug: str) -> KindOfStrategy:
    """One kind; ContentError names those there are."""
    return one(kinds_of_strategy(), slug, what="kind of strategy", field="kind")


def check_status(slug: str) -> str:
    """The status as given; ContentError names those there are."""
    one(statuses(), slug, what="status", field="status")
    return slug
