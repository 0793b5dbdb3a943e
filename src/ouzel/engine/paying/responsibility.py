"""Responsibility that stays with somebody whatever the rules say: it is put on the lines of the person before them."""

from collections.abc import Sequence
from dataclasses import dataclass

import ibis
import ibis.expr.types as ir
import numpy as np
import pyarrow as pa

from ouzel.engine.attribution.facts import Facts
from ouzel.engine.columnar import Columnar


@dataclass(frozen=True)
class Responsible:
    """Body number `payer` pays for `person` (a pseudonym) on days [start, until) of care of some specialties.

    `specialties` are treatment functions; none: all care. No two of one person hold on one day.
    """

    person: int
    payer: int
    start: int
    until: int
    specialties: tuple[str, ...]


def with_responsible(lines: ir.Table, episodes: Sequence[Responsible], profiles: Facts, engine: Columnar) -> ir.Table:
    """`lines` (with `person` and `assigned`) with `responsible`, the number of the body that stays so; 0: nobody."""
    scopes = {scope: number for number, scope in enumerate(dict.fromkeys(each.specialties for each in episodes))}
    table = pa.table(
        {
            "episode_person": np.array([each.person for each in episodes], dtype=np.int64),
            "episode_start": np.array([each.start for each in episodes], dtype=np.int32),
            "episode_until": np.array([each.until for each in episodes], dtype=np.int32),
            "episode_payer": np.array([each.payer for each in episodes], dtype=np.int32),
            "episode_scope": np.array([scopes[each.specialties] for each in episodes], dtype=np.int32),
        }
    )
    specialty = np.asarray(profiles.columns["specialty"], dtype=np.str_)
    covered = [
        np.ones(len(specialty), dtype=np.bool_) if not scope else np.isin(specialty, list(scope)) for scope in scopes
    ]
    pairs = pa.table(
        {
            "covers_profile": np.tile(np.arange(len(specialty), dtype=np.int32), len(scopes)),
            "covers_scope": np.repeat(np.arange(len(scopes), dtype=np.int32), len(specialty)),
            "covers": np.concatenate(covered).astype(np.int8),
        }
    )
    held = engine.refer("episodes", table)
    covers = engine.refer("episode_covers", pairs)
    joined = lines.left_join(
        held,
        [
            lines["person"] == held["episode_person"],
            lines["assigned"] >= held["episode_start"],
            lines["assigned"] < held["episode_until"],
        ],
    )
    joined = joined.left_join(
        covers,
        [joined["profile"] == covers["covers_profile"], joined["episode_scope"] == covers["covers_scope"]],
    )
    payer = ibis.coalesce(joined["episode_payer"] * joined["covers"], 0).cast("int32")
    return joined.mutate(responsible=payer).select(*lines.columns, "responsible")
