"""What providers state of their months, beside what their lines come to."""

from django.http import HttpRequest, HttpResponse

from ouzel.activity.answers.naming import names_of_bodies
from ouzel.activity.answers.runs import latest_run
from ouzel.activity.answers.three_way import three_way
from ouzel.core.permissions import Permission, today
from ouzel.web.desk.activity import asking
from ouzel.web.desk.activity.door import activity, place, show
from ouzel.web.desk.activity.overview import MOST_LINES, counted

SHOWN = 200


@activity(Permission.ACTIVITY_READ)
def statements(request: HttpRequest) -> HttpResponse:
    """The statement of each provider's month beside the sum of its lines; those that differ first."""
    months, many = asking.months_of(latest_run(), place()), counted(request).lines > MOST_LINES
    month = next((each for each in months if f"{each:%Y-%m}" == request.GET.get("month", "")), None)
    found = None
    if not many or month:  # one month of a country is no more than a page can wait for
        chosen = [month.year * 12 + month.month - 1] if month else None
        found = three_way(viewer=request.user, months=chosen, store=place())
    differences = [(each, one) for each in found.differing for one in each.found.differences] if found else []
    return show(
        request, "statements", found=found, months=months, month=month, many=many, differences=differences[:SHOWN],
        names=names_of_bodies(
            {each.provider for each in found.matches} | {one.commissioner for _, one in differences}, supposed=None,
            today=today(),
        ) if found else {},
        all_differences=len(differences), matches=found.matches[:SHOWN] if found else (),
    )  # fmt: skip
