"""Points of delivery, and what each asks of the other fields.

Source: checks of indicative activity plans in use in 2026; the other standards are held to them as a warning.
"""

from ouzel.activity.faults.check import Mask, Severity, mask, rule
from ouzel.activity.faults.view import View

_MONEY = "ADJUSTMENT, BLOCK, CQUIN, DRUG, DEVICE or NAOTHER"
_PLANNED = ("acm", "iap")
_STRICT = ("iap", "local-prices")
_ALL = ("acm", "plcm", "iap", "local-prices")
HRG = 5  # characters


@rule("POD-UNKNOWN", "pod", "there is no such national point of delivery",
      "A code of the national list; the provider's own goes to LOCAL POINT OF DELIVERY CODE")  # fmt: skip
def _unknown(view: View) -> Mask:
    return view.where("pod", lambda code: bool(code) and code.upper() not in view.reference.points)


def _money(view: View) -> Mask:
    points = view.reference.points
    return view.where("pod", lambda code: code.upper() in points and points[code.upper()].money_only)


def _care(view: View) -> Mask:
    points = view.reference.points
    return view.where("pod", lambda code: code.upper() in points and not points[code.upper()].money_only)


def _blank(code: str, field: str, name: str) -> None:
    @rule(f"POD-{code}", field, f"money without activity has no {name}",
          f"Leave it blank where the point of delivery is {_MONEY}", needs=("pod", field), only=_PLANNED,
          warns_in=("acm",))  # fmt: skip
    def wrong(view: View) -> Mask:
        return _money(view) & view.said(field)


_blank("BLANK-SITE", "site", "site")
_blank("BLANK-RESPONSIBILITY", "ORGANISATION IDENTIFIER (GP PRACTICE RESPONSIBILITY)", "practice responsibility")
_blank("BLANK-RESIDENCE", "ORGANISATION IDENTIFIER (RESIDENCE RESPONSIBILITY)", "residence responsibility")
_blank("BLANK-SPECIALTY", "specialty", "treatment function")
_blank("BLANK-TARIFF", "currency", "tariff code")


@rule("POD-NO-ACTIVITY", "planned_activity", "money without activity has a planned activity of 0",
      f"0 where the point of delivery is {_MONEY}", needs=("pod", "planned_activity"), only=_PLANNED,
      warns_in=("acm",))  # fmt: skip
def _nought(view: View) -> Mask:
    amount, said = view.memory.thousandths.of(view.column("planned_activity"), view.rows)
    return mask(_money(view) & (~said | (amount != 0)))


@rule("POD-SITE", "site", "care has a site of treatment", "The site of treatment", needs=("pod", "site"), only=_ALL,
      warns_in=("acm", "plcm"))  # fmt: skip
def _site(view: View) -> Mask:
    return _care(view) & ~view.said("site")


@rule("POD-SPECIALTY", "specialty", "care has a treatment function", "The treatment function code",
      needs=("pod", "specialty"), only=_ALL, warns_in=("acm", "plcm"))  # fmt: skip
def _function(view: View) -> Mask:
    return _care(view) & ~view.said("specialty")


@rule("TARIFF-MISSING", "currency", "this point of delivery has a tariff code", "A tariff code that begins with an HRG",
      needs=("pod", "currency"), only=_ALL, warns_in=("acm", "plcm"))  # fmt: skip
def _tariff(view: View) -> Mask:
    points = view.reference.points
    priced = view.where("pod", lambda code: code.upper() in points and not points[code.upper()].no_tariff)
    return priced & ~view.said("currency")


@rule("TARIFF-HRG", "currency", "the tariff code does not begin with an HRG", "A valid HRG first, such as AA22C",
      needs=("currency",), only=_ALL, warns_in=("acm", "plcm"))  # fmt: skip
def _hrg(view: View) -> Mask:
    return view.where("currency", lambda code: bool(code) and code[:HRG].upper() not in view.reference.hrgs)


@rule("LOCAL-POD-ONLY", "local_pod", "the provider's own point of delivery comes without a national one",
      "Give both, or map it once: it is then in the queue of points of delivery to map",
      needs=("local_pod",), severity=Severity.WARNS)  # fmt: skip
def _only_local(view: View) -> Mask:
    return view.said("local_pod") & ~view.said("pod")
