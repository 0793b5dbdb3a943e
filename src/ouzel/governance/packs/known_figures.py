"""The figures that governance can give by itself: of the register, and of people registered."""

from datetime import date

from ouzel.core.errors import ContentError
from ouzel.core.permissions import Viewer
from ouzel.core.queries import current_edition
from ouzel.governance.packs.figures import Figure, FigureKind, register
from ouzel.measures.kinds import MEASURES
from ouzel.measures.totals import chain_to, total_by
from ouzel.register import queries
from ouzel.register.answers import Moment, NoSuchBody
from ouzel.register.kinds import KINDS
from ouzel.reorganisation.wording import in_words

PEOPLE = "registered-patients"


def members(ref: str, on: date, viewer: Viewer) -> Figure:
    """How many GP practices were members of an organisation on a day, by the register."""
    moment = Moment(on)
    try:
        count = len(queries.members(ref, moment=moment, kind=KINDS["practice"]))
        name = queries.body(ref, moment=moment).name
    except NoSuchBody as problem:
        raise ContentError(str(problem), field="figure", value=ref) from None
    if not count:
        raise ContentError(f"no practice is known as a member of {name} on {in_words(on)}", field="figure", value=ref)
    return Figure(
        f"{count:,}", f"GP practices that were members of {name}", on, f"as-at:{on}",
        f"register, edition {current_edition()}", "Organisation Data Service",
        f"/organisations/{ref}/?on={on}",
    )  # fmt: skip


def people(ref: str, on: date, viewer: Viewer) -> Figure:
    """How many people were registered with the GP practices of a commissioner or a system on a day."""
    measure, moment = MEASURES[PEOPLE], Moment(on)
    for kind in ("commissioner", "system", "practice"):
        found = total_by(measure, by=chain_to(measure, kind), moment=moment)
        if found.release is None:
            raise ContentError(f"no numbers of people are loaded for {in_words(on)}", field="figure", value=ref)
        for row in found.rows:
            if row.code == ref:
                return Figure(
                    f"{row.value:,.0f}", f"people registered with the GP practices of {row.name}", on, f"as-at:{on}",
                    f"release of {in_words(found.release.effective.lower)}", measure.source,
                    f"/organisations/{ref}/?on={on}",
                )  # fmt: skip
    raise ContentError(f"no people are counted for {ref} on {in_words(on)}", field="figure", value=ref)


def register_known() -> None:
    """Make these kinds known; called when the application is ready."""
    register(FigureKind("members", "GP practices that are members", members))
    register(FigureKind("people", "people registered with GP practices", people))
