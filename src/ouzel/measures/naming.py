"""Names of commissioners to their codes, for tables that print no code: the whole name, or none."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from ouzel.register.answers import Moment
from ouzel.register.asking import believed, fetch
from ouzel.register.attributes import Attribute as A
from ouzel.register.kinds import Kind
from ouzel.register.search import plain


def codes_by_name(names: Collection[str], *, kind: Kind, on: date) -> dict[str, str]:
    """The code of each name that one body of the kind, and no other, was ever called; others are left out.

    Of several that had the name (two groups of Herefordshire) the one that was open on the day. A register often learns
    a name late, so it need not be recorded for the day itself. Case and stops do not count; nothing else is bent.
    """
    where, params = believed(Moment(on))
    rows = fetch(
        f"""SELECT f.value, b.code,
                   EXISTS (SELECT FROM register_fact k WHERE k.subject_id = b.id AND k.attribute = {int(A.LIFESPAN)}
                           AND k.valid @> %s::date AND upper_inf(k.known) AND upper_inf(k.editions))
            FROM register_fact f JOIN register_body b ON b.id = f.subject_id
            WHERE f.attribute IN ({int(A.NAME)}, {int(A.PRINTED_NAME)}) AND {where}
              AND EXISTS (SELECT FROM register_fact r WHERE r.subject_id = b.id AND r.attribute = {int(kind.told_by)}
                          AND r.value = ANY(%s))""",
        [on, *params, sorted(kind.roles)],
    )
    called: defaultdict[str, dict[str, bool]] = defaultdict(dict)
    for name, code, open_then in rows:
        called[plain(name)][code] = open_then
    found = {}
    for name in names:
        holders = called.get(plain(name), {})
        likely = [code for code, open_then in holders.items() if open_then or len(holders) == 1]
        if len(likely) == 1:
            found[name] = likely[0]
    return found
