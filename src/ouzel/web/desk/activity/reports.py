"""Figures of activity by whatever is asked, on any basis, with what to look at first and the proof of the totals."""

from collections.abc import Hashable
from typing import Any

from django.http import HttpRequest, HttpResponse

from ouzel.activity.answers.dimensions import DIMENSIONS
from ouzel.activity.answers.exporting import record_export
from ouzel.activity.answers.report import Report
from ouzel.activity.answers.report import report as made
from ouzel.activity.answers.runs import latest_run
from ouzel.api import activity_answers as answer
from ouzel.api.activity_answers import TYPES
from ouzel.core.errors import ContentError
from ouzel.core.permissions import Permission, require, today
from ouzel.web import proposals
from ouzel.web.desk.activity import asking
from ouzel.web.desk.activity.asking import Question
from ouzel.web.desk.activity.door import activity, place, show
from ouzel.web.desk.working import actor
from ouzel.web.pages import fresh

SHOWN = 200  # rows on a page; the copies have all
LEFT = 50  # of what has no place


@activity(Permission.ACTIVITY_READ)
def report(request: HttpRequest) -> HttpResponse:
    """A table of figures."""
    question, run = asking.read(request), latest_run()
    months = asking.months_of(run, place())
    found, problem = None, question.problem
    try:
        found = _made(request, question)
    except ContentError as error:
        problem = str(error)
    rows = _rows(found) if found else []
    open_plans = [each for each in proposals.shorts(fresh(request), viewer=request.user, asked=question.asked)
                  if each.is_open]  # fmt: skip
    return show(
        request, "report", q=question, found=found, rows=rows[:SHOWN], all_rows=len(rows),
        dimensions=DIMENSIONS, months=months, problem=problem, plans=open_plans[:6], left=LEFT,
    )  # fmt: skip


@activity(Permission.ACTIVITY_READ)
def as_csv(request: HttpRequest) -> HttpResponse:
    """The whole table as CSV, in units and pounds, with a row for each thing that has no place."""
    return _copy(request, "csv")


@activity(Permission.ACTIVITY_READ)
def as_json(request: HttpRequest) -> HttpResponse:
    """All of it as JSON, with its proof."""
    return _copy(request, "json")


def _copy(request: HttpRequest, form: str) -> HttpResponse:
    require(request.user, Permission.EXPORT_ACTIVITY, on=today())
    question = asking.read(request)
    try:
        found = _made(request, question)
    except ContentError as error:
        return show(request, "no-report", status=400, problem=str(error), again=question.query())
    record_export(found, by=actor(request), form=form)
    told = answer.report(found)
    response = HttpResponse(told.content(form), content_type=TYPES[form])
    response["Content-Disposition"] = f'attachment; filename="{told.name}.{form}"'
    return response


def _made(request: HttpRequest, question: Question) -> Report:
    months = question.months(asking.months_of(latest_run(), place()))
    return made(
        by=question.dimensions, basis=question.asked.basis, viewer=request.user, today=today(), months=months,
        where=question.where, store=place(),
    )  # fmt: skip


def _rows(found: Report) -> list[dict[Hashable, Any]]:
    """Rows for the page: in the order of time where they are by month, else the largest first."""
    rows: list[dict[Hashable, Any]] = found.frame.to_dict("records")
    return rows if "month" in found.by else sorted(rows, key=lambda row: -abs(int(row["charged"])))
