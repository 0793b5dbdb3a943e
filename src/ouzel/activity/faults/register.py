"""The register as checks ask it: when bodies were open, each code once."""

from collections.abc import Collection, Mapping
from datetime import date

from ouzel.activity.faults.reference import Span
from ouzel.register.answers import Moment
from ouzel.register.asking import believed, fetch, ids_of
from ouzel.register.attributes import Attribute


class RegisterBodies:
    """Bodies of the register as known at a moment (its `on` is not used)."""

    def __init__(self, moment: Moment) -> None:
        self._moment = moment
        self._met: dict[str, tuple[Span, ...] | None] = {}
        self._asked: set[str] = set()

    def open(self, codes: Collection[str]) -> Mapping[str, tuple[Span, ...] | None]:
        fresh = {code for code in codes if code} - self._asked
        if fresh:
            self._asked |= fresh
            self._met |= self._spans(fresh)
        return {code: self._met[code] for code in codes if code in self._met}

    def _spans(self, codes: set[str]) -> dict[str, tuple[Span, ...] | None]:
        ids = ids_of(codes)
        where, params = believed(self._moment)
        rows = fetch(
            f"""SELECT f.subject_id, lower(f.valid), upper(f.valid) FROM register_fact f
                WHERE f.subject_id = ANY(%s) AND f.attribute = {int(Attribute.LIFESPAN)} AND {where}
                ORDER BY f.subject_id, f.valid""",
            [list(ids.values()), *params],
        )
        spans: dict[int, list[Span]] = {}
        for body, since, until in rows:
            spans.setdefault(body, []).append((since, until))
        return {code: tuple(spans[id_]) if id_ in spans else None for code, id_ in ids.items()}


def bodies_of_register(on: date) -> "RegisterBodies | None":
    """The bodies of the register as now known; None where it is empty, so that nothing can be checked against it."""
    if not fetch("SELECT 1 FROM register_body LIMIT 1", []):
        return None
    return RegisterBodies(Moment(on))
