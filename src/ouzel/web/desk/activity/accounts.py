"""Accounts month by month, posting a run to them, and freezing one."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Count, Max, Sum
from django.http import Http404, HttpRequest, HttpResponse

from ouzel.activity.accounts import AccountMonthKey, Frozen, posted
from ouzel.activity.answers.naming import names_of_bodies
from ouzel.activity.answers.staleness import stale_since
from ouzel.activity.answers.totals import totals_of
from ouzel.activity.freezing import freeze_month, nothing_posted
from ouzel.activity.models import AccountMonth, Freeze, Posting, PricingRun
from ouzel.activity.posting import post_run
from ouzel.core.errors import ContentError
from ouzel.core.permissions import Permission, today
from ouzel.web import words
from ouzel.web.desk import fields
from ouzel.web.desk.activity.asking import month_of
from ouzel.web.desk.activity.door import activity, go, place, show
from ouzel.web.desk.door import sent
from ouzel.web.desk.forms import Drawn
from ouzel.web.desk.views.plans import refuse
from ouzel.web.desk.working import actor

SHOWN = 500  # adjustments told on a page
Shape = fields.Shape


@dataclass
class Month:
    """One month of account as the list tells it. Money in pence."""

    key: AccountMonthKey
    dates: AccountMonth | None = None
    sums: dict[str, int] = field(default_factory=dict)  # pence by kind of posting
    lines: int = 0
    frozen: bool = False
    frozen_for: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """April 2025."""
        return month_name(self.key)

    @property
    def total(self) -> int:
        """All that is posted to it."""
        return sum(self.sums.values())


class FreezeForm(Drawn):
    """Whose month is frozen."""

    provider = fields.ShapeField(
        Shape.CODE, label="Code of the provider", required=False, help_text="Leave it empty to freeze it for all"
    )


class PostForm(Drawn):
    """The cause that adjustments tell."""

    why = fields.ShapeField(
        Shape.LINE, label="What changed since it was last posted", required=False,
        help_text="Adjustments of frozen months will say it, such as: prices issued anew on 27 June 2025",
    )  # fmt: skip


@activity(Permission.ACTIVITY_READ)
def accounts(request: HttpRequest) -> HttpResponse:
    """The months of account, the newest first, and whether the newest run is posted."""
    run = postable(request)
    newest = Posting.objects.visible_to(request.user).aggregate(run=Max("run"))["run"]
    return show(
        request, "accounts", months=_months(request), run=run, newest=newest, stale=stale_since(run) if run else ""
    )


@activity(Permission.ACTIVITY_READ)
def account(request: HttpRequest, year: int, month: int) -> HttpResponse:
    """One month: by provider and payer, and each adjustment with its cause."""
    key = _key(year, month)
    postings = Posting.objects.visible_to(request.user).filter(year=year, month=month)
    by_body = postings.values("provider", "commissioner").annotate(pence=Sum("pence"), lines=Sum("lines"))
    adjusted = postings.filter(kind="adjustment")
    found = next((each for each in _months(request) if each.key == key), Month(key))
    rows, adjustments = list(by_body.order_by("-pence")[:SHOWN]), list(adjusted.order_by("-pk")[:SHOWN])
    codes = {code for row in rows for code in (row["provider"], row["commissioner"])}
    codes |= {code for row in adjustments for code in (row.provider, row.commissioner)}
    return show(
        request, "account", month=found, rows=rows, bodies=by_body.count(), adjustments=adjustments,
        names=names_of_bodies(codes - {""}, supposed=None, today=today()),
        adjusted=adjusted.aggregate(n=Count("pk"), pence=Sum("pence")),
        name_of=month_name, key_of=AccountMonthKey, shown=SHOWN,
    )  # fmt: skip


@activity(Permission.ACTIVITY_FREEZE)
def freeze(request: HttpRequest, year: int, month: int) -> HttpResponse:
    """Freeze a month, for good."""
    key = _key(year, month)
    form = FreezeForm(sent(request))
    if request.method == "POST" and form.is_valid():
        provider = form.cleaned_data["provider"]
        try:
            done = freeze_month(year=year, month=month, provider=provider, by=actor(request), on=today())
        except ContentError as error:
            refuse(form, error, at="provider")
        else:
            whose = f"of {provider}" if provider else "of all providers"
            return go(
                request,
                "account",
                year,
                month,
                said=f"{month_name(key)} {whose} is frozen. {nothing_posted(done)}".strip(),
            )
    return show(request, "freeze", form=form, key=key, name=month_name(key))


@activity(Permission.ACTIVITY_PRICE)
def post(request: HttpRequest) -> HttpResponse:
    """Post the newest run to the accounts."""
    found = postable(request)
    if found is None:
        return go(request, "accounts", said="Nothing was posted: nothing was priced yet.")
    form = PostForm(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            totals, without = totals_of(found, store=place())
            done = post_run(run=found, totals=totals, by=actor(request), on=today(), why=form.cleaned_data["why"])
        except ContentError as error:
            refuse(form, error)
        else:
            said = (
                f"{words.count(done.prices, 'amount')} to open months ({words.pounds(done.price_pence)}), "
                f"{words.count(done.adjustments, 'adjustment')} for frozen ones "
                f"({words.pounds(done.adjustment_pence)})."
            )
            left = f" {words.count(without, 'line')} with a price say no month, so no account has them."
            return go(request, "accounts", said=words.capital(said) + (words.capital(left) if without else ""))
    return show(
        request, "post", form=form, run=found, frozen=Freeze.objects.visible_to(request.user).count(),
        stale=stale_since(found),
    )  # fmt: skip


def postable(request: HttpRequest) -> PricingRun | None:
    """The newest run of all lines as known now, which alone may be posted."""
    rows = PricingRun.objects.visible_to(request.user).filter(summary__whole=True, known_at=None)
    return rows.order_by("-pk").first()


def month_name(key: AccountMonthKey) -> str:
    """`April 2025`, for month 1 of 2025/26."""
    return words.month(month_of(key))


def _months(request: HttpRequest) -> list[Month]:
    months: dict[AccountMonthKey, Month] = {}
    for dates in AccountMonth.objects.visible_to(request.user):
        key = AccountMonthKey(dates.year, dates.month)
        months[key] = Month(key, dates)
    postings = Posting.objects.visible_to(request.user)
    for (year, month, kind), balance in posted(by=("year", "month", "kind"), postings=postings).items():
        key = AccountMonthKey(int(str(year)), int(str(month)))
        one = months.setdefault(key, Month(key))
        one.sums[str(kind)] = balance.pence
        one.lines += balance.lines
    frozen, some = Frozen(), defaultdict(list)
    for year, month, provider in Freeze.objects.visible_to(request.user).values_list("year", "month", "provider"):
        key = AccountMonthKey(year, month)
        months.setdefault(key, Month(key))
        some[key].append(provider)
    for key, one in months.items():
        one.frozen, one.frozen_for = frozen.holds(key, ""), tuple(sorted(filter(None, some[key])))
    return [months[key] for key in sorted(months, reverse=True)]


def _key(year: int, month: int) -> AccountMonthKey:
    try:
        return AccountMonthKey(year, month)
    except ContentError as error:
        raise Http404(str(error)) from None
