"""How amounts and days of activity are written for people."""

from datetime import date, timedelta
from typing import Any


def pounds(pence: int | None) -> str:
    """Pence as pounds; nothing where it is not known."""
    if pence is None:
        return ""
    return f"{'-' if pence < 0 else ''}£{abs(pence) // 100:,}.{abs(pence) % 100:02}"


def whole_pounds(pence: int) -> str:
    """Pence as pounds without pence, a half away from nought: for tables of many amounts."""
    return f"{'-' if pence <= -50 else ''}£{(abs(pence) + 50) // 100:,}"


def units(thousandths: int) -> str:
    """Units of activity, with decimals only where there are some."""
    whole, part = divmod(abs(thousandths), 1000)
    sign = "-" if thousandths < 0 else ""
    return f"{sign}{whole:,}" + (f".{part:03}".rstrip("0") if part else "")


def span(days: Any) -> str:
    """A half-open range of days as people say it: first and last day."""
    if days is None:
        return ""
    first: date | None = days.lower
    last = days.upper - timedelta(days=1) if days.upper else None
    return f"{first or 'ever'} to {last}" if last else f"from {first}" if first else "always"


def known_words(row: Any) -> str:
    """From when to when something said was believed; of what was said better since, by whom and why."""
    if row.replaced is None:
        return f"Known since {row.recorded}."
    return f"Known from {row.recorded}; ended on {row.replaced} by {row.replaced_by}: {row.why}"


def known_shape(row: Any) -> dict[str, Any]:
    """The same for a program."""
    replaced = {"replaced": str(row.replaced), "replaced_by": row.replaced_by, "why": row.why} if row.replaced else {}
    return {"recorded": str(row.recorded), "replaced": None, "replaced_by": None, "why": None, "by": row.by} | replaced


def month(first: date | None) -> str:
    """A month by its first day, such as April 2025."""
    return "not known" if first is None else f"{first:%B %Y}"
