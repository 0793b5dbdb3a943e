"""Kinds of decision: what a scheme of reservation and delegation speaks of."""

from dataclasses import dataclass
from functools import lru_cache

from ouzel.governance.reference.texts import one, shipped


@dataclass(frozen=True)
class KindOfDecision:
    """One kind of decision. `words` completes "It was decided ..."; `reserved`: usually kept for the body itself;
    `money`: it commits a sum."""

    slug: str
    name: str
    words: str
    reserved: bool = False
    money: bool = False


@lru_cache(maxsize=1)
def kinds_of_decision() -> tuple[KindOfDecision, ...]:
    """All kinds, in the order of the table."""
    text = shipped("decisions.toml")
    found = []
    for path, row in text.several("kind"):
        given = text.table(row, path, needs=("slug", "name", "words"), may=("reserved", "money"))
        found.append(
            KindOfDecision(
                slug=text.word(given, "slug", path), name=text.word(given, "name", path),
                words=text.word(given, "words", path), reserved=text.truth(given, "reserved", path),
                money=text.truth(given, "money", path),
            )
        )  # fmt: skip
    return tuple(found)


def kind_of_decision(slug: str) -> KindOfDecision:
    """The kind of that slug; ContentError says what there is."""
    return one({kind.slug: kind for kind in kinds_of_decision()}, slug, what="kind of decision", field="kind")
