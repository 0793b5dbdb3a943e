"""Names of bodies that figures are told by."""

from collections.abc import Collection
from datetime import date

from ouzel.activity.answers.words import special_payers
from ouzel.as_if import AsIf
from ouzel.register.answers import Moment
from ouzel.register.columns import names_on


def names_of_bodies(codes: Collection[str], *, supposed: AsIf | None, today: date) -> dict[str, str]:
    """The name of each body on the day of the basis (`as-was`: today's, else the last it had); "" where none is known.

    A body that a plan names is called so; a code that stands for no body (VPP00) says what it stands for.
    """
    day = (supposed.basis.day if supposed else None) or today
    named = names_on(sorted(codes), days=[day], moment=Moment(today))
    special = special_payers()
    found = {code: named.get((code, day), code) for code in codes}
    found = {code: special.get(code, "") if name == code else name for code, name in found.items()}
    if supposed is not None:
        where = supposed.structure
        found |= {code: where.names[where.index[code]] for code in supposed.named if code in found}
    return found
