"""A sum of money as people write it, and as whole pence."""

import re

SUM = re.compile(r"(?P<pounds>\d{1,13}|\d{1,3}(?:,\d{3}){1,4})(?:\.(?P<part>\d{1,20}))?", re.ASCII)


class NotASum(ValueError):
    """A text that is no sum of money. Shown to people as it stands."""


def pence_of(text: str) -> int:
    """The pence of a sum written in pounds: `1,250,000`, `£99.50`, `7.5`; never by way of a float.

    NotASum for what is not written so, for less than nothing, and for a part of a penny, which nobody can pay.
    """
    found = SUM.fullmatch(text.strip().removeprefix("£").strip())
    if found is None:
        raise NotASum("Give a sum in pounds, such as 1,250,000 or 99.50")
    part = found["part"] or ""
    if part[2:].strip("0"):
        raise NotASum("There is no part of a penny: give at most two figures after the point, such as 99.50")
    return int(found["pounds"].replace(",", "") + part[:2].ljust(2, "0"))


def pounds(pence: int) -> str:
    """Pence, none less than nothing, as people write them: £50,000, and £50,000.50 where there are pence."""
    whole, rest = divmod(pence, 100)
    return f"£{whole:,}" + (f".{rest:02d}" if rest else "")
