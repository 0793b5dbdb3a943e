"""Why an answer is empty, in words a person can act on."""

from ouzel.register import queries, successions
from ouzel.register.answers import Moment
from ouzel.register.kinds import Kind


def why_no_members(code: str, *, moment: Moment, kind: Kind | None = None) -> str:
    """Why a body has no members (of the kind) on the day. NoSuchBody if there is no such body."""
    what = kind.many if kind else "members"
    known = f" as known on {moment.known_at}" if moment.known_at else ""
    found = queries.body(code, moment=moment)
    text = f"No {what} of {code} on {moment.on}{known}: "
    if not found.described and not queries.history(code, moment=moment):
        return text + "nothing loaded that was published by then speaks of it."
    if found.open is False:
        after = successions.successors(code, moment=moment)
        if found.opened and moment.on < found.opened:
            return text + f"it opened on {found.opened}."
        heirs = ", ".join(dict.fromkeys(s.successor for s in after))
        return text + f"it was closed from {found.closed}." + (f" It was succeeded by {heirs}." if heirs else "")
    return text + "none is recorded."
