"""What differs between two days, two states of knowledge or two editions."""

from collections import defaultdict

from ouzel.register.answers import Difference, Moment
from ouzel.register.asking import believed, codes_of, fetch, names_of
from ouzel.register.attributes import RELATIONS, Attribute
from ouzel.register.queries import ids_under

A = Attribute
LEFT_OUT = (A.LISTED, A.PRINTED_NAME, A.SUCCESSOR, A.FUNCTIONS)
CHANGES = {
    A.LIFESPAN: ("opened", "closed", "restated"),
    A.NAME: ("named", "name lost", "renamed"),
    A.STATUS: ("status given", "status lost", "status changed"),
    A.ROLE: ("role given", "role ended", "role changed"),
    A.SETTING: ("role given", "role ended", "role changed"),
}
MOVES = ("joined", "left", "moved")
OTHERS = ("given", "lost", "changed")


def between(before: Moment, after: Moment, *, under: str | None = None) -> list[Difference]:
    """Every attribute of every body whose value on the one day, as known then, is not that on the other.

    `under`: only the body with that code and those that are members of it, at any depth, at either moment. Small
    areas are left out unless asked for in this way.
    """
    wanted = list(ids_under(under, moment=before) | ids_under(under, moment=after)) if under else None
    old, new = _state(before, wanted), _state(after, wanted)
    differing = sorted(key for key in old.keys() | new.keys() if old.get(key) != new.get(key))
    ids = {id_ for id_, _ in differing}
    codes, names = codes_of(ids), names_of(ids, after)
    return [
        Difference(
            codes[id_], names[id_], A(number), "; ".join(sorted(a)), "; ".join(sorted(b)), _word(A(number), a, b)
        )
        for id_, number in differing
        for a, b in [(old.get((id_, number), set()), new.get((id_, number), set()))]
    ]


def _word(attribute: Attribute, before: set[str], after: set[str]) -> str:
    gained, lost, both = MOVES if attribute in RELATIONS else CHANGES.get(attribute, OTHERS)
    return both if before and after else gained if after else lost


def _state(moment: Moment, wanted: list[int] | None) -> dict[tuple[int, int], set[str]]:
    where, params = believed(moment)
    scope = "f.subject_id = ANY(%s)" if wanted is not None else "f.attribute NOT IN (%s, %s, %s)"
    scoped = [wanted] if wanted is not None else [int(A.AREA_COMMISSIONER), int(A.LOCAL_AUTHORITY), int(A.WARD)]
    rows = fetch(
        f"""SELECT f.subject_id, f.attribute, coalesce(o.code, f.value) FROM register_fact f
            LEFT JOIN register_body o ON o.id = f.object_id
            WHERE f.valid @> %s::date AND {where} AND f.attribute <> ALL(%s) AND {scope}""",
        [moment.on, *params, [int(a) for a in LEFT_OUT], *scoped],
    )
    state: dict[tuple[int, int], set[str]] = defaultdict(set)
    for id_, number, value in rows:
        state[id_, number].add(value)
    return dict(state)
