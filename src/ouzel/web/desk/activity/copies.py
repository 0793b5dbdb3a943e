"""Whole answers to save, by who may export: CSV and Parquet of the table, JSON of all of it. The audit trail has it."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from ouzel.activity.answers.account import account
from ouzel.activity.answers.exporting import record_answer
from ouzel.activity.answers.runs import latest_run
from ouzel.activity.answers.three_way import three_way
from ouzel.api import activity_answers as answer
from ouzel.api.activity_answers import TYPES, Told
from ouzel.core.errors import ContentError
from ouzel.core.permissions import Permission, require, today
from ouzel.web import asked as asking_of
from ouzel.web.desk.activity import asking, differences, plans
from ouzel.web.desk.activity.door import activity, place, show
from ouzel.web.desk.activity.fixed import asked_blocks
from ouzel.web.desk.working import actor


@activity(Permission.ACTIVITY_READ)
def copy(request: HttpRequest, what: str, form: str) -> HttpResponse:
    """The answer that a page shows, asked by the same address."""
    require(request.user, Permission.EXPORT_ACTIVITY, on=today())
    try:
        if wrong := asking_of.read(request).basis_error:
            raise ContentError(wrong, field="basis")  # a page can say so beside another answer, a file cannot
        told = ANSWERS[what](request)
    except ContentError as error:
        return show(request, "no-report", status=400, problem=str(error), again="")
    record_answer(name=told.name, asked=told.asked, rows=len(told.table), form=form, by=actor(request))
    response = HttpResponse(told.content(form), content_type=TYPES[form])
    response["Content-Disposition"] = f'attachment; filename="{told.name}.{form}"'
    response["Cache-Control"] = "no-store"
    return response


def _plan(request: HttpRequest) -> Told:
    found = plans.asked_plan(request)
    if found is None:
        raise ContentError("there is neither a plan nor figures", right="Load a plan, or price what is loaded")
    return answer.plan(found)


def _effects(request: HttpRequest) -> Told:
    found = differences.asked_effects(request)
    if found is None:
        raise ContentError("there are figures of fewer than two months, or too many lines for a page")
    return answer.effects(found)


def _statements(request: HttpRequest) -> Told:
    months = asking.months_of(latest_run(), place())
    month = next((each for each in months if f"{each:%Y-%m}" == request.GET.get("month", "")), None)
    chosen = [month.year * 12 + month.month - 1] if month else None
    return answer.statements(three_way(viewer=request.user, months=chosen, store=place()), months=chosen)


def _accounts(request: HttpRequest) -> Told:
    year = request.GET.get("year", "")
    asked = {
        "year": int(year) if year.isdecimal() and len(year) == 6 else None,
        "provider": _code(request, "provider"), "commissioner": _code(request, "commissioner"),
    }  # fmt: skip
    found = account(
        viewer=request.user, year=asked["year"] if isinstance(asked["year"], int) else None,
        provider=str(asked["provider"]), commissioner=str(asked["commissioner"]),
    )  # fmt: skip
    return answer.account(found, **asked)


def _code(request: HttpRequest, name: str) -> str:
    text = request.GET.get(name, "")[:12].upper()
    return text if text.isalnum() else ""


ANSWERS: dict[str, Callable[[HttpRequest], Told]] = {
    "plan": _plan,
    "effects": _effects,
    "variance": lambda request: answer.variance(differences.asked_variance(request)),
    "blocks": lambda request: answer.blocks(asked_blocks(request)),
    "statements": _statements,
    "accounts": _accounts,
}
"""What can be saved, by the name of its page."""
