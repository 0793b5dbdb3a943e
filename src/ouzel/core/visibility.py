"""Who sees which rows. Every model's default manager has `visible_to`, and pages and the API start from it."""

from datetime import date
from typing import TYPE_CHECKING, ClassVar, Self, TypeVar

from django.db.models import Model, QuerySet

from ouzel.core.roles import Permission

if TYPE_CHECKING:
    from ouzel.core.permissions import Viewer

M = TypeVar("M", bound=Model)


class PublicQuerySet(QuerySet[M]):
    """Rows that anybody may see."""

    def visible_to(self, viewer: "Viewer", *, on: date | None = None) -> Self:
        """All rows, whoever asks."""
        return self.all()


class PermittedQuerySet(QuerySet[M]):
    """Rows that only holders of `needs` may see; to others there are none."""

    needs: ClassVar[Permission]

    def visible_to(self, viewer: "Viewer", *, on: date | None = None) -> Self:
        """All rows for who holds the permission on the day (None: today), else none."""
        from ouzel.core.permissions import may, today  # the models that it reads are built on this module

        return self.all() if may(viewer, self.needs, on=on or today()) else self.none()
