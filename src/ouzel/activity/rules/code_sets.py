"""Which named sets of diagnoses and procedures a line falls in: treatment of infertility."""

from collections.abc import Iterable
from functools import lru_cache

from ouzel.activity.rules.tables import shipped_rows


@lru_cache(maxsize=1)
def set_codes() -> dict[str, dict[str, tuple[str, ...]]]:
    """By scheme (ICD-10, OPCS-4) and set the beginnings of codes, without their dot."""
    found: dict[str, dict[str, list[str]]] = {}
    for row in shipped_rows("code-sets"):
        found.setdefault(row["scheme"], {}).setdefault(row["set"], []).append(row["code"].replace(".", ""))
    return {scheme: {name: tuple(codes) for name, codes in sets.items()} for scheme, sets in found.items()}


def sets_of(*, diagnoses: Iterable[str] = (), procedures: Iterable[str] = ()) -> str:
    """The sets that any of a line's codes falls in, by comma and in order; "" for none.

    Codes are taken with or without their dot: N97.1, N971 and N97 are all of N97.

    >>> sets_of(diagnoses=["N97.1"])
    'infertility'
    """
    found: set[str] = set()
    for scheme, codes in (("ICD-10", diagnoses), ("OPCS-4", procedures)):
        for code in codes:
            plain = code.replace(".", "").strip().upper()
            found.update(name for name, starts in set_codes().get(scheme, {}).items() if plain.startswith(starts))
    return ",".join(sorted(found))
