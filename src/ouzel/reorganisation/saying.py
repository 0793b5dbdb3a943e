"""What a plan says and what a person reads of it, gathered side by side while the plan is worked out. Pure."""

from datetime import date, timedelta
from decimal import Decimal

from ouzel.register.attributes import Attribute
from ouzel.register.evidence import Assertion, Evidence
from ouzel.reorganisation.expansion import Consequence, Held, State
from ouzel.reorganisation.plan import Plan
from ouzel.reorganisation.wording import why_of


class Saying:
    """The assertions of a plan, each with the part of the plan it follows from, and their consequences in words."""

    def __init__(self, plan: Plan, state: State) -> None:
        self.plan, self.state, self.day = plan, state, plan.effective
        self.eve = plan.effective - timedelta(days=1)
        self.names = dict(state.names)
        self.said: list[tuple[Assertion, str]] = []
        self.consequences: list[Consequence] = []
        self._whys: dict[str, str] = {}  # by path: thousands of units share one

    def _say(
        self, path: str, subject: str, attribute: Attribute, value: str, *, since: date | None = None,
        until: date | None = None, share: Decimal | None = None, note: str = "",
    ) -> None:  # fmt: skip
        evidence = Evidence.SINCE if until is None else Evidence.INTERVAL
        start = since or self.day
        line = self.plan.line(path) or 0
        self.said.append((Assertion(subject, attribute, evidence, start, until, value, line, share, note), path))

    def _tell(self, path: str, record: str, what: str, before: str, after: str) -> None:
        name = self.names.get(record, record)
        why = self._whys.get(path) or self._whys.setdefault(path, why_of(self.plan, path, self.names))
        self.consequences.append(Consequence("register", record, name, what, before, after, why, path))

    def _called(self, code: str) -> str:
        name = self.names.get(code, code)
        return code if name == code else f"{name} ({code})"

    def _facts(self, code: str, attribute: Attribute) -> list[Held]:
        """What a body holds of an attribute on the eve."""
        return [h for h in self.state.facts.get(code, ()) if h.attribute is attribute and h.on(self.eve)]
