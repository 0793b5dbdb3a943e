"""What is written to people, in plain words and plain text. `SITE` stands for the site's address until it is sent."""

from datetime import date

from ouzel.governance.follows.tokens import CONFIRM_WITHIN, Purpose, token_for
from ouzel.governance.models import Follow
from ouzel.reorganisation.wording import in_words

SITE = "{site}"
CONFIRM = "/follow/confirm/{token}/"
LEAVE = "/follow/leave/{token}/"
"""The addresses behind the links; the page of each shows a button, and only the button does it."""


def link(follow: Follow, purpose: Purpose) -> str:
    """The path of the page that confirms or ends a follow."""
    path = CONFIRM if purpose is Purpose.CONFIRM else LEAVE
    return path.format(token=token_for(follow, purpose))


def please_confirm(follow: Follow, name: str) -> tuple[str, str]:
    """Subject and text of the e-mail that asks whether it was really them."""
    return f"Please confirm: follow {name}", (
        f"Somebody, probably you, asked for e-mails about {name} to this address.\n\n"
        f"If it was you, open this page and press the button:\n{SITE}{link(follow, Purpose.CONFIRM)}\n\n"
        f"The link works for {CONFIRM_WITHIN.days} days. If it was not you, do nothing: no e-mail will follow.\n"
    )


def follows_already(follow: Follow, name: str) -> tuple[str, str]:
    """Subject and text for somebody who asks for what they have."""
    return f"You follow {name} already", (
        f"Somebody, probably you, asked for e-mails about {name} to this address. You get them already, so nothing "
        f"changes.\n"
    )


def moved(*, name: str, heir: str, heir_slug: str, why: str, on: date, twice: bool) -> tuple[str, str]:
    """Subject and text for somebody whose body is succeeded by another. `twice`: they follow the other one already."""
    now = "You follow it already." if twice else "You follow it from now on, and need not do anything."
    return f"{heir} takes over from {name}", (
        f"You follow {name}. It ends, and from {in_words(on)} on {heir} takes over.\n\n"
        f"Why: {why}.\n\n"
        f"{now}\n{SITE}/bodies/{heir_slug}/\n"
    )


def reversed_(*, name: str, slug: str, why: str) -> tuple[str, str]:
    """Subject and text for somebody who was told of a change that was taken back."""
    return f"You follow {name} again", f"{why} So you follow {name} again, as before.\n{SITE}/bodies/{slug}/\n"


def footer(follow: Follow, what: str) -> str:
    """The end of every e-mail that somebody follows for: why they get it, and the way out."""
    return (
        f"\n--\nYou get this because you follow {what}. To stop, open this page and press the button:\n"
        f"{SITE}{link(follow, Purpose.LEAVE)}\n"
    )
