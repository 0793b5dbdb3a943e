"""A year's plan beside what was done."""

from datetime import date

from django.http import HttpRequest, HttpResponse

from ouzel.activity.accounts import AccountMonthKey
from ouzel.activity.answers.against_plan import PLANNED, AgainstPlan, against_plan
from ouzel.activity.answers.dimensions import DIMENSIONS
from ouzel.activity.answers.effects import BETWEEN, effects_of_plan
from ouzel.activity.answers.runs import latest_run
from ouzel.activity.models import PlanLine
from ouzel.core.errors import ContentError
from ouzel.core.permissions import Permission, today
from ouzel.web import asked as asking_of
from ouzel.web.desk.activity import asking
from ouzel.web.desk.activity.door import activity, place, show

SHOWN = 200
CHOICES = {slug: DIMENSIONS[slug].words for slug in PLANNED}


@activity(Permission.ACTIVITY_READ)
def plan(request: HttpRequest) -> HttpResponse:
    """Planned, done, and the difference, for the year to date; by month where that is asked."""
    asked = asking_of.read(request)
    years, year, by, then = _asked(request)
    found, why, problem = None, None, ""
    if year:
        try:
            if by in BETWEEN and PlanLine.objects.visible_to(request.user).filter(year=year).exists():
                why = effects_of_plan(
                    year=year, viewer=request.user, today=today(), basis=asked.basis, by=(by,), store=place()
                )
            found = asked_plan(request)
        except ContentError as error:
            problem = str(error)
    rows = _rows(found) if found else []
    reasons, nothing = asking.largest(why)
    return show(
        request, "plan", found=found, rows=rows[:SHOWN], all_rows=len(rows), years=years, year=year, by=by, then=then,
        choices=CHOICES, basis=asked.basis, problem=problem or asked.basis_error, dimensions=DIMENSIONS,
        why=why if why and not why.empty else None, reasons=reasons[:SHOWN], nothing=nothing,
        through=asking.month_of(AccountMonthKey(year, found.through)) if found else None,
        query="?" + request.GET.urlencode() if request.GET else "",
    )  # fmt: skip


def asked_plan(request: HttpRequest) -> AgainstPlan | None:
    """The answer to what the address asks; None where there is neither a plan nor figures."""
    _, year, by, then = _asked(request)
    if not year:
        return None
    return against_plan(
        year=year, viewer=request.user, today=today(), basis=asking_of.read(request).basis, store=place(),
        by=tuple(dict.fromkeys(each for each in (by, then) if each)),
    )  # fmt: skip


def _asked(request: HttpRequest) -> tuple[list[int], int, str, str]:
    """The years there are, the one chosen (0: none), and what to tell by."""
    years = _years(request, asking.months_of(latest_run(), place()))
    chosen = request.GET.get("year", "")
    year = int(chosen) if chosen.isdecimal() and int(chosen) in years else years[-1] if years else 0
    by, then = (request.GET.get(name, "") if request.GET.get(name, "") in CHOICES else "" for name in ("by", "then"))
    return years, year, by or "provider", then


def _years(request: HttpRequest, months: tuple[date, ...]) -> list[int]:
    """Financial years with a plan or with figures, as 202526."""
    planned = PlanLine.objects.visible_to(request.user).order_by().values_list("year", flat=True).distinct()
    done = {AccountMonthKey.of(each.year * 12 + each.month - 1).year for each in months}
    return sorted({*planned, *done})


def _rows(found: AgainstPlan) -> list[dict[str, object]]:
    """Rows for the page: in the order of time where they are by month, else the largest difference first."""
    by_month = "month" in found.by
    frame = found.frame if by_month else found.to_date
    columns = [str(name) for name in frame.columns]
    values = frame.astype(object).where(frame.notna(), None).itertuples(index=False, name=None)
    rows = [dict(zip(columns, row, strict=True)) for row in values]
    return rows if by_month else sorted(rows, key=lambda row: -abs(int(str(row["price_variance"] or 0))))
