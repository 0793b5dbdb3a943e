"""Names of organisations as they are compared: however written, the same organisation comes out the same."""

import re
from collections.abc import Sequence

WORD = re.compile(r"[a-z0-9]+")
PHRASES = (
    ("clinical commissioning group", "ccg"),
    ("integrated care board", "icb"),
    ("primary care trust", "pct"),
    ("primary care network", "pcn"),
    ("foundation trust", "trust"),
    ("community interest company", "cic"),
    ("public limited company", "plc"),
    ("limited liability partnership", "llp"),
)
LEGAL = frozenset({"limited", "ltd", "plc", "llp", "cic", "cio", "inc"})
KINDS = frozenset({"trust", "ft", "ccg", "icb", "pct", "pcn", "council", "borough", "city", "county"})
LITTLE = frozenset({"the", "nhs", "and", "of", "for", "in", "on", "at", "s"})
GENERAL = frozenset({
    "access", "ambulance", "care", "centre", "clinic", "clinical", "commissioning", "community", "consulting", "dental",
    "england", "general", "group", "health", "healthcare", "healthwatch", "holdings", "home", "homes", "hospital",
    "hospitals", "integrated", "international", "local", "medical", "mental", "national", "network", "partners",
    "partnership", "pharmacy", "practice", "primary", "provider", "providers", "rehabilitation", "service",
    "services", "social", "solutions", "support", "surgery", "system", "systems", "therapy", "training", "uk", "urgent",
    "voluntary", "volunteers",
})  # fmt: skip
"""Words that stand in any paper: a name of these alone is not looked for in texts."""
LEAST = 4  # letters of a name of one word, for it to tell anything
LONG = 6  # and to be looked for in texts


def words_of(text: str) -> tuple[str, ...]:
    """The words of a text: lower case, without stops and little words, long names of kinds made short."""
    plain = " ".join(WORD.findall(text.casefold().replace("&", " and ").replace("'", "").replace("\u2019", "")))
    for phrase, short in PHRASES:
        plain = re.sub(rf"\b{phrase}\b", short, plain)
    return tuple(word for word in plain.split() if word not in LITTLE)


def key_of(name: str) -> tuple[str, ...]:
    """What tells an organisation from others by its name; empty where the name tells nothing.

    Forms of company are left out where a word is left, and kinds of public body where two are: "Luton Council" is not
    "Luton".
    """
    words = words_of(name)
    own = tuple(word for word in words if word not in LEGAL)
    short = tuple(word for word in own if word not in KINDS)
    if len(short) >= 2:
        return short
    if len(own) >= 2 or (own and len(own[0]) >= LEAST and own[0] not in KINDS):
        return own
    return words if len(words) >= 2 and not set(words) <= LEGAL | KINDS else ()


def tells(key: Sequence[str]) -> bool:
    """Whether a name says enough to be looked for in a text: not only words that stand in any paper."""
    own = [word for word in key if word not in GENERAL]
    return bool(own) and (len(key) > 1 or len(own[0]) >= LONG)


def within(part: Sequence[str], whole: Sequence[str]) -> bool:
    """Whether words stand in others, one after the other."""
    size = len(part)
    return size > 0 and any(tuple(whole[at : at + size]) == tuple(part) for at in range(len(whole) - size + 1))
