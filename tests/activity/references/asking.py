"""One line's facts from the register, for walking it through the rules of its day by hand."""

from datetime import date

from ouzel.activity.references import practices, profiles, residences, supplies
from ouzel.activity.rules.reading import flow_for
from ouzel.engine.activity_lines import PROFILE
from ouzel.engine.attribution.by_hand import Assigned, assign
from ouzel.register.answers import Moment

TODAY = date(2026, 11, 22)


def facts_of(
    day: date, *, practice: str = "", residence: str = "", establishment: str = "", provider: str = "",
    service: str = "",
    known_at: date | None = None, fixed: date | None = None, postcodes: object = None, submitted: str = "",
    **profile: str,
) -> dict[str, dict[str, str]]:  # fmt: skip
    """What is known of a line on its assignment day."""
    moment = Moment(TODAY, known_at)
    when = {"moment": moment, "between": (date(2020, 4, 1), date(2027, 4, 1)), "fixed": fixed}
    at = day.toordinal()
    return {
        "practice": practices(["", practice], **when).on(1, at),
        "residence": residences([("", ""), (residence, establishment)], **when).on(1, at),
        "supply": supplies([("", "", ""), (provider, "", service)], postcodes=postcodes, **when).on(1, at),
        "profile": profiles([[profile.get(name, "") for name in PROFILE]]).on(0, at),
        "line": {"commissioner": submitted},
    }


def who_pays(day: date, kind: str, **line: object) -> Assigned:
    """The line walked through the rules of its day."""
    return assign(flow_for(day), facts_of(day, kind=kind, **line), kind)
