"""The permanent addresses by which other systems know what is here, and the last day of a half-open span. Pure."""

from datetime import date, timedelta


def body(site: str, slug: str) -> str:
    """A body that decides."""
    return f"{site}/bodies/{slug}/"


def seat(site: str, slug: str, seat_slug: str) -> str:
    """A seat of a body."""
    return f"{site}/bodies/{slug}/#seat-{seat_slug}"


def membership(site: str, slug: str, seat_slug: str, person_slug: str, since: date) -> str:
    """Somebody's time in a seat."""
    return f"{site}/bodies/{slug}/#membership-{seat_slug}-{person_slug}-{since}"


def person(site: str, slug: str) -> str:
    """Somebody who holds or held an office."""
    return f"{site}/people/{slug}/"


def organisation(site: str, code: str) -> str:
    """An organisation of the register."""
    return f"{site}/organisations/{code}/"


def meeting(site: str, slug: str) -> str:
    """A meeting."""
    return f"{site}/meetings/{slug}/"


def decision(site: str, ref: str) -> str:
    """A decision."""
    return f"{site}/decisions/{ref}/"


def succession(site: str, slug: str, on: date) -> str:
    """The change by which a body took over from others."""
    return f"{site}/bodies/{slug}/#took-over-{on}"


def last_day(until: date | None) -> str | None:
    """The last day of what ended on the day before `until`; None: it goes on."""
    return None if until is None else str(until - timedelta(days=1))
