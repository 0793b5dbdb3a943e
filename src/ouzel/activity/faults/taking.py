"""Under which policy a file is taken in spite of faults: it is taken whole or refused whole."""

import re
from dataclasses import dataclass

from ouzel.activity.faults.found import Faults
from ouzel.core.errors import ContentError

_FROM = re.compile(r"refuse-from-([1-9][0-9]{0,8})")


@dataclass(frozen=True)
class Taking:
    """`refuse_from` is the number of errors from which a file is refused; None: it is taken with the list of them.

    Warnings never refuse.
    """

    refuse_from: int | None = 1

    @classmethod
    def parse(cls, text: str) -> "Taking":
        """From `refuse-any`, `refuse-from-N` or `take-and-list`; ContentError for anything else."""
        if text == "refuse-any":
            return cls(1)
        if text == "take-and-list":
            return cls(None)
        if found := _FROM.fullmatch(text):
            return cls(int(found.group(1)))
        raise ContentError(
            "there is no such way of taking a file", field="taking", value=text,
            right="Use refuse-any, refuse-from-N (such as refuse-from-100) or take-and-list",
        )  # fmt: skip

    @property
    def slug(self) -> str:
        if self.refuse_from is None:
            return "take-and-list"
        return "refuse-any" if self.refuse_from == 1 else f"refuse-from-{self.refuse_from}"

    @property
    def words(self) -> str:
        if self.refuse_from is None:
            return "the file is taken whatever errors it has, and they are listed"
        return "any error refuses the file" if self.refuse_from == 1 else f"{self.refuse_from:,} errors refuse the file"

    def refuses(self, faults: Faults) -> bool:
        """Whether a file with these faults is refused, whole."""
        return self.refuse_from is not None and faults.errors >= self.refuse_from

    def demand(self, faults: Faults, *, file: str = "") -> None:
        """ContentError if the file is refused; it names the most frequent errors."""
        if self.refuses(faults):
            errors = [entry for entry in faults.summary() if entry["severity"] == "refuses"]
            most = "; ".join(f"{entry['code']} ({entry['count']:,}): {entry['problem']}" for entry in errors[:3])
            raise ContentError(
                f"the file has {faults.errors:,} errors and is refused whole", file, field="faults",
                right=f"Correct and send it again. {most}",
            )  # fmt: skip
