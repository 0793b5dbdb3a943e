"""Pictures of a state, from the register at a moment or from files that nobody has loaded."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from pathlib import Path
from typing import Any

from ouzel.register.answers import Moment
from ouzel.register.asking import NEAREST_NAME, believed, fetch
from ouzel.register.attributes import Attribute
from ouzel.register.derive import Said, by_value, derive
from ouzel.register.evidence import Assertion
from ouzel.register.gathering import gather, undated
from ouzel.register.queries import INACTIVE
from ouzel.register.sources import SOURCES
from ouzel.register.successions import AREA_CHANGES
from ouzel.register.timeline import FOREVER
from ouzel.reorganisation.derivation.pictured import AREAS, BELONGING, Picture, Recorded, Seen
from ouzel.reorganisation.expanding import NEEDED

A = Attribute
EVENTS = (A.SUCCESSOR, A.FUNCTIONS, A.PLACEMENT)
READ = (A.LIFESPAN, A.ROLE, A.SETTING, A.STATUS, *BELONGING)
NAMES = (A.NAME, A.PRINTED_NAME)


def picture_of_register(*, day: date, known_at: date | None = None, edition: int | None = None) -> Picture:
    """Everybody in the register on a day: five reads, whatever the size."""
    moment = Moment(day, known_at, edition)
    where, params = believed(moment)
    codes = dict(fetch("SELECT id, code FROM register_body", []))
    seen = Seen(lived=_lived(moment, codes))
    rows = fetch(
        f"""SELECT f.subject_id, f.attribute, f.object_id, f.value, f.share FROM register_fact f
            WHERE f.attribute = ANY(%s) AND f.valid @> %s::date AND f.value <> ALL(%s) AND {where}""",
        [[int(a) for a in READ], day, sorted(AREAS), *params],
    )
    idle = {codes[id_] for id_, number, _, value, _ in rows if number == A.STATUS and value in INACTIVE}
    for id_, number, other, value, share in rows:
        _note(seen, codes[id_], A(number), codes[other] if other else value, share, idle)
    seen.roles_beside = _roles_beside(seen, moment, codes)
    named = fetch(
        f"""SELECT DISTINCT ON (f.subject_id) f.subject_id, f.value FROM register_fact f
            WHERE f.attribute = ANY(%s) AND {where} AND NOT EXISTS (
                SELECT FROM register_fact a WHERE a.subject_id = f.subject_id AND a.attribute = {int(A.ROLE)}
                       AND a.value = ANY(%s))
            ORDER BY f.subject_id, {NEAREST_NAME}""",
        [[int(a) for a in NAMES], *params, sorted(AREAS), day, day, day],
    )
    seen.names = {codes[id_]: name for id_, name in named}
    passed = fetch(
        f"""SELECT f.subject_id, f.object_id, lower(f.valid), f.note, f.share, f.attribute FROM register_fact f
            WHERE f.attribute = ANY(%s) AND lower(f.valid) <= %s AND f.note <> ALL(%s) AND {where}""",
        [[int(a) for a in EVENTS], day, AREA_CHANGES, *params],
    )
    return seen.picture(
        day,
        (Recorded(codes[old], codes[new], on, note, share, A(number)) for old, new, on, note, share, number in passed),
    )


def _lived(moment: Moment, codes: dict[int, str]) -> set[str]:
    where, params = believed(moment)
    rows = fetch(
        f"SELECT DISTINCT f.subject_id FROM register_fact f WHERE f.attribute = {int(A.LIFESPAN)} AND {where}", params
    )
    return {codes[id_] for (id_,) in rows}


def _roles_beside(seen: Seen, moment: Moment, codes: dict[int, str]) -> dict[str, set[str]]:
    """Of those without a role on the day, the roles of the nearest days on which one was seen: after, else before."""
    where, params = believed(moment)
    rows = fetch(
        f"""SELECT f.subject_id, f.value, lower(f.valid) FROM register_fact f
            WHERE f.attribute = {int(A.ROLE)} AND f.value <> ALL(%s) AND {where}""",
        [sorted(AREAS), *params],
    )
    found: dict[str, dict[date | None, set[str]]] = defaultdict(lambda: defaultdict(set))
    for id_, role, since in rows:
        if (code := codes[id_]) not in seen.roles:
            found[code][since].add(role)
    later = {code: [since for since in days if since and since > moment.on] for code, days in found.items()}
    return {
        code: days[min(later[code]) if later[code] else max(days, key=lambda d: d or date.min)]
        for code, days in found.items()
    }


def learned_later(
    opened: Collection[str], picture: Picture, *, known_at: date | None = None, edition: int | None = None
) -> dict[str, str]:
    """Of bodies that must belong to another and are not known to on the day, the first one they were seen with after.

    By the key of the choice that it answers ("U2G6B.system").
    """
    needed = {
        (code, attribute)
        for code in opened for role, attribute in NEEDED.items()
        if role in picture.open[code].roles and not picture.parents(attribute, code)
    }  # fmt: skip
    where, params = believed(Moment(picture.day, known_at, edition))
    rows = fetch(
        f"""SELECT DISTINCT ON (s.code, f.attribute) s.code, f.attribute, o.code FROM register_fact f
            JOIN register_body s ON s.id = f.subject_id JOIN register_body o ON o.id = f.object_id
            WHERE s.code = ANY(%s) AND f.attribute = ANY(%s) AND lower(f.valid) > %s AND {where}
            ORDER BY s.code, f.attribute, lower(f.valid), o.code""",
        [sorted({code for code, _ in needed}), [int(a) for a in NEEDED.values()], picture.day, *params],
    )
    return {
        f"{code}.{A(number).name.lower()}": parent
        for code, number, parent in rows
        if (code, A(number)) in needed and parent in picture.open
    }


def picture_of_file(path: Path, *, published: date | None = None) -> Picture:
    """Everybody in a file, or in the files of a folder, on the last day on which one was published.

    Read as the register reads them, with nothing loaded. ContentError for a file that cannot be read whole.
    """
    sources, _ = gather([path], published=published)
    lines: dict[tuple[str, Attribute], list[Said]] = defaultdict(list)
    days: set[date] = set()
    for source in sources:
        for day, reading in source.read():
            days.add(day)
            for number, assertion in enumerate(reading.assertions):
                if assertion.attribute in (*READ, *NAMES, *EVENTS):
                    said = _said(assertion, number, day, reading.series, int(reading.authority))
                    lines[assertion.subject, assertion.attribute].append(said)
    if not days:
        raise undated(path)
    return _held(lines, max(days))


def _said(a: Assertion, number: int, day: date, series: str, authority: int) -> Said:
    precedence = SOURCES[series].precedence if series in SOURCES else 0
    until = a.until.toordinal() if a.until else FOREVER
    return Said(
        number, series, authority, precedence, day.toordinal(), FOREVER, int(a.evidence), a.start.toordinal(), until,
        a.value, a.share, a.note,
    )  # fmt: skip


def _held(lines: dict[tuple[str, Attribute], list[Said]], day: date) -> Picture:
    seen, on = Seen(), day.toordinal()
    passed: list[Recorded] = []
    facts = [
        (code, attribute, held)
        for (code, attribute), said in lines.items()
        for line in by_value(attribute, said)
        for held in derive(attribute, line)[0]
        if held.known_from <= on < held.known_until
    ]
    seen.lived = {code for code, attribute, _ in facts if attribute is A.LIFESPAN}
    now = [fact for fact in facts if fact[2].start <= on < fact[2].until]
    idle = {code for code, attribute, held in now if attribute is A.STATUS and held.value in INACTIVE}
    for code, attribute, held in now:
        if attribute in EVENTS:
            since = date.fromordinal(held.start)
            passed.append(Recorded(code, str(held.value), since, held.note, held.share, attribute))  # type: ignore[arg-type]
        elif attribute in NAMES:
            if attribute is A.NAME or code not in seen.names:
                seen.names[code] = str(held.value)
        elif held.value not in AREAS:
            _note(seen, code, attribute, str(held.value), held.share, idle)
    return seen.picture(day, (p for p in passed if p.note not in AREA_CHANGES))


def _note(seen: Seen, code: str, attribute: Attribute, value: str, share: Any, idle: Iterable[str]) -> None:
    """One fact of the day into what is seen."""
    if attribute is A.LIFESPAN:
        seen.open.add(code)
    elif attribute is A.ROLE:
        seen.roles.setdefault(code, set()).add(value)
    elif attribute is A.SETTING:
        if code not in idle:
            seen.settings[code] = value
    elif attribute in BELONGING:
        seen.relations.setdefault(attribute, {}).setdefault(code, []).append((value, share))
