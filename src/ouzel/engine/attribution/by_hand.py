"""One line walked through the rules by hand, box by box: slow, obvious, in words. The fast engine must equal it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from ouzel.engine.attribution.flow import METHOD_FACTS, Box, Flow, Outcome

LineFacts = Mapping[str, Mapping[str, str]]
"""What is known of one line: by table (profile, supply, practice, residence) the value of each fact, "" or left out
where it is not known. Under "line", `commissioner` is the one submitted."""

NOT_SPOKEN_OF = Outcome(("none",), "", "The rules of the year do not speak of this kind of line, so nobody pays.")

METHOD_WORDS: dict[str, str] = {
    "practice": "It is the commissioner of the patient's GP practice.",
    "residence": "The GP practice leads to no commissioner, so it is the one of the area where the patient lives.",
    "host": "Neither the GP practice nor the address leads to a commissioner, so it is the one of the place where the"
    " provider stands.",
    "hub": "It is the hub for the region where the provider stands.",
    "practice-hub": "It is the hub for the region of the patient's GP practice.",
    "residence-hub": "The GP practice leads to none, so it is the hub for the region where the patient lives.",
    "justice-hub": "It is the health and justice hub for the region where the provider stands.",
    "region": "It is the region where the provider stands.",
    "practice-region": "It is the region of the patient's GP practice.",
    "residence-region": "The GP practice leads to no commissioner, so it is the region where the patient lives.",
    "practice-board": "It is the health board of the patient's GP practice.",
    "residence-board": "It is the health board of the area where the patient lives.",
    "submitted": "It is the one that the provider's file names.",
    "code": "The rules name it.",
    "none": "",
}
"""How a method came to its payer, in a sentence."""

LEADING = {
    "practice": "the GP practice", "residence": "the address", "supply": "the provider",
    "line": "the commissioner submitted",
}  # fmt: skip
"""What a payer is looked for by, table by table."""


class Step(NamedTuple):
    """One box on the way: its question and "Yes" or "No"."""

    box: str
    question: str
    answer: str


@dataclass(frozen=True)
class Assigned:
    """Who pays for one line and why. `payer` "" is nobody, which `words` explain.

    `method` is of `flow.METHODS` ("code" for `code:13Q`), "" where every method of the outcome failed. `category` is
    that of the outcome, or the submitted one where the outcome leaves it.
    """

    box: str  # the box that decided; "" where the rules do not speak of the kind
    outcome: Outcome
    method: str
    payer: str
    category: str
    path: tuple[Step, ...]
    words: str
    outside: bool = False  # the payer is no part of the NHS

    @property
    def payable(self) -> bool:
        """Whether anybody may pay: not where the rules say that nobody does."""
        return not (self.method == "none" and self.path)


def assign(flow: Flow, facts: LineFacts, kind: str) -> Assigned:
    """Walk one line of a kind (`activity_lines.KINDS`) through the rules.

    A box says Yes if any of its groups holds whole. A fact that is not known is "", which no test holds of unless it
    asks for "" or is turned round. Of the outcome's methods the first that gives a body decides: one that gives "" is
    passed over, `code:XYZ` always gives XYZ, `none` ends with nobody. If all give "" nobody was found.
    """
    path: list[Step] = []
    at: str | Outcome = flow.starts.get(kind, NOT_SPOKEN_OF)
    while not isinstance(at, Outcome):
        box = flow.boxes[at]
        yes = says_yes(box, facts)
        path.append(Step(box.id, box.question, "Yes" if yes else "No"))
        at = box.yes if yes else box.no
    method, payer = find_payer(at, facts)
    return Assigned(
        box=path[-1].box if path else "",
        outcome=at,
        method=method,
        payer=payer,
        category=at.category or fact(facts, "profile", "category"),
        path=tuple(path),
        words=f"{at.words} {METHOD_WORDS[method]}".strip() if method else nobody_found(at),
        outside=payer in flow.outside,
    )


def nobody_found(outcome: Outcome) -> str:
    """That no method of an outcome gave a body, in a sentence of its own: who would pay is not said, as nobody does."""
    tables = [METHOD_FACTS[each][0] for each in outcome.pays if each in METHOD_FACTS]
    tables += ["line"] if "submitted" in outcome.pays else []
    *others, last = [LEADING[table] for table in dict.fromkeys(tables)]
    if others:
        return f"Nobody was found to pay: neither {', '.join(others)} nor {last} leads to anybody."
    return f"Nobody was found to pay: {last} leads to nobody."


def says_yes(box: Box, facts: LineFacts) -> bool:
    """Whether one group of the box's tests holds whole. A group without tests always holds."""
    return any(all(test.holds(fact(facts, test.table, test.fact)) for test in group) for group in box.any_of)


def find_payer(outcome: Outcome, facts: LineFacts) -> tuple[str, str]:
    """The first method of the outcome that gives a body, and the body; ("", "") if none does."""
    for method in outcome.pays:
        name, _, code = method.partition(":")
        if name == "none":
            return name, ""
        if name == "code":
            return name, code
        table, of = ("line", "commissioner") if name == "submitted" else METHOD_FACTS[name]
        if payer := fact(facts, table, of):
            return name, payer
    return "", ""


def fact(facts: LineFacts, table: str, name: str) -> str:
    """The value of a fact, "" where it is not known."""
    return facts.get(table, {}).get(name, "")
