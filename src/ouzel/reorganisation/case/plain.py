"""The case for change as plain values, for JSON: dates as text, counts as whole numbers, exact decimals as text."""

from decimal import Decimal
from typing import Any

from ouzel.reorganisation.case.values import Case, Option, Promise, Table


def as_values(case: Case) -> dict[str, Any]:
    """The case as plain values for JSON: dates as text, counts as whole numbers, exact decimals as text."""
    return {
        "slug": case.slug,
        "title": case.title,
        "effective": case.effective.isoformat(),
        "statutory_basis": case.statutory_basis,
        "made_on": case.made_on.isoformat(),
        "known_at": case.known_at.isoformat() if case.known_at else None,
        "edition": case.edition,
        "basis": case.basis,
        "summary": list(case.summary),
        "words": [{"word": word, "meaning": meaning} for word, meaning in case.words],
        "reasons": list(case.reasons),
        "challenges": list(case.challenges),
        "options": [_option(option) for option in case.options],
        "sections": [
            {
                "slug": section.slug,
                "title": section.title,
                "sentences": list(section.sentences),
                "tables": [_table(table) for table in section.tables],
                "gaps": list(section.gaps),
            }
            for section in case.sections
        ],
        "benefits": [_benefit(benefit) for benefit in case.benefits],
        "sources": list(case.sources),
    }


def _option(option: Option) -> dict[str, Any]:
    return {
        "slug": option.slug,
        "title": option.title,
        "effective": option.plan.effective.isoformat() if option.plan else None,
        "bodies": [
            {"code": b.code, "name": b.name, "kinds": list(b.kinds), "new": b.new,
             "units": {kind or "other": len(units) for kind, units in b.units.items()}}
            for b in option.bodies
        ],
        "problems": [str(problem) for problem in option.expansion.problems] if option.expansion else [],
    }  # fmt: skip


def _table(table: Table) -> dict[str, Any]:
    rows = [[str(cell) if isinstance(cell, Decimal) else cell for cell in row] for row in table.rows]
    return {
        "caption": table.caption, "columns": list(table.columns), "rows": rows, "note": table.note,
        "source": table.source,
    }  # fmt: skip


def _benefit(benefit: Promise) -> dict[str, Any]:
    return {
        "slug": benefit.slug,
        "title": benefit.title,
        "owner": benefit.owner,
        "unit": benefit.unit,
        "baseline": str(benefit.baseline),
        "target": str(benefit.target),
        "measure_on": benefit.measure_on.isoformat(),
        "source": benefit.source,
        "outcomes": [
            {"on": o.on.isoformat(), "value": str(o.value), "source": o.source, "note": o.note}
            for o in benefit.outcomes
        ],
        "standing": benefit.standing,
    }  # fmt: skip
