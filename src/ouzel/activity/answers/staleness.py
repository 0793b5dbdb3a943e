"""What has changed since a run: loads, prices, rules, mappings, facts, the register; by the audit trail, in words."""

from django.db.models import QuerySet

from ouzel.activity.counting import Action as Loads
from ouzel.activity.episodes import Action as Episodes
from ouzel.activity.in_step import Action as Runs
from ouzel.activity.models import ActivityLoad, LoadState, PricingRun
from ouzel.activity.pod_mapping import Action as Mappings
from ouzel.activity.postcodes.directory import KIND as POSTCODES
from ouzel.activity.prices.agreements import Action as Agreements
from ouzel.activity.prices.loading import Action as Prices
from ouzel.activity.references.releases import Action as References
from ouzel.activity.references.years import KIND as YEARS
from ouzel.activity.references.years import known_flows
from ouzel.activity.rules.tables import TABLES
from ouzel.core import audit
from ouzel.core.models import AuditEntry, ReferenceRelease

OF_LOADS = frozenset({Loads.LOADED, Loads.WITHDRAWN, Loads.ERASED})
CHANGES: tuple[tuple[str, frozenset[str]], ...] = (
    ("prices were loaded or withdrawn", frozenset(Prices)),
    ("agreements on payment were made or ended", frozenset(Agreements)),
    ("local points of delivery were mapped", frozenset(Mappings)),
    ("lasting responsibility for people was recorded", frozenset(Episodes)),
    ("facts that the rules ask for were loaded", frozenset(References)),
)
"""What to say, and the actions of the audit trail that mean it."""

FEW = 5
REGISTER = "the register has a new edition"
WITHDRAWN = "facts that the rules ask for were withdrawn"
RULES = "the rules of who pays are others"


def stale_since(run: PricingRun) -> str:
    """What changed since the run, in a sentence with what to do; "" where nothing has."""
    done = AuditEntry.objects.filter(action=Runs.RUN, subject=str(run)).order_by("-pk").values_list("pk", flat=True)
    begun = done.first()
    if begun is None:
        return ""  # made without the audit trail: nothing can be told
    since = AuditEntry.objects.filter(pk__gt=begun)
    actions = set(since.order_by().values_list("action", flat=True).distinct())
    of_loads = _loads(run) if actions & OF_LOADS else ""
    told = [words for words, meant in CHANGES if actions & meant]
    if audit.Action.RELEASE_WITHDRAWN in actions and _withdrew(since.filter(action=audit.Action.RELEASE_WITHDRAWN)):
        told.append(WITHDRAWN)
    if run.edition_id is None and audit.Action.EDITION_MADE in actions:
        told.append(REGISTER)
    if set(run.rules) - {flow.name for flow in known_flows()}:
        told.append(RULES)
    if of_loads:
        told.insert(0, of_loads)
    if not told:
        return ""
    few = " Only the months that changed are worked out anew." if told == [of_loads] else ""
    return (
        f"Since these totals were worked out on {run.on.day} {run.on:%B %Y}, {_and(told)}. Price again to see it.{few}"
    )


def _loads(run: PricingRun) -> str:
    """Which files the totals do not have yet, and which they still have; "" where it is none in the end."""
    had = set(run.loads)
    now = set(ActivityLoad.objects.filter(state=LoadState.READY).values_list("pk", flat=True))
    told = []
    for loads, words in ((now - had, "taken"), (had - now, "withdrawn or erased")):
        if loads:
            those = ", ".join(str(load) for load in sorted(loads)[:FEW]) + (" and others" if len(loads) > FEW else "")
            what = "a file of activity was" if len(loads) == 1 else f"{len(loads):,} files of activity were"
            told.append(f"{what} {words} ({'load' if len(loads) == 1 else 'loads'} {those})")
    return " and ".join(told)


def _withdrew(entries: QuerySet[AuditEntry]) -> bool:
    """Whether one of the releases withdrawn was of facts for the rules."""
    numbers = [detail.get("release") for detail in entries.values_list("detail", flat=True)]
    kinds = {POSTCODES, YEARS, *(table.release_kind for table in TABLES.values())}
    return ReferenceRelease.objects.filter(pk__in=numbers, kind__in=kinds).exists()


def _and(told: list[str]) -> str:
    return told[0] if len(told) == 1 else f"{', '.join(told[:-1])} and {told[-1]}"
