"""What the rules of who pays are made of: the rules of each year, the small tables, and taking a release back."""

from collections.abc import Callable

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse

from ouzel.activity import postcodes
from ouzel.activity.gate.uploads import MEGABYTE, refused_upload
from ouzel.activity.references import releases, tables, years
from ouzel.activity.rules.tables import TABLES
from ouzel.core.errors import ContentError
from ouzel.core.models import ReferenceRelease, ReleaseState
from ouzel.core.permissions import Permission
from ouzel.web import words
from ouzel.web.desk.activity.door import activity, go, place, show
from ouzel.web.desk.activity.reference_forms import ReferenceForm, RulesForm, TableForm, TakeBackForm
from ouzel.web.desk.door import handed, sent
from ouzel.web.desk.views.plans import refuse
from ouzel.web.desk.working import actor

EVIDENCE = {"found": "As published", "inferred": "Inferred, not published", "memory": "From memory, not checked"}
KINDS = {each.release_kind: words.capital(each.words) for each in TABLES.values()}
KINDS |= {years.KIND: "Rules of who pays", postcodes.KIND: "Postcode directory"}
COLOURS = {"loading": "yellow", "ready": "green", "withdrawn": "grey"}


@activity(Permission.ACTIVITY_READ)
def rules(request: HttpRequest) -> HttpResponse:
    """The rules of every year, the newest first, and what was taken back."""
    return show(
        request, "rules", years=years.years(store=place())[::-1], evidence=EVIDENCE,
        gone=_releases(request, years.KIND).filter(state=ReleaseState.WITHDRAWN).order_by("-pk"),
    )  # fmt: skip


@activity(Permission.ACTIVITY_READ)
def rules_file(request: HttpRequest, year: str) -> HttpResponse:
    """The file of a year, as it was loaded or comes with Ouzel: to be read, or to begin another with."""
    found = years.year_named(year, store=place())
    if found is None:
        raise Http404(f"There are no rules for {year}.")
    response = HttpResponse(found.text, content_type="application/toml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{found.slug}.toml"'
    return response


@activity(Permission.ACTIVITY_LOAD)
def load_rules(request: HttpRequest) -> HttpResponse:
    """Load the rules of a year: all of them, or nothing with the line of what is wrong."""
    form = RulesForm(sent(request), handed(request), refused=refused_upload(request))
    if request.method == "POST" and form.is_valid():
        got = form.cleaned_data
        done = _entered(
            request, form, years.KIND, lambda: years.load_rules(
                got["file"].read(), name=got["file"].name, by=actor(request), published=got["published"], store=place()
            )
        )  # fmt: skip
        if done:
            return done
    return show(request, "rules-load", form=form)


@activity(Permission.ACTIVITY_READ)
def small_tables(request: HttpRequest) -> HttpResponse:
    """The small tables that rules refer to, what is loaded of each, and the editions of the postcode directory."""
    kinds = [*(each.release_kind for each in TABLES.values()), postcodes.KIND]
    return show(
        request, "tables", tables=TABLES.values(), kinds=KINDS, colours=COLOURS,
        found=_releases(request, *kinds).order_by("kind", "-effective", "-pk"),
        holding=set(_releases(request, *kinds).filter(state=ReleaseState.READY).values_list("kind", flat=True)),
        postcodes=postcodes.KIND, most=settings.FILE_UPLOAD_MAX_MEMORY_SIZE // MEGABYTE,
    )  # fmt: skip


@activity(Permission.ACTIVITY_LOAD)
def load_table(request: HttpRequest) -> HttpResponse:
    """Load a small table: all of it, or nothing with the line of what is wrong."""
    form = TableForm(
        sent(request), handed(request), refused=refused_upload(request), initial={"table": request.GET.get("table", "")}
    )
    if request.method == "POST" and form.is_valid():
        got = form.cleaned_data
        done = _entered(
            request, form, TABLES[got["table"]].release_kind, lambda: tables.load_table(
                got["file"].read(), table=got["table"], effective=got["effective"], published=got["published"],
                by=actor(request), origin=got["source"], name=got["file"].name, store=place(),
            )
        )  # fmt: skip
        if done:
            return done
    return show(request, "table-load", form=form, tables=[each for each in TABLES.values() if not each.fixed])


@activity(Permission.ACTIVITY_LOAD)
def take_back(request: HttpRequest, number: int) -> HttpResponse:
    """Take a release back, with the reason and the day from which it is known not to hold."""
    found = _releases(request, *KINDS).filter(pk=number).first() if number < 2**63 else None
    if found is None:
        raise Http404(f"There is no release {number}.")
    if found.state != ReleaseState.READY:
        return go(request, _page(found.kind), said=f"Nothing was done: release {number} is withdrawn.")
    form = TakeBackForm(sent(request))
    if request.method == "POST" and form.is_valid():
        got = form.cleaned_data
        try:
            releases.withdraw(release=found, by=actor(request), why=got["why"], on=got["on"])
        except ContentError as error:
            refuse(form, error, at="on")
        else:
            said = f"Release {number}, {found.name}, is withdrawn. Price anew, so that figures leave it out."
            return go(request, _page(found.kind), said=said)
    return show(
        request, "take-back", release=found, days=_days(found), form=form, back=_page(found.kind),
        shipped=_shipped(found.kind),
    )  # fmt: skip


def _entered(
    request: HttpRequest, form: ReferenceForm, kind: str, load: Callable[[], ReferenceRelease]
) -> HttpResponse | None:
    """Load it, and go to where it is listed; None where it was refused, which the form says."""
    there = set(_releases(request, kind).filter(state=ReleaseState.READY).values_list("pk", flat=True))
    try:
        done = load()
    except ContentError as error:
        form.refuse(error)
        return None
    said = f"{done.name} is loaded as release {done.pk}, for care {_days(done)}. Price anew, so that figures use it."
    if done.pk in there:
        said = f"Nothing was done: this very file was loaded before, as release {done.pk}."
    return go(request, _page(kind), said=said)


def _releases(request: HttpRequest, *kinds: str) -> QuerySet[ReferenceRelease]:
    return ReferenceRelease.objects.visible_to(request.user).filter(kind__in=kinds)


def _page(kind: str) -> str:
    return "rules" if kind == years.KIND else "tables"


def _days(release: ReferenceRelease) -> str:
    """The days it is for; of rules those that they say, or fewer where the next ones begin sooner."""
    flow = next((each.flow for each in years.years(store=place()) if each.release == release), None)
    since, until = (flow.since, flow.until) if flow else (release.effective.lower, release.effective.upper)
    return f"from {words.span(since, until)}" if until else f"from {words.day(since)} on"


def _shipped(kind: str) -> bool:
    """Whether something that comes with Ouzel holds where nothing is loaded."""
    return any(each.shipped for each in TABLES.values() if each.release_kind == kind) or kind == years.KIND
