"""A pack made for the record: who made it of what, and by which hash it is known."""

import hashlib
from dataclasses import dataclass

from django.db import transaction

from ouzel.core import audit
from ouzel.core.actors import Actor
from ouzel.core.permissions import Permission, today
from ouzel.governance.auditing import Did
from ouzel.governance.meetings.steps import bodies_of
from ouzel.governance.models import Meeting
from ouzel.governance.packs.pdf import Progress, pack
from ouzel.governance.rules import require_for


@dataclass(frozen=True)
class Made:
    """A pack, and the hash of its bytes in hexadecimal."""

    content: bytes
    sha256: str

    @property
    def size(self) -> int:
        """Its bytes."""
        return len(self.content)


@transaction.atomic
def make_pack(*, meeting: Meeting, by: Actor, progress: Progress | None = None, base: str = "") -> Made:
    """Make the pack as `by` sees it, and write that down. For who runs meetings of each body that sits."""
    require_for(by, Permission.GOVERNANCE_RUN, bodies_of(meeting), on=today())
    content = pack(meeting, by, progress, base=base)
    made = Made(content, hashlib.sha256(content).hexdigest())
    audit.record(by=by, action=Did.PACK_MADE, subject=meeting.slug,
                 detail={"sha256": made.sha256, "bytes": made.size})  # fmt: skip
    return made
