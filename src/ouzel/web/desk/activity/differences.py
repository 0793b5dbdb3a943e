"""Why an amount differs between two periods, and where what was submitted is not what the rules say."""

from datetime import date

from django.http import HttpRequest, HttpResponse

from ouzel.activity.answers.dimensions import DIMENSIONS
from ouzel.activity.answers.effects import BETWEEN, Split, effects_between
from ouzel.activity.answers.runs import latest_run
from ouzel.activity.answers.variance import Of, Variance
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
    spans, by, months, asked = _asked(request)
    found, problem = None, asked.basis_error
    try:
        found = asked_effects(request)
    except ContentError as error:
        problem = str(error)
    rows, nothing = asking.largest(found)
    return show(
        request, "effects", found=found, nothing=nothing, rows=rows[:SHOWN], all_rows=len(rows), months=months,
        spans=spans, by=by, choices=CHOICES, basis=asked.basis, problem=problem,
        many=counted(request).lines > MOST_LINES, dimensions=DIMENSIONS, run=latest_run(),
        query="?" + request.GET.urlencode() if request.GET else "",
    )  # fmt: skip


def asked_effects(request: HttpRequest) -> Split | None:
    """The answer to what the address asks; None where there is nothing to compare, or too much while somebody waits."""
    spans, by, months, asked = _asked(request)
    if len(months) < 2 or counted(request).lines > MOST_LINES:
        return None
    return effects_between(
        before=_between(months, spans["before-since"], spans["before-until"]),
        after=_between(months, spans["since"], spans["until"]), viewer=request.user, today=today(), by=(by,),
        basis=asked.basis, store=place(),
    )  # fmt: skip


def _asked(request: HttpRequest) -> tuple[dict[str, date | None], str, tuple[date, ...], asking_of.Asked]:
    """The spans, what to tell by, the months there are, and the basis."""
    months, asked = asking.months_of(latest_run(), place()), asking_of.read(request)
    names = ("before-since", "before-until", "since", "until")
    usual = dict(zip(names, (*months[-2:-1] * 2, *months[-1:] * 2), strict=False)) if len(months) > 1 else {}
    spans = {name: _month(request, name, months) or usual.get(name) for name in names}
    by = request.GET.get("by", "") if request.GET.get("by", "") in CHOICES else "provider"
    return spans, by, months, asked


@activity(Permission.ACTIVITY_READ)
def variance(request: HttpRequest) -> HttpResponse:
    """Lines submitted to another commissioner, in another category or point of delivery, than the rules say."""
    problem, found, of = "", None, _of(request)
    try:
        found = asked_variance(request)
    except ContentError as error:
        problem = str(error)
    rows = found.frame.to_dict("records") if found else []
    return show(request, "variance", of=of, found=found, rows=rows[:SHOWN], all_rows=len(rows), problem=problem)


def asked_variance(request: HttpRequest) -> Variance:
    """The answer to what the address asks."""
    return found_variance(of=_of(request), viewer=request.user, today=today(), store=place())


def _of(request: HttpRequest) -> Of:
    asked = request.GET.get("of")
    return "category" if asked == "category" else "pod" if asked == "pod" else "commissioner"


def _month(request: HttpRequest, name: str, months: tuple[date, ...]) -> date | None:
    text = request.GET.get(name, "")
    return next((each for each in months if f"{each:%Y-%m}" == text), None)


def _between(months: tuple[date, ...], since: date | None, until: date | None) -> list[int]:
    first, last = since or date.min, until or date.max
    chosen = [each.year * 12 + each.month - 1 for each in months if first <= each <= last]
    if not chosen:
        raise ContentError("the last month of a span is before its first", field="months")
    return chosen
