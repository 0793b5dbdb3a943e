"""Records of bodies: seen whole by who has to do with one of these, by others as far as they are public."""

from datetime import date, datetime
from typing import ClassVar, Self

from django.db.models import Q, QuerySet

from ouzel.core.permissions import Viewer, today
from ouzel.core.roles import Permission
from ouzel.core.visibility import M, PublicQuerySet
from ouzel.governance.knowing import by_then, end_of
from ouzel.governance.models.bodies import Body


class OfBodies(PublicQuerySet[M]):
    """Rows that belong to bodies. Who holds `needs` for the whole system sees all of them."""

    needs: ClassVar[Permission]

    def of(self, bodies: QuerySet[Body], *, on: date) -> Q:
        """Which rows belong to some of these bodies."""
        return Q(body__in=bodies)

    def open_to(self, viewer: Viewer, *, on: date) -> Q:
        """Which rows the viewer sees without the permission; nobody else's, unless a model says otherwise."""
        return Q(pk__in=[])

    def open_before(self, moment: datetime) -> Q:
        """Of what is open to all now, what was so before a moment."""
        return Q()

    def visible_to(self, viewer: Viewer, *, on: date | None = None) -> Self:
        """All rows for who holds the permission for all bodies; else those of their bodies, and what is open to all."""
        from ouzel.governance.rules import some_bodies  # it reads the models that are built on this module

        day = on or today()
        held = some_bodies(viewer, self.needs, on=day)
        return self.all() if held is None else self.filter(self.of(held, on=day) | self.open_to(viewer, on=day))

    def visible_then(self, viewer: Viewer, *, known_at: date | None) -> Self:
        """Of what the viewer may see now, what they would have seen at the end of the day `known_at` (None: now)."""
        from ouzel.governance.rules import some_bodies

        seen = self.visible_to(viewer)
        if known_at is None:
            return seen
        held = some_bodies(viewer, self.needs, on=today())
        rows = seen.filter(by_then(known_at))
        return rows if held is None else rows.filter(self.of(held, on=today()) | self.open_before(end_of(known_at)))
