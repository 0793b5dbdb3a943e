"""The refusal of a plan: everything that is wrong with it at once, each with its line and what would be right."""

from collections.abc import Sequence

from ouzel.core.errors import ContentError


class PlanRefused(ContentError):
    """A plan with problems. `problems` has them all; as text it is one to a line."""

    def __init__(self, problems: Sequence[ContentError]) -> None:
        first = problems[0]
        super().__init__(first.problem, first.file, first.line, first.field, first.value, first.right)
        self.problems = tuple(problems)

    def __str__(self) -> str:
        return "\n".join(str(problem) for problem in self.problems)
