"""What fixed payments cover, at guide price: what the care would have cost by activity."""

from django.http import HttpRequest, HttpResponse

from ouzel.activity.answers.blocks import Blocks, blocks
from ouzel.activity.answers.runs import latest_run
from ouzel.core.errors import ContentError
from ouzel.core.permissions import Permission, today
from ouzel.web.desk.activity import asking
from ouzel.web.desk.activity.door import activity, place, show

SHOWN = 200


@activity(Permission.ACTIVITY_READ)
def fixed(request: HttpRequest) -> HttpResponse:
    """Each fixed or partly fixed agreement with the value of what it covers, the largest first."""
    question, months, found = asking.read(request), asking.months_of(latest_run(), place()), None
    problem = question.problem or question.asked.basis_error
    try:
        found = asked_blocks(request)
    except ContentError as error:
        problem = str(error)
    rows = sorted(found.frame.to_dict("records"), key=lambda row: -int(row["guide"])) if found else []
    return show(
        request, "blocks", found=found, rows=rows[:SHOWN], all_rows=len(rows), months=months, q=question,
        problem=problem, total=sum(int(row["guide"]) for row in rows),
        without=sum(int(row["without_price"]) for row in rows),
    )  # fmt: skip


def asked_blocks(request: HttpRequest) -> Blocks:
    """The answer to what the address asks; ContentError for a plan that is not there."""
    question = asking.read(request)
    months = question.months(asking.months_of(latest_run(), place()))
    return blocks(
        basis=question.asked.basis, viewer=request.user, today=today(), months=months, store=place()
    )  # fmt: skip
