"""How often the same may be asked for: counted in the cache for a while, under a keyed hash, and nowhere else.

Nothing that tells who asked is kept: not with what they asked for, not in the cache, not in the audit trail.
"""

from datetime import timedelta

from django.core.cache import cache

from ouzel.governance.keyed import keyed


def often(what: str, *parts: object, most: int, within: timedelta) -> bool:
    """Count one more of the same thing for the same parts; whether these are now more than `most` within the time."""
    key = f"ouzel.governance.limits:{keyed(what, *parts)}"
    cache.add(key, 0, timeout=int(within.total_seconds()))
    try:
        return int(cache.incr(key)) > most
    except ValueError:  # it ran out just now
        return False
