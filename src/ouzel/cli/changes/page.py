"""A preview as one page that can be sent to anybody: nothing in it comes from elsewhere, and it has no script."""

from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, StrictUndefined

from ouzel.api.change_words import count, day, outcome, sentences
from ouzel.cli.changes.telling import amount, grouped

if TYPE_CHECKING:
    from ouzel.reorganisation.preview import Preview

TEMPLATE = Path(__file__).with_name("preview.html")


def page(seen: "Preview") -> str:
    """The whole preview, every consequence in it."""
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters.update(day=day)
    kinds = dict.fromkeys((each.what, each.unit) for each in seen.totals)
    return environment.from_string(TEMPLATE.read_text(encoding="utf-8")).render(
        seen=seen,
        sentences=sentences(seen.plan, seen.expansion.state.names),
        outcome=outcome(seen),
        totals=[(what, unit, [t for t in seen.totals if (t.what, t.unit) == (what, unit)]) for what, unit in kinds],
        groups=[(what, mine) for (_, what), mine in grouped(seen.consequences).items()],
        amount=amount,
        count=count,
    )
