"""What the database keeps of activity: loads, mappings, episodes, prices, accounts, plans. Lines are in the store."""

from ouzel.activity.models.accounts import AccountMonth, Freeze, Posting, PricingRun
from ouzel.activity.models.episodes import ResponsibilityEpisode
from ouzel.activity.models.loads import ActivityLoad, LoadState
from ouzel.activity.models.mappings import PodMapping
from ouzel.activity.models.plans import PlanLine
from ouzel.activity.models.prices import AgreementRow, FactorRow, PriceRelease, PriceRow, ReleaseState, TopUpRow

__all__ = [
    "AccountMonth",
    "ActivityLoad",
    "AgreementRow",
    "FactorRow",
    "Freeze",
    "LoadState",
    "PlanLine",
    "PodMapping",
    "Posting",
    "PriceRelease",
    "PriceRow",
    "PricingRun",
    "ReleaseState",
    "ResponsibilityEpisode",
    "TopUpRow",
]
