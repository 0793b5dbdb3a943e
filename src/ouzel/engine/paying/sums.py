"""The sums of a line: base, long stay, top-up, market forces, units, in the whole numbers of `pricing.arithmetic`."""

import ibis
import ibis.expr.types as ir

from ouzel.engine.paying.period import Period
from ouzel.engine.pricing.arithmetic import LARGEST_ACTIVITY, LARGEST_BEFORE, MILLION, TEN_THOUSAND, THOUSAND


def worked_out(table: ir.Table, period: Period) -> ir.Table:
    """The sums of `pricing.by_hand` in its order and whole numbers: row_… columns, whatever the reason may be."""
    prices = period.pricing
    steps = prices.policy.steps
    excess = ibis.greatest(table["stay"] - table["exempt_days"] - table["trim"], 0)
    # -1: the stay is beyond the trim point, and it is not known by how much.
    unread = -(table["stay"] > table["trim"]).cast(excess.type())
    table = table.mutate(row_excess=(table["exempt_days"] < 0).ifelse(unread, excess))
    table = table.mutate(row_long_stay=table["row_excess"] * table["per_day"])
    table = table.mutate(row_base=table["pence"] + table["extra"] if prices.has_additions else table["pence"])
    table = table.mutate(row_pence=table["row_base"] + table["row_long_stay"])
    if prices.has_top_ups:
        table = table.mutate(row_top_up=table["pence"] * (table["share"] * table["topped"]))
        if steps:
            table = table.mutate(row_top_up=_to_nearest(table["row_top_up"], steps * TEN_THOUSAND))
        # Whole pennies of the top-up join the pence; what is left of a penny is multiplied by itself.
        table = table.mutate(whole=table["row_top_up"] // TEN_THOUSAND)
        table = table.mutate(rest=table["row_top_up"] - table["whole"] * TEN_THOUSAND)
        table = table.mutate(row_pence=table["row_pence"] + table["whole"])
    else:
        table = table.mutate(row_top_up=ibis.literal(0, "int64"), rest=ibis.literal(0, "int64"))
    factor = table["factor"]
    if prices.has_local_prices:
        factor = (table["own_factor"] > 0).ifelse(table["own_factor"], factor)
    # One more than the largest is out of range still, and small enough to be multiplied.
    table = table.mutate(row_factor=factor, bounded=ibis.least(table["row_pence"], LARGEST_BEFORE + 1))
    millionths = table["bounded"] * table["row_factor"]
    if prices.has_top_ups:
        table = table.mutate(left=table["rest"] * table["row_factor"])
        millionths = millionths + table["left"] // TEN_THOUSAND
    unit = prices.policy.unit
    table = table.mutate(millionths=millionths, counted=ibis.coalesce(table["activity"], 0))
    table = table.mutate(row_unit=_to_nearest(table["millionths"], unit * MILLION) // MILLION)
    table = table.mutate(units=ibis.least(table["counted"].abs(), LARGEST_ACTIVITY + 1))
    table = table.mutate(amount=table["row_unit"] * table["units"])
    if prices.policy.of == "unit":
        return table.mutate(row_price=(table["amount"] + THOUSAND // 2) // THOUSAND * table["counted"].sign())
    # Nearly every line is one unit, whose price is that of the unit: only for the others is the rest worked out, so it
    # stands within the choice. As `arithmetic.price_of_all`: whole pence, millionths of a penny, what is left of these.
    units, whole = table["units"], table["millionths"] // MILLION
    parts = (table["millionths"] - whole * MILLION) * units
    if prices.has_top_ups:
        parts = parts + (table["left"] - table["left"] // TEN_THOUSAND * TEN_THOUSAND) * units // TEN_THOUSAND
    pence = whole * units // THOUSAND
    rest = (whole * units - pence * THOUSAND) * MILLION + parts
    of_all = pence + (rest + THOUSAND * MILLION // 2) // (THOUSAND * MILLION)
    return table.mutate(row_price=(units == THOUSAND).ifelse(table["row_unit"], of_all) * table["counted"].sign())


def _to_nearest(value: ir.IntegerValue, unit: int) -> ir.IntegerValue:
    """To the nearest multiple of the unit, a half up; values of 0 or more."""
    return (value + unit // 2) // unit * unit
