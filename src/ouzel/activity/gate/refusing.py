"""The gate for small files that are kept as they stand: plans, price lists, tables of rules.

Nothing is taken out of such a file: one text that tells who a person is refuses it. The fault names line and column,
never the text.
"""

from collections.abc import Mapping

import numpy as np
import pyarrow as pa

from ouzel.activity.gate.detecting import Finds, detect
from ouzel.activity.gate.kinds import TELLINGS, Kind
from ouzel.core.errors import ContentError


def refuse_in_texts(texts: Mapping[str, int], *, file: str, field: str, bodies: bool = False) -> None:
    """ContentError where one of the distinct texts of a column tells who a person is.

    `texts` gives each text the line on which it first stands. `bodies`: the column holds names of bodies, which may be
    named after people ("John Radcliffe"), so that a forename and another word alone tell nothing.
    """
    words = list(texts)
    finds = detect(pa.array(words, pa.string()))
    if not finds.any:
        return
    kind, at = _first(finds, bodies=bodies)
    if kind is None:
        return
    telling = TELLINGS[kind]
    article = "an" if kind is Kind.NHS_NUMBER else "a"
    raise ContentError(
        f"{article} {telling.one} stands in it, or what looks like one", file, texts[words[at]], field,
        right=telling.right,
    )  # fmt: skip


def _first(finds: Finds, *, bodies: bool) -> tuple[Kind | None, int]:
    """The first text that tells of somebody, and what it tells."""
    found: list[tuple[int, Kind]] = []
    for kind, each in finds.by_kind.items():
        mask = each.certain if bodies and kind is Kind.NAME else each.any
        if mask.any():
            found.append((int(np.flatnonzero(mask)[0]), kind))
    if not found:
        return None, 0
    at, kind = min(found)
    return kind, at
