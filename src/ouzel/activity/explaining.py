"""One line explained: who pays, how much and why, in words that a contract manager understands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from ouzel.activity.asked import USUAL, Asked
from ouzel.activity.compiling import facts_of
from ouzel.activity.episodes import Episode, episodes_as_known
from ouzel.activity.pod_mapping import Mapped
from ouzel.activity.postcodes.finding import newest
from ouzel.activity.prices import deliveries
from ouzel.activity.prices.agreements import agreements
from ouzel.activity.prices.books import books, withdrawal_of
from ouzel.activity.readers.pods import POINTS
from ouzel.activity.reading_lines import read_lines
from ouzel.activity.rules.reading import flow_for, flows
from ouzel.activity.store import Store
from ouzel.core.actors import Actor
from ouzel.core.errors import ContentError
from ouzel.core.permissions import today
from ouzel.engine.activity_lines import PROFILE, LineRef
from ouzel.engine.attribution.by_hand import Assigned, assign
from ouzel.engine.attribution.flow import TABLES, Flow
from ouzel.engine.pricing.by_hand import ByHand
from ouzel.engine.pricing.priced import Priced
from ouzel.register.answers import Moment
from ouzel.register.columns import names_on

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
POD = PROFILE.index("pod")


@dataclass(frozen=True)
class Explained:
    """What was found of one line. `facts` by table; `names` gives the bodies of the text their names of the day."""

    ref: LineRef
    line: Mapping[str, Any]
    kind: str
    assigned_on: date | None
    rules: str  # name of the rules, "" where there are none for the day
    assigned: Assigned | None
    episode: Episode | None
    priced: Priced
    facts: Mapping[str, Mapping[str, str]]
    submitted_to: str
    currency: str
    names: Mapping[str, str]
    asked: Asked
    local_pod: str = ""  # the provider's own point of delivery, where a mapping of it was used
    withdrawal: str = ""  # when and why the price list was withdrawn, where it has been since

    @property
    def payer(self) -> str:
        """The code of who pays; "" is nobody."""
        if self.episode:
            return self.episode.commissioner
        return self.assigned.payer if self.assigned else ""

    @property
    def mapped_pod(self) -> str:
        """The national point of delivery that the local one stands for; "" where no mapping was used."""
        return self.facts["profile"]["pod"] if self.local_pod else ""

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
            told.append(self.episode.words)
        elif self.assigned is None:
            told.append(
                f"There are no rules of who pays for {_said(self.assigned_on)}." if self.assigned_on
                else "The line says no day, so it cannot be told which rules hold."
            )  # fmt: skip
        else:
            told.append(self.assigned.words)
            told += [f"  {step.box}. {step.question} {step.answer}." for step in self.assigned.path]
            told.append(f"By the rules {self.rules}, read on {_said(self.assigned_on)}.")
        if self.variance:
            told.append(f"The provider submitted it to {self.named(self.submitted_to)}: challenge it or pass it on.")
        elif self.submitted_to and not self.payer:
            told.append(f"The provider submitted it to {self.named(self.submitted_to)}.")
        return told

    def _how_much(self) -> list[str]:
        cost = self.priced
        pounds = _pounds(cost.charged)
        told = [
            f"How much: {pounds}."
            if cost.charged or cost.why == 0
            else f"How much: nothing is charged. {cost.why.words}"
        ]
        if cost.why.do:
            told.append(cost.why.do)
        if cost.why != 0 and cost.price:
            told.append(f"Its value by the price list would be {_pounds(cost.price)}.")
        if self.local_pod:
            told.append(f"The provider's own point of delivery {self.local_pod} is mapped to {self.mapped_pod}.")
        if self.withdrawal:
            told.append(f"{self.withdrawal.rstrip('.')}. As known on {_said(self.asked.known_at)} it still held.")
        for step in cost.trace:
            if step.words.startswith(cost.why.words):
                continue
            amount = "" if step.amount is None else f": {_exact(step.amount)}"
            told.append(f"  {step.words}{amount}")
        submitted = self.line["submitted"]
        if submitted is not None and cost.why == 0 and submitted != cost.charged:
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
            "price_pence": cost.price,
            "charged_pence": cost.charged,
            "submitted_pence": self.line["submitted"],
            "steps": [{"words": s.words, "ten_thousandths_of_a_penny": s.amount} for s in cost.trace],
            "words": self.words,
        }


def explain(
    ref: LineRef,
    *,
    by: Actor,
    why: str,
    asked: Asked = USUAL,
    store: Store | None = None,
) -> Explained:
    """Who pays for a line, how much and why, worked out by hand from the register, rules and prices as they are known.

    PermissionDenied for who may not read lines; ContentError without a reason, and for a line that does not count.
    """
    place = store or Store.at()
    found = read_lines(by=by, why=why, lines=[ref], store=place).to_pylist()
    if not found:
        raise ContentError(
            "there is no such line among those that count", field="line", value=str(ref),
            right="It may have been withdrawn, replaced by a later record, or never loaded: ouzel activity loads",
        )  # fmt: skip
    return explained(found[0], ref, asked=asked, store=place)


def explained(line: Mapping[str, Any], ref: LineRef, *, asked: Asked, store: Store) -> Explained:
    """The same for a line in hand, in the columns of `LINE`."""
    words = store.dictionaries()
    if asked.patient == "end":
        line = {**line, "practice": line["practice_after"], "residence": line["residence_after"]}
    key = {name: words.keys(name)[line[name]] for name in ("profile", "supply", "practice", "residence", "currency")}
    kind = key["profile"][PROFILE.index("kind")]
    day = _assigned_on(line, kind)
    flow = _flow(day)
    profile = _mapped(key["profile"], words.keys("local_pod")[line["local_pod"]][0], key["supply"][0], day, asked)
    facts = _facts(key | {"profile": profile}, asked, day, store)
    submitted_to = words.keys("commissioner")[line["commissioner"]][0]
    found = assign(flow, facts | {"line": {"commissioner": submitted_to}}, kind) if flow else None
    episode = _episode(line["person"], day, facts["profile"]["specialty"], asked)
    payer = episode.commissioner if episode else found.payer if found else ""
    cost = ByHand(
        books=books(known_at=asked.known_at), deliveries=deliveries.shipped(),
        agreements=agreements(known_at=asked.known_at),
    ).price(
        profile=facts["profile"], currency=key["currency"][0], stay=None if line["stay"] < 0 else line["stay"],
        exempt_days=line["exempt_days"], age=None if line["age"] < 0 else line["age"], activity=line["activity"],
        submitted=line["submitted"], provider=key["supply"][0], service=key["supply"][2], commissioner=payer,
        end=day if line["end"] else None,
        payable=bool(episode) or not (found and found.method == "none" and found.path),
    )  # fmt: skip
    codes = [code for code in (payer, submitted_to, key["supply"][0]) if code]
    return Explained(
        ref=ref, line=line, kind=kind, assigned_on=day, rules=flow.name if flow else "", assigned=found,
        episode=episode,
        priced=cost, facts=facts, submitted_to=submitted_to, currency=key["currency"][0],
        names=_names(codes, day, asked), asked=asked,
        local_pod="" if profile == key["profile"] else words.keys("local_pod")[line["local_pod"]][0],
        withdrawal=withdrawal_of(cost.book.release) if cost.book else "",
    )  # fmt: skip


def _assigned_on(line: Mapping[str, Any], kind: str) -> date | None:
    """The day that rules, maps and prices are read on, as in `running`."""
    starts = all(flow.dates.get(kind) == "start" for flow in flows())
    return _day(line["start"] if starts or not line["end"] else line["end"])


def _flow(day: date | None) -> Flow | None:
    if day is None:
        return None
    try:
        return flow_for(day)
    except ContentError:
        return None


def _mapped(profile: tuple[str, ...], local_pod: str, provider: str, day: date | None, asked: Asked) -> tuple[str, ...]:
    """The profile with the national point of delivery that its local one stands for."""
    if not local_pod or day is None or profile[POD] in POINTS:
        return profile
    pod = Mapped.known(asked.known_at).pod(provider=provider, local_code=local_pod, on=day)
    return (*profile[:POD], pod, *profile[POD + 1 :]) if pod else profile


def _facts(
    key: Mapping[str, tuple[str, ...]], asked: Asked, day: date | None, store: Store
) -> dict[str, Mapping[str, str]]:
    """What was known of the four tables on the day."""
    on = day or date.min + timedelta(days=1)
    keys: dict[str, Sequence[tuple[str, ...]]] = {
        name: [("",) * len(value), value] for name, value in key.items() if name != "profile"
    }
    inputs = facts_of(
        [("",) * len(PROFILE), key["profile"]], keys, asked, between=(on, on + timedelta(days=1)),
        places=newest(known_at=asked.known_at, store=store), store=store,
    )  # fmt: skip
    return {table: inputs.facts[table].on(1, on.toordinal()) for table in TABLES}


def _episode(person: int, day: date | None, specialty: str, asked: Asked) -> Episode | None:
    """The episode of responsibility that holds for the line."""
    if not person or day is None:
        return None
    for each in episodes_as_known(asked.known_at):
        covers = not each.specialties or specialty in each.specialties
        if each.person == person and covers and each.start <= day and (each.until is None or day < each.until):
            return each
    return None


def _names(codes: Sequence[str], day: date | None, asked: Asked) -> dict[str, str]:
    on = day or asked.known_at or today()
    moment = Moment(asked.known_at or today(), asked.known_at, asked.edition)
    return {code: name for (code, _), name in names_on(codes, days=[on], moment=moment).items()}


def _day(ordinal: int) -> date | None:
    return date.fromordinal(ordinal) if ordinal > 0 else None


def _said(day: date | None) -> str:
    return f"{day.day} {day:%B %Y}" if day else ""


def _pounds(pence: int) -> str:
    sign = "-" if pence < 0 else ""
    return f"{sign}£{abs(pence) // 100:,}.{abs(pence) % 100:02d}"


def _exact(amount: int) -> str:
    """Ten-thousandths of a penny as pounds; what is less than a penny is shown where there is any."""
    pence, rest = divmod(abs(amount), 10_000)
    text = ("-" if amount < 0 else "") + _pounds(pence)
    return f"{text} and {rest:,} ten-thousandths of a penny" if rest else text
