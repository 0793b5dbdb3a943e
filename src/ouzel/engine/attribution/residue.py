"""What is left of a flow once some of its tables are known: the way to keep the combinations few.

Knowing a line's profile answers most boxes, and many profiles leave the same rest. So the rest is worked out for each
class of profile, then for each class of supply, and only rests that differ are told apart. A rest is a node: a box
still to be asked, a step already taken (kept, for the path is part of the answer), or an end with the methods that may
still find the payer. Equal nodes are the same object number.
"""

from dataclasses import dataclass, field
from typing import NamedTuple

from ouzel.engine.attribution.classes import Classes, gives, starts_at
from ouzel.engine.attribution.flow import METHOD_FACTS, Flow, Outcome, Test

Groups = tuple[tuple[Test, ...], ...]


class Ask(NamedTuple):
    """A box whose answer is not known yet: the tests that are left of its groups, and the nodes it leads to."""

    box: str
    groups: Groups
    yes: int
    no: int


class Step(NamedTuple):
    """A box that is answered."""

    box: str
    answer: bool
    then: int


class End(NamedTuple):
    """An outcome, and the methods of it that may still give the payer; () if none does."""

    outcome: Outcome
    methods: tuple[str, ...]


Node = Ask | Step | End


@dataclass(eq=False)
class Residues:
    """Nodes by number. `nodes[n]`."""

    nodes: list[Node] = field(default_factory=list)
    _numbers: dict[tuple[type, Node], int] = field(default_factory=dict)

    def number(self, node: Node) -> int:
        """The number of a node, a new one where it is new."""
        key = (type(node), node)
        found = self._numbers.get(key)
        if found is None:
            found = self._numbers[key] = len(self.nodes)
            self.nodes.append(node)
        return found

    def of_flow(self, flow: Flow, kinds: list[str], not_spoken_of: Outcome) -> int:
        """The whole flow as a node: the kinds are asked one after another at its start."""
        boxes: dict[str, int] = {}

        def place(leads: "str | Outcome", way: tuple[str, ...]) -> int:
            if isinstance(leads, Outcome):
                return self.number(End(leads, leads.pays))
            if leads in way:
                raise ValueError(f"the rules {flow.name} go in a circle: {' -> '.join((*way, leads))}")
            if leads not in flow.boxes:
                raise ValueError(f"the rules {flow.name} lead to {leads!r}: no such box")
            if leads not in boxes:
                box = flow.boxes[leads]
                further = (*way, leads)
                boxes[leads] = self.number(Ask(box.id, box.any_of, place(box.yes, further), place(box.no, further)))
            return boxes[leads]

        at = self.number(End(not_spoken_of, not_spoken_of.pays))
        for kind in kinds:
            at = self.number(Ask("", ((starts_at(kind),),), place(flow.starts[kind], ()), at))
        return at

    def knowing(self, at: int, table: str, classes: Classes) -> list[int]:
        """The rest of a node for each class of a table."""
        return [_Knowing(self, table, classes, one).rest(at) for one in range(len(classes))]


class _Knowing:
    """One class of one table, put into nodes."""

    def __init__(self, residues: Residues, table: str, classes: Classes, one: int) -> None:
        self.residues, self.table = residues, table
        self.holds = dict(zip(classes.tests, classes.bits[one].tolist(), strict=True))
        self.done: dict[int, int] = {}

    def rest(self, at: int) -> int:
        found = self.done.get(at)
        if found is None:
            found = self.done[at] = self._rest(self.residues.nodes[at])
        return found

    def _rest(self, node: Node) -> int:
        number = self.residues.number
        if isinstance(node, End):
            return number(End(node.outcome, self._methods(node.methods)))
        if isinstance(node, Step):
            return number(Step(node.box, node.answer, self.rest(node.then)))
        groups = self._groups(node.groups)
        if groups is None or not groups:
            answer = groups is None
            then = self.rest(node.yes if answer else node.no)
            return then if not node.box else number(Step(node.box, answer, then))
        return number(Ask(node.box, groups, self.rest(node.yes), self.rest(node.no)))

    def _groups(self, groups: Groups) -> Groups | None:
        """The tests that are left; None where a group holds whole already; () where none can."""
        left = []
        for group in groups:
            if all(self.holds[test] for test in group if test.table == self.table):
                open_ = tuple(test for test in group if test.table != self.table)
                if not open_:
                    return None
                left.append(open_)
        return tuple(left)

    def _methods(self, methods: tuple[str, ...]) -> tuple[str, ...]:
        left = []
        for method in methods:
            known = method in METHOD_FACTS and METHOD_FACTS[method][0] == self.table
            if known and not self.holds[gives(method)]:
                continue
            left.append(method)
            if known or method == "none" or method.startswith("code:"):
                break
        return tuple(left)
