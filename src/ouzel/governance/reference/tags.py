"""What seats may be tagged with, and the professions: reference data, so that a misspelt one is refused."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Literal

from ouzel.core.errors import ContentError
from ouzel.governance.reference.texts import close, shipped

OWN = re.compile(r"own-[a-z0-9-]+")


@lru_cache(maxsize=1)
def tags() -> Mapping[str, str]:
    """Each tag that comes with Ouzel, in words."""
    return _table("tags")


@lru_cache(maxsize=1)
def professions() -> Mapping[str, str]:
    """Each profession that comes with Ouzel, in words."""
    return _table("professions")


def check_tags(given: Iterable[str]) -> tuple[str, ...]:
    """The tags, each once, as given; ContentError for one that is neither known nor begins with "own-"."""
    found = tuple(dict.fromkeys(given))
    for tag in found:
        _check(tag, tags(), field="tags")
    return found


def check_profession(given: str) -> str:
    """The profession as given (empty: none); ContentError for one that is neither known nor begins with "own-"."""
    if given:
        _check(given, professions(), field="profession")
    return given


def in_words(slug: str) -> str:
    """A tag or a profession in words; one of a body's own as it is, without the "own-"."""
    return tags().get(slug) or professions().get(slug) or slug.removeprefix("own-").replace("-", " ")


def _check(given: str, known: Mapping[str, str], *, field: str) -> None:
    if given in known or OWN.fullmatch(given):
        return
    near = close(given, known)
    right = f'{near}{"" if near.endswith("?") else "."} One of your own begins with "own-"'
    raise ContentError("this is not known", field=field, value=given, right=right)


def _table(name: Literal["tags", "professions"]) -> Mapping[str, str]:
    text = shipped("tags.toml")
    found = text.table(text.data[name], name, may=text.data[name])
    return {slug: text.word(found, slug, name) for slug in found}
