"""Files of activity over HTTP: checked, listed, and single lines explained."""

from typing import Annotated, Literal

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from ninja import Field, File, Path, Query, Router, Schema
from ninja.files import UploadedFile
from ninja.utils import check_csrf

from ouzel.activity.faults import Taking
from ouzel.activity.gate.policy import DEFAULT, policies, policy
from ouzel.activity.readers import FORMATS, format_named
from ouzel.api import activity_schemas, activity_shapes, schemas
from ouzel.api.activity_asked import STAFF, actor
from ouzel.api.answering import sent_now
from ouzel.api.figures import TooLarge
from ouzel.core.errors import ContentError
from ouzel.core.permissions import Permission, require, today
from ouzel.engine.activity_lines import LineRef

router = Router(tags=["Activity"])
NUMBER = Annotated[int, Path(..., ge=1, le=2**31 - 1, description="The number of a load")]
LINE = Annotated[
    str,
    Path(
        ..., pattern=r"^[1-9][0-9]{0,8}-[1-9][0-9]{0,8}$",
        description="Load and row of the file, with a hyphen: 12-345",
    ),
]  # fmt: skip


class Checking(Schema):
    format: str | None = Field(
        None,
        pattern=f"^({'|'.join(FORMATS)})$",
        description="What kind of file it is; told by its headings if not given",
    )
    taking: str = Field(
        "refuse-any", pattern=r"^(refuse-any|take-and-list|refuse-from-[1-9][0-9]{0,8})$",
        description="refuse-any, refuse-from-N or take-and-list",
    )  # fmt: skip
    policy: str = Field(DEFAULT, pattern=f"^({'|'.join(policies())})$", description="What the gate does")
    provider: str = Field(
        "", pattern=r"^[A-Z0-9]{0,12}$", description="Whose file it is, for who may check files of that provider alone"
    )
    answer: Literal["json", "csv"] = Field("json", description="What was found by kind, or the list of all of it")


class Stating(Schema):
    state: Literal["staged", "ready", "withdrawn", "erased"] | None = Field(
        None, description="Only those in this state"
    )


@router.post(
    "/activity/check", summary="What is wrong with a file; nothing of it is kept",
    response={200: activity_schemas.Checked, **STAFF, 413: schemas.Problem},
)  # fmt: skip
def check(request: HttpRequest, asked: Query[Checking], file: UploadedFile | None = File(None)) -> HttpResponse:  # noqa: B008
    from ouzel.activity.checking import check_file
    from ouzel.activity.gate.uploads import refused_upload
    from ouzel.activity.postcodes import newest
    from ouzel.activity.store import Store

    require(request.user, Permission.ACTIVITY_CHECK, body=asked.provider, on=today())
    if why := refused_upload(request):
        raise TooLarge(why)
    if file is None:
        raise ContentError("no file was sent", field="file", right="Send it as multipart/form-data in the field file")
    store = Store.at()
    result = check_file(
        file.read(), name=file.name or "file", by=actor(request), on=today(), body=asked.provider,
        layout=format_named(asked.format) if asked.format else None, rules=policy(asked.policy),
        taking=Taking.parse(asked.taking), postcodes=newest(store=store), store=store,
    )  # fmt: skip
    if asked.answer == "csv":
        return sent_now(activity_shapes.fault_list(result).encode("utf-8-sig"), form="csv")
    return sent_now(result.as_json())


@router.get("/activity/loads", response={200: activity_schemas.Loads, **STAFF}, summary="Every file that was taken")
def loads(request: HttpRequest, asked: Query[Stating]) -> HttpResponse:
    from ouzel.activity.models import ActivityLoad

    require(request.user, Permission.ACTIVITY_READ, on=today())
    found = ActivityLoad.objects.visible_to(request.user).defer("report", "faults")
    rows = [activity_shapes.load(each) for each in (found.filter(state=asked.state) if asked.state else found)]
    return sent_now({"count": len(rows), "loads": rows})


@router.get(
    "/activity/loads/{number}", response={200: activity_schemas.WholeLoad, **STAFF},
    summary="One file: what the gate found and did, and its faults",
)  # fmt: skip
def load(request: HttpRequest, number: NUMBER) -> HttpResponse:
    from ouzel.activity.models import ActivityLoad

    require(request.user, Permission.ACTIVITY_READ, on=today())
    found = ActivityLoad.objects.visible_to(request.user).filter(pk=number).first()
    if found is None:
        raise Http404(f"There is no load {number}. All of them: /api/v1/activity/loads")
    return sent_now({**activity_shapes.load(found), "gate": found.report, "faults": found.faults})


@router.post(
    "/activity/lines/{line}/explain", response={200: activity_schemas.Explained, **STAFF},
    summary="Who pays for a line, how much and why",
)  # fmt: skip
def explain(request: HttpRequest, line: LINE, sent: activity_schemas.Sent) -> HttpResponse:
    from ouzel.activity.explaining import explain as explained

    require(request.user, Permission.ACTIVITY_LINES, on=today())
    if check_csrf(request) is not None:  # it writes into the audit trail in somebody's name
        raise PermissionDenied("Send the header X-CSRFToken with the value of the cookie csrftoken.")
    return sent_now(explained(LineRef.parse(line), by=actor(request), why=sent.why).as_json())
