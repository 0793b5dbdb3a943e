"""The law of grouping, written a second time: slow, obvious, a body and a day at a time, over plain lists of rows."""

from dataclasses import dataclass, field

HOPS_TO = {
    "commissioner": ["commissioner", "area_commissioner"],
    "system": ["commissioner", "area_commissioner", "system"],
    "region": ["commissioner", "area_commissioner", "system", "region"],
    "network": ["network"],
}


@dataclass
class World:
    """Rows as `Structure.from_rows` takes them, with day ordinals for dates and no None among the dates."""

    relations: list = field(default_factory=list)  # hop, subject, object, start, until, share
    lifespans: list = field(default_factory=list)  # body, start, until
    kinds: list = field(default_factory=list)  # body, kind, start, until
    successions: list = field(default_factory=list)  # predecessor, successor, day, share
    placements: list = field(default_factory=list)  # unit, group, start

    def rows(self) -> dict:
        return {
            "relations": self.relations,
            "lifespans": self.lifespans,
            "kinds": self.kinds,
            "successions": self.successions,
            "placements": self.placements,
        }


def group_of(world: World, body: str, day: int, to: str, path: tuple = ()) -> dict | None:
    """{group: share} of a body on a day, or None where it is unresolved."""
    if body in path:
        return None
    path = (*path, body)

    def ask(other: str) -> dict | None:
        return group_of(world, other, day, to, path)

    open_now = is_open(world, body, day)
    if open_now and any(b == body and k == to and start <= day < until for b, k, start, until in world.kinds):
        return {body: 1.0}

    begun = {}
    for hop in HOPS_TO[to]:
        rows = [
            r for r in world.relations if r[0] == hop and r[1] == body and r[1] != r[2] and r[3] <= day and r[3] < r[4]
        ]
        if rows:
            begun[hop] = rows
    held = {}
    for hop, rows in begun.items():
        holding = [r for r in rows if open_now and day < r[4] and is_open(world, r[2], day)]
        if holding:
            held[hop] = holding
    if held:
        found = paths_agree(ask, held)
        if found:
            return found

    newest = max([r[3] for rows in begun.values() for r in rows], default=0)
    evidence = [(start, group) for unit, group, start in world.placements if unit == body and newest <= start <= day]
    if evidence:
        last = max(start for start, _ in evidence)
        found = all_agree([ask(group) for start, group in evidence if start == last])
        if found:
            return found
    if held:
        return None

    if not open_now:
        if not has_begun(world, body, day):
            before = [p for p, s, _, _ in world.successions if s == body and p != s]
            return all_agree([ask(p) for p in before]) if before else None
        heirs = [(d, s, share) for p, s, d, share in world.successions if p == body and p != s and d <= day]
        if heirs:
            heirs.sort(key=lambda heir: heir[0])
            return divide(ask, {s: share for _, s, share in heirs})

    if not begun:
        return None
    end = max(r[4] for rows in begun.values() for r in rows)
    tied = {hop: [r for r in rows if r[4] == end] for hop, rows in begun.items()}
    return paths_agree(ask, {hop: rows for hop, rows in tied.items() if rows})


def is_open(world: World, body: str, day: int) -> bool:
    return any(start <= day < until for start, until in spells(world, body))


def has_begun(world: World, body: str, day: int) -> bool:
    known = spells(world, body)
    return not known or any(start <= day for start, _ in known)


def spells(world: World, body: str) -> list:
    known = [(start, until) for b, start, until in world.lifespans if b == body and start < until]
    if known:
        return known
    seen = [r[3:5] for r in world.relations if body in r[1:3] and r[1] != r[2]]
    seen += [(start, until) for b, _, start, until in world.kinds if b == body]
    return [(start, until) for start, until in seen if start < until]


def paths_agree(ask, by_hop: dict) -> dict | None:
    found = []
    for rows in by_hop.values():
        parents = {}
        for row in rows:
            parent, share = row[2], row[5]
            parents[parent] = (
                None if share is None or parents.get(parent, 0) is None else parents.get(parent, 0) + share
            )
        answer = divide(ask, parents)
        if answer:
            found.append(answer)
    return all_agree(found) if found else None


def divide(ask, shares: dict) -> dict | None:
    said = None not in shares.values()
    if said and abs(sum(shares.values()) - 1) > 1e-6:
        return None
    if not said:
        return all_agree([ask(other) for other in shares])
    sums = {}
    for other, share in shares.items():
        answer = ask(other)
        if answer is None:
            return None
        for group, part in answer.items():
            sums[group] = sums.get(group, 0) + part * share
    return sums


def all_agree(answers: list) -> dict | None:
    if any(answer is None for answer in answers):
        return None
    rounded = [{group: round(share, 6) for group, share in answer.items()} for answer in answers]
    return answers[0] if all(one == rounded[0] for one in rounded) else None
