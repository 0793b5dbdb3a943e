"""Questions of tests, with what is usual."""

from datetime import date, timedelta
from itertools import count
from typing import Any

from ouzel.activity.answers.report import SHOWN, Report, report
from ouzel.activity.store import Store
from ouzel.core.types.basis import Basis
from tests.core.people import OPERATOR

LUTON, MK, BEDFORD = "E81073", "K82003", "E81046"
TODAY = date(2026, 11, 22)
_numbers = count(1)


def stay(end: str, **said: str) -> dict[str, str]:
    """A finished emergency stay of three days."""
    usual = {
        "record": str(next(_numbers)), "provider": "RC9", "practice": LUTON, "end": end, "admission_method": "21",
        "start": str(date.fromisoformat(end) - timedelta(days=3)), "patient_class": "1", "specialty": "300",
        "currency": "FD02H", "age": "50",
    }  # fmt: skip
    return usual | said


def ask(*by: str, store: Store, basis: str = "as-was", **more: Any) -> Report:
    """A report as the operator, today."""
    said: dict[str, Any] = {"viewer": OPERATOR, "today": TODAY, **more}
    return report(by=by, basis=Basis.parse(basis), store=store, **said)


def by_code(answer: Report, what: str = "lines") -> dict[Any, int]:
    """One column of figures by the codes of the dimensions."""
    names = list(answer.by)
    keys = answer.frame[names[0]] if len(names) == 1 else zip(*(answer.frame[name] for name in names), strict=True)
    return dict(zip(keys, answer.frame[what].tolist(), strict=True))


def lost(answer: Report) -> dict[str, int]:
    """Lines without a place by unit."""
    return {each.code: each.values["lines"] for each in answer.reconciliation.unresolved}


def balances(answer: Report) -> bool:
    """Whether every figure given is in a row or among the unresolved."""
    proof = answer.reconciliation
    return all(
        proof.given[name] == int(answer.frame[name].sum()) + sum(each.values[name] for each in proof.unresolved)
        for name in SHOWN
    )
