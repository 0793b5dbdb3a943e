"""Who does a thing: a person signed in, a person at the command line, or the system itself."""

import getpass
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Self

if TYPE_CHECKING:
    from ouzel.core.models import User


@dataclass(frozen=True)
class Actor:
    """The one who acts, as every action takes it in `by` and every audit row keeps it.

    `name` is an e-mail address (person), an operating-system user (command) or the name of a task (system).
    """

    kind: Literal["person", "command", "system"]
    name: str
    user_id: int | None = None

    def __post_init__(self) -> None:
        if not self.name:
            raise ValueError("an actor needs a name")
        if (self.kind == "person") != (self.user_id is not None):
            raise ValueError("a person has a user's number; a command or the system has none")

    @classmethod
    def person(cls, user: "User") -> Self:
        """The user signed in; ValueError for one that is not saved or not signed in."""
        if user.pk is None:
            raise ValueError("nobody is signed in")
        return cls("person", user.email, user.pk)

    @classmethod
    def command(cls, name: str = "") -> Self:
        """Whoever runs the command; without a name, the operating-system user."""
        return cls("command", name or getpass.getuser())

    @classmethod
    def system(cls, name: str) -> Self:
        """A task of the system that nobody started by hand."""
        return cls("system", name)

    def __str__(self) -> str:
        return self.name if self.kind == "person" else f"{self.name} ({self.kind})"
