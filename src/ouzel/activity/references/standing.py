"""In which small area a GP practice stands: by the postcode that the register has of the day, and the directory."""

from collections.abc import Sequence

import numpy as np

from ouzel.activity.postcodes.finding import newest
from ouzel.activity.references.recorded import attribute
from ouzel.activity.store.place import Store
from ouzel.core.permissions import today
from ouzel.engine.days import Ints
from ouzel.register.answers import Moment
from ouzel.register.attributes import Attribute


def standing(practices: Sequence[str], days: Ints, *, store: Store | None = None) -> list[str]:
    """The small area of each practice on its day, as known now; "" without a postcode or a directory that has it."""
    directory = newest(store=store) if practices else None
    if directory is None:
        return [""] * len(practices)
    distinct = {code: at for at, code in enumerate(dict.fromkeys(practices))}
    recorded = attribute(tuple(distinct), (Attribute.POSTCODE,), moment=Moment(today()))[Attribute.POSTCODE]
    postcodes = recorded.at(np.array([distinct[code] for code in practices], dtype=np.int64), days)
    return directory.areas([str(each) for each in postcodes])
