"""When a file was made: one form of times, however they were written."""

from datetime import datetime
from zoneinfo import ZoneInfo

HERE = ZoneInfo("Europe/London")


def moment(text: str) -> datetime | None:
    """The time that an ISO text says, with T or a space, with or without signs between; None where it is none.

    Without a zone it is the time in England; a day alone is its beginning.
    """
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return found.replace(tzinfo=HERE) if found.tzinfo is None else found.astimezone(HERE)
