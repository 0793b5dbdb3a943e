"""Ouzel for analysts: the dated register and rebasing as functions that give data frames.

>>> import ouzel
>>> ouzel.members("M1J4Y", on="2021-11-30", kind="practice")  # doctest: +SKIP

The names come from `ouzel.frames` and `ouzel.frames_of_activity` when they are first used, so that importing the
package costs nothing; the embedded database starts at the first question.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ouzel.frames import (
        crosswalk,
        find,
        history,
        load,
        members,
        organisation,
        predecessors,
        rebase,
        snapshot,
        successors,
    )
    from ouzel.frames_of_activity import (
        activity_accounts,
        activity_blocks,
        activity_effects,
        activity_effects_of_plan,
        activity_plan,
        activity_report,
        activity_statements,
        activity_variance,
        explain_line,
    )

__all__ = [
    "__version__",
    "activity_accounts",
    "activity_blocks",
    "activity_effects",
    "activity_effects_of_plan",
    "activity_plan",
    "activity_report",
    "activity_statements",
    "activity_variance",
    "crosswalk",
    "explain_line",
    "find",
    "history",
    "load",
    "members",
    "organisation",
    "predecessors",
    "rebase",
    "snapshot",
    "successors",
]


OF_ACTIVITY = frozenset({
    "activity_accounts", "activity_blocks", "activity_effects", "activity_effects_of_plan", "activity_plan",
    "activity_report", "activity_statements", "activity_variance", "explain_line",
})  # fmt: skip


def __getattr__(name: str) -> Any:
    if name == "__version__":
        from importlib.metadata import PackageNotFoundError, version

        try:
            return version("ouzel")
        except PackageNotFoundError:  # run from its source, not installed
            return "0.1.0"
    if name in __all__:
        return getattr(import_module("ouzel.frames_of_activity" if name in OF_ACTIVITY else "ouzel.frames"), name)
    raise AttributeError(f"module 'ouzel' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
