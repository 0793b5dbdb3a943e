"""One line explained, in words that a contract manager understands: who pays, how much and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from ouzel.activity.asked import Asked
from ouzel.activity.holding import Held
from ouzel.activity.looked_up import Looked
from ouzel.engine.activity_lines import LineRef
from ouzel.engine.attribution.by_hand import Assigned
from ouzel.engine.pricing.priced import Priced, Step
from ouzel.engine.pricing.reasons import Why

KIND_WORDS = {
    "admitted": "a finished stay in hospital",
    "admitted-unfinished": "a stay in hospital that had not ended",
    "outpatient": "an outpatient appointment",
    "emergency": "an attendance at emergency care",
    "aggregate": "a line that stands for many records",
    "drug": "a drug",
    "device": "a device",
    "other": "other care",
}


EVIDENCE_WORDS = {
    "found": "", "inferred": ", which are inferred from those of another year",
    "memory": ", which are from memory and must be checked",
}  # fmt: skip
"""How well the rules of a year are known."""


@dataclass(frozen=True)
class Explained:
    """What was found of one line. `facts` by table; `names` gives the bodies of the text their names of the day."""

    ref: LineRef
    line: Mapping[str, Any]
    kind: str
    assigned_on: date | None
    rules: str  # name of the rules, "" where there are none for the day
    assigned: Assigned | None
    episode: Held | None
    priced: Priced
    facts: Mapping[str, Mapping[str, str]]
    submitted_to: str
    currency: str
    names: Mapping[str, str]
    asked: Asked
    local_pod: str = ""  # the provider's own point of delivery, where a mapping of it was used
    missing: tuple[str, ...] = ()  # what is not recorded, where nobody was found
    withdrawal: str = ""  # when and why the price list was withdrawn, where it has been since
    years: str = ""  # for which days there are rules
    evidence: str = "found"  # how well the rules are known
    left_out: str = ""  # why it is not paid from, where another file is
    mapping: str = ""  # how the local point of delivery came to its national one: days, and who said so
    looked_up: tuple[Looked, ...] = ()  # the facts by which who pays was found
    of_price: tuple[Looked, ...] = ()  # the list, row and factor by which it was priced
    disagreement: str = ""  # that two lists disagree about the line, and what to do

    @property
    def payer(self) -> str:
        """The code of who pays; "" is nobody."""
        if self.episode:
            return self.episode.payer
        return self.assigned.payer if self.assigned else ""

    @property
    def charged(self) -> int:
        """Pence; nothing where another file is paid from."""
        return 0 if self.left_out else self.priced.charged

    @property
    def mapped_pod(self) -> str:
        """The national point of delivery that the local one stands for; "" where no mapping was used."""
        return self.facts["profile"]["pod"] if self.local_pod else ""

    @property
    def steps(self) -> tuple[Step, ...]:
        """The steps of the price. What was mapped is not said to be submitted."""
        if not self.local_pod:
            return self.priced.trace
        mapped = f", as the local point of delivery {self.local_pod} is mapped"
        return tuple(Step(each.words.replace(", as submitted", mapped), each.amount) for each in self.priced.trace)

    @property
    def variance(self) -> bool:
        """Whether the provider submitted it to somebody else."""
        return bool(self.submitted_to) and bool(self.payer) and self.submitted_to != self.payer

    def named(self, code: str) -> str:
        """A body as people know it: its name and its code."""
        name = self.names.get(code, "")
        return f"{name} ({code})" if name and name != code else code

    @property
    def words(self) -> str:
        """The whole explanation as text, a paragraph a part."""
        return "\n\n".join("\n".join(part) for part in (self._what(), self._who(), self._how_much()) if part)

    def _what(self) -> list[str]:
        provider = self.named(self.facts["supply"]["provider"]) or "a provider that is not named"
        days = [day for day in (_day(self.line["start"]), _day(self.line["end"])) if day]
        when = " to ".join(dict.fromkeys(_said(day) for day in days)) or "on a day that is not said"
        text = f"Line {self.ref} is {KIND_WORDS.get(self.kind, self.kind)} at {provider}, {when}."
        return [text, self.asked.words]

    def _who(self) -> list[str]:
        told = [f"Who pays: {self.named(self.payer) if self.payer else 'nobody was found'}."]
        if self.episode:
            told += self._stays(self.episode)
        elif self.assigned is None:
            told.append(
                f"There are no rules of who pays for {_said(self.assigned_on)}. {self.years}" if self.assigned_on
                else "The line says no day, so it cannot be told which rules hold."
            )  # fmt: skip
        else:
            told.append(self.assigned.words)
            told += [f"What is missing: {each}." for each in self.missing]
            told += [f"  {step.box}. {step.question} {step.answer}." for step in self.assigned.path]
            told.append(f"By the rules {self.rules}{EVIDENCE_WORDS[self.evidence]}, read on {_said(self.assigned_on)}.")
        told += _facts(self.looked_up)
        if self.variance:
            told.append(f"The provider submitted it to {self.named(self.submitted_to)}: challenge it or pass it on.")
        elif self.submitted_to and not self.payer:
            told.append(f"The provider submitted it to {self.named(self.submitted_to)}.")
        return told

    def _stays(self, held: Held) -> list[str]:
        recorded = held.episode.commissioner
        told = [held.episode.words]
        if recorded != self.payer:
            told.append(f"It was recorded of {self.named(recorded)}, in whose place {self.named(self.payer)} stands.")
        return told

    def _how_much(self) -> list[str]:
        cost = self.priced
        pounds = _pounds(cost.charged)
        if self.left_out:
            value = f" Its value would be {_pounds(cost.price)}." if cost.price else ""
            return [f"How much: nothing is charged for this line. {self.left_out}{value}"]
        told = [
            f"How much: {pounds}."
            if cost.charged or cost.why.charged
            else f"How much: nothing is charged. {cost.why.words}"
        ]
        if cost.why is Why.AS_SUBMITTED:
            told.append(cost.why.words)
        if cost.why.do:
            told.append(cost.why.do)
        if not cost.why.charged and cost.price:
            told.append(f"Its value by the price list would be {_pounds(cost.price)}.")
        if self.mapping:
            told.append(self.mapping)
        if self.withdrawal:
            told.append(f"{self.withdrawal.rstrip('.')}. As known on {_said(self.asked.known_at)} it still held.")
        if self.disagreement:
            told.append(self.disagreement)
        for step in self.steps:
            if step.words.startswith(cost.why.words):
                continue
            amount = "" if step.amount is None else f": {_exact(step.amount)}"
            told.append(f"  {step.words}{amount}")
        told += _facts(self.of_price)
        submitted = self.line["submitted"]
        if submitted is not None and cost.why.charged and submitted != cost.charged:
            less = submitted - cost.charged
            told.append(
                f"The provider submitted {_pounds(submitted)}, {_pounds(abs(less))} {'more' if less > 0 else 'less'}."
            )
        return told

    def as_json(self) -> dict[str, Any]:
        """The same for a program."""
        cost, path = self.priced, self.assigned.path if self.assigned else ()
        return {
            "line": str(self.ref),
            "kind": self.kind,
            "assigned_on": self.assigned_on.isoformat() if self.assigned_on else None,
            "payer": self.payer or None,
            "payer_name": self.names.get(self.payer) if self.payer else None,
            "submitted_to": self.submitted_to or None,
            "rules": self.rules or None,
            "rules_evidence": self.evidence if self.rules else None,
            "missing": list(self.missing),
            "box": self.assigned.box if self.assigned else None,
            "method": "episode" if self.episode else self.assigned.method if self.assigned else None,
            "category": self.assigned.category if self.assigned else None,
            "path": [{"box": s.box, "question": s.question, "answer": s.answer} for s in path],
            "pod": cost.pod or None,
            "currency": self.currency or None,
            "why": cost.why.name,
            "why_words": cost.why.words,
            "do": cost.why.do,
            "price_list": cost.book.name if cost.book else None,
            "price_list_withdrawal": self.withdrawal or None,
            "local_pod": self.local_pod or None,
            "mapping": self.mapping or None,
            "looked_up": [
                {"what": each.what, "code": each.code or None, "words": each.words}
                for each in (*self.looked_up, *self.of_price)
            ],
            "disagreement": self.disagreement or None,
            "price_pence": cost.price,
            "charged_pence": self.charged,
            "left_out": self.left_out or None,
            "submitted_pence": self.line["submitted"],
            "steps": [{"words": s.words, "ten_thousandths_of_a_penny": s.amount} for s in self.steps],
            "words": self.words,
        }


def _facts(found: tuple[Looked, ...]) -> list[str]:
    return [f"  {each.what}{f' {each.code}' if each.code else ''}: {each.words}." for each in found]


def _day(ordinal: int) -> date | None:
    return date.fromordinal(ordinal) if ordinal > 0 else None


def _said(day: date | None) -> str:
    return f"{day.day} {day:%B %Y}" if day else ""


def _pounds(pence: int) -> str:
    sign = "-" if pence < 0 else ""
    return f"{sign}£{abs(pence) // 100:,}.{abs(pence) % 100:02d}"


def _exact(amount: int) -> str:
    """Ten-thousandths of a penny as pounds; parts of a penny as decimals, where there are any."""
    pence, rest = divmod(abs(amount), 10_000)
    text = ("-" if amount < 0 else "") + _pounds(pence)
    return text + f"{rest:04d}".rstrip("0")
