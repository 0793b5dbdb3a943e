"""A file is checked, or taken. It is read in memory; of a file that is not taken nothing is kept."""

import base64
from typing import Any

from django.http import HttpRequest, HttpResponse

from ouzel.activity.checking import CheckResult, check_file
from ouzel.activity.gate.uploads import refused_upload
from ouzel.activity.loading import AddressesLost, Refused, load
from ouzel.activity.postcodes import newest
from ouzel.api.activity_shapes import fault_list
from ouzel.core.errors import ContentError
from ouzel.core.permissions import Permission, granted, today
from ouzel.web.desk.activity.door import activity, bodies_checked, checking, place, show
from ouzel.web.desk.activity.forms import CheckForm, LoadForm
from ouzel.web.desk.door import handed, sent
from ouzel.web.desk.views.plans import refuse
from ouzel.web.desk.working import actor

EMBEDDED = 1_000_000  # bytes of a list of faults that a page carries with it, since nothing is kept to fetch later
SHOWN = 30  # kinds of fault told on a page before the rest is left to the list


@checking
def check(request: HttpRequest) -> HttpResponse:
    """Check a file by the rules by which it would be taken. With `list` pressed, the list of faults is the answer."""
    bodies = bodies_checked(request)
    form = CheckForm(sent(request), handed(request), bodies=bodies, refused=refused_upload(request))
    if request.method == "POST" and form.is_valid():
        got, store = form.cleaned_data, place()
        try:
            result = check_file(
                got["file"].read(), name=got["file"].name, by=actor(request), on=today(), layout=form.said_layout(),
                rules=form.said_policy, taking=form.said_taking, postcodes=newest(store=store), store=store,
                body=got.get("body") or bodies[0],
            )  # fmt: skip
        except ContentError as error:
            refuse(form, error, at="file")
        else:
            if "list" in request.POST:
                return _list(result)
            return show(request, "result", **told(result), again="check")
    only = Permission.ACTIVITY_READ not in granted(request.user, on=today())
    return show(request, "check", form=form, only=only)


@activity(Permission.ACTIVITY_LOAD)
def take(request: HttpRequest) -> HttpResponse:
    """Take a file: all of it, or nothing of it with every fault."""
    store = place()
    places = newest(store=store)
    form = LoadForm(sent(request), handed(request), refused=refused_upload(request), placed=places is not None)
    if request.method == "POST" and form.is_valid():
        got = form.cleaned_data
        try:
            done = load(
                got["file"].read(), name=got["file"].name, by=actor(request), on=today(), layout=form.said_layout(),
                rules=form.said_policy, taking=form.said_taking, postcodes=places, store=store,
                without_places=got.get("without_places", False), provider=got["provider"],
                submitted=got["submitted"].isoformat() if got["submitted"] else "",
                protocol=got["protocol"] or None,
            )  # fmt: skip
        except AddressesLost as error:
            refuse(form, error, at="without_places")
        except Refused as error:
            return show(request, "result", **told(error.result), again="take")
        except ContentError as error:
            refuse(form, error, at="file")
        else:
            said = told(done.result) if done.result else {"result": None}
            return show(request, "result", **said, load=done.load, again="take")
    return show(request, "take", form=form)


def told(result: CheckResult) -> dict[str, Any]:
    """What the page of a result shows; `link` is the whole list of faults, where it is short enough to come along."""
    text = fault_list(result).encode("utf-8-sig")
    link = f"data:text/csv;charset=utf-8;base64,{base64.b64encode(text).decode()}" if len(text) <= EMBEDDED else ""
    return {
        "result": result, "kinds": result.faults.summary(), "shown": SHOWN, "link": link,
        "finds": sorted(result.report.finds, key=lambda find: not find.refuses),
        "something": bool(result.faults.counts or result.report.finds), "list_name": _name(result),
    }  # fmt: skip


def _list(result: CheckResult) -> HttpResponse:
    response = HttpResponse(fault_list(result).encode("utf-8-sig"), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{_name(result)}"'
    return response


def _name(result: CheckResult) -> str:
    """The name of the list: that of the file, as far as every system takes it."""
    stem = "".join(c if c.isascii() and (c.isalnum() or c in "-_.") else "-" for c in result.file.split(".")[0])
    return f"{stem[:80] or 'file'}-faults.csv"
