"""The run that answers: the latest of all lines, by the rules as they are."""

from ouzel.activity.models import PricingRun
from ouzel.core.errors import ContentError
from ouzel.core.permissions import Permission, Viewer, require, today

NEEDS = Permission.ACTIVITY_READ

NO_RUN = (
    "No run of attribution and pricing has been made yet, so there are no totals. "
    "Load the files of activity (ouzel activity load), then price them (ouzel activity price)."
)


def latest_run() -> PricingRun | None:
    """The newest run of all lines; None before the first. Runs of some lines, or on another day's map, do not count."""
    return PricingRun.objects.filter(summary__whole=True).order_by("-pk").first()


def run_for(viewer: Viewer, run: PricingRun | None) -> PricingRun | None:
    """The run asked for, or the latest whole one. PermissionDenied for who may not see figures of activity."""
    require(viewer, NEEDS, on=today())
    return run if run is not None else latest_run()


def run_numbered(number: int, *, viewer: Viewer) -> PricingRun:
    """One run by its number; ContentError where there is none."""
    require(viewer, NEEDS, on=today())
    found = PricingRun.objects.visible_to(viewer).filter(pk=number).first()
    if found is None:
        raise ContentError("there is no such run", field="run", value=str(number), right="See ouzel activity runs")
    return found
