"""Why an amount differs between two periods, and where what was submitted is not what the rules say."""

from datetime import date
from typing import Literal

from django.http import HttpRequest, HttpResponse

from ouzel.activity.answers.dimensions import DIMENSIONS
from ouzel.activity.answers.effects import BETWEEN, effects_between
from ouzel.activity.answers.runs import latest_run
from ouzel.activity.answers.variance import variance as found_variance
from ouzel.core.errors import ContentError
from ouzel.core.permissions import Permission, today
from ouzel.web import asked as asking_of
from ouzel.web.desk.activity import asking
from ouzel.web.desk.activity.door import activity, place, show
from ouzel.web.desk.activity.overview import MOST_LINES, counted

SHOWN = 200
CHOICES = {slug: DIMENSIONS[slug].words for slug in BETWEEN}


@activity(Permission.ACTIVITY_READ)
def effects(request: HttpRequest) -> HttpResponse:
    """Volume, case mix and price between two spans of months; without a choice the last month and the one before."""
    months, asked = asking.months_of(latest_run(), place()), asking_of.read(request)
    names = ("before-since", "before-until", "since", "until")
    usual = dict(zip(names, (*months[-2:-1] * 2, *months[-1:] * 2), strict=False)) if len(months) > 1 else {}
    spans = {name: _month(request, name, months) or usual.get(name) for name in names}
    by = request.GET.get("by", "") if request.GET.get("by", "") in CHOICES else "provider"
    found, problem = None, asked.basis_error
    many = counted(request).lines > MOST_LINES
    if usual and not many:
        try:
            found = effects_between(
                before=_between(months, spans["before-since"], spans["before-until"]),
                after=_between(months, spans["since"], spans["until"]), viewer=request.user, today=today(), by=(by,),
                basis=asked.basis, store=place(),
            )  # fmt: skip
        except ContentError as error:
            problem = str(error)
    rows = found.frame.to_dict("records") if found else []
    rows.sort(key=lambda row: -abs(int(row["difference"])))
    return show(
        request, "effects", found=found, rows=rows[:SHOWN], all_rows=len(rows), months=months, spans=spans, by=by,
        choices=CHOICES, basis=asked.basis, problem=problem, many=many, dimensions=DIMENSIONS,
    )  # fmt: skip


@activity(Permission.ACTIVITY_READ)
def variance(request: HttpRequest) -> HttpResponse:
    """Lines submitted to another commissioner, or in another category, than the rules say."""
    of: Literal["commissioner", "category"] = "category" if request.GET.get("of") == "category" else "commissioner"
    problem, found = "", None
    try:
        found = found_variance(of=of, viewer=request.user, today=today(), store=place())
    except ContentError as error:
        problem = str(error)
    rows = found.frame.to_dict("records") if found else []
    return show(request, "variance", of=of, found=found, rows=rows[:SHOWN], all_rows=len(rows), problem=problem)


def _month(request: HttpRequest, name: str, months: tuple[date, ...]) -> date | None:
    text = request.GET.get(name, "")
    return next((each for each in months if f"{each:%Y-%m}" == text), None)


def _between(months: tuple[date, ...], since: date | None, until: date | None) -> list[int]:
    first, last = since or date.min, until or date.max
    chosen = [each.year * 12 + each.month - 1 for each in months if first <= each <= last]
    if not chosen:
        raise ContentError("the last month of a span is before its first", field="months")
    return chosen
