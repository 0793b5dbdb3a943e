"""Finding a body by code, old form of a code, name, former name or initials.

The names of all organisations are kept in memory, one index an edition: registers are small, and an edition never
changes.
"""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from ouzel.register.answers import Found, Moment
from ouzel.register.asking import edition_of, fetch
from ouzel.register.attributes import Attribute
from ouzel.register.kinds import KINDS
from ouzel.register.queries import bodies

A = Attribute
SMALL_WORDS = frozenset({"and", "of", "the", "for", "in", "on", "nhs", "&", "-"})
KIND_WORDS = frozenset({"ccg", "icb", "trust", "foundation", "pct", "pcn", "integrated", "care", "board", "clinical",
                        "commissioning", "group"})  # fmt: skip
ORDER = ("code", "old code form", "ONS code", "name", "initials", "former name")
NEVER = date.min
WORD = re.compile(r"[a-z0-9&'-]+")


@dataclass
class Index:
    """Every name of every organisation: plain text, the name as written, its days, the body."""

    names: list[tuple[str, str, str, bool]] = field(default_factory=list)  # plain, written, code, current
    initials: dict[str, list[tuple[str, str]]] = field(default_factory=lambda: defaultdict(list))
    codes: frozenset[str] = frozenset()
    gss: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))


def plain(text: str) -> str:
    """A name as people type it: lower case, no stops, `&` as `and`."""
    return " ".join(text.casefold().replace("&", " and ").replace(".", "").replace(",", " ").replace("'", "").split())


def initials_of(name: str) -> set[str]:
    """BLMK for NHS Bedfordshire, Luton and Milton Keynes ICB; with and without the words for its kind."""
    words = [w for w in WORD.findall(name.casefold().split(" - ")[0]) if w not in SMALL_WORDS]
    own = [w for w in words if w not in KIND_WORDS]
    return {"".join(w[0] for w in ws) for ws in (words, own) if len(ws) > 1}


@lru_cache(maxsize=4)
def _index(edition: int) -> Index:
    index = Index()
    rows = fetch(
        f"""SELECT b.code, f.attribute, f.value, upper_inf(f.valid) AND f.attribute = {int(A.NAME)}
            FROM register_fact f JOIN register_body b ON b.id = f.subject_id
            WHERE f.attribute IN ({int(A.NAME)}, {int(A.PRINTED_NAME)}, {int(A.GSS_CODE)})
              AND f.editions @> %s::int AND upper_inf(f.known)
              AND NOT EXISTS (SELECT FROM register_fact r WHERE r.subject_id = b.id AND r.attribute = {int(A.ROLE)}
                              AND r.value = ANY(%s))
            ORDER BY b.code, f.attribute, f.valid""",
        [edition, sorted(KINDS["small-area"].roles)],
    )
    seen = set()
    for code, number, value, current in rows:
        if number == A.GSS_CODE:
            index.gss[value].append(code)
            continue
        key = (plain(value), code)
        if key in seen:
            continue
        seen.add(key)
        index.names.append((key[0], value, code, current))
        for short in initials_of(value):
            index.initials[short].append((code, value))
    index.codes = frozenset(code for (code,) in fetch("SELECT code FROM register_body", []))
    return index


def resolve(text: str, *, edition: int | None = None) -> str | None:
    """The code meant by a code in any of its forms: `m1j4y`, `06F00` for 06F, the ONS code E38000249; None for no code.

    Five-character commissioner codes with two zeros at the end are the old form of three-character ones, used in
    prescribing data until 2016.
    """
    found = _resolve(text.strip().upper(), _index(edition_of(Moment(on=NEVER, edition=edition))))
    return found[0] if found else None


def _resolve(code: str, index: Index) -> tuple[str, str] | None:
    if code in index.codes:
        return code, "code"
    if len(code) == 5 and code.endswith("00") and code[:3] in index.codes:
        return code[:3], "old code form"
    holders = index.gss.get(code)
    if holders:
        return holders[-1], "ONS code"
    return None


def find(text: str, *, moment: Moment, limit: int = 20) -> list[Found]:
    """Bodies that match, best first: by code, name, initials, then former name; each says why."""
    wanted = plain(text)
    if not wanted:
        return []
    index = _index(edition_of(moment))
    matches: dict[str, tuple[tuple[int, int, int, str], str, str]] = {}

    def offer(code: str, why: str, shown: str, closeness: int) -> None:
        rank = (ORDER.index(why), closeness, len(shown), code)
        if code not in matches or rank < matches[code][0]:
            matches[code] = (rank, why, shown)

    exact = _resolve(text.strip().upper(), index)
    if exact:
        offer(exact[0], exact[1], text.strip().upper(), 0)
    words = wanted.split()
    for name, written, code, current in index.names:
        if all(word in name for word in words):
            close = 0 if name == wanted else 1 if name.startswith(wanted) else 2 if f" {wanted}" in name else 3
            offer(code, "name" if current else "former name", written, close)
    for code, written in index.initials.get(wanted.replace(" ", ""), ()):
        offer(code, "initials", written, 0)
    best = sorted((rank, code, why, shown) for code, (rank, why, shown) in matches.items())[: limit * 3]
    described = bodies([code for _, code, _, _ in best], moment=moment)
    found = []
    for rank, code, why, shown in best:
        if code not in described:
            continue
        b = described[code]
        one = Found(code, b.name, why, shown, b.kinds, bool(b.open), b.opened, b.closed)
        by_code_or_name = min(rank[0], ORDER.index("name"))
        found.append(((by_code_or_name, not b.kinds, _importance(one), not b.open, rank[1], rank), one))
    return [one for _, one in sorted(found, key=lambda each: each[0])[:limit]]


def _importance(found: Found) -> int:
    """Bodies that answer for an area come before those that serve in it."""
    for rank, kinds in enumerate(
        ({"board", "commissioner", "system", "region", "local-authority"}, {"trust", "network"})
    ):
        if kinds & set(found.kinds):
            return rank
    return 2
