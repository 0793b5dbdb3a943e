"""When something said by people was known: from the day it became known until the day it was known better."""

from django.db import models
from django.db.models import Q


class Known(models.Model):
    """The second clock of a row. It is never rewritten: it is replaced once, by somebody and with a reason.

    `recorded` is the day it became known, `replaced` the first day on which it no longer was believed (null: it still
    is). What is replaced on the very day it was recorded was known at the end of no day.
    """

    recorded = models.DateField()
    replaced = models.DateField(null=True)
    replaced_by = models.TextField(blank=True, default="")
    why = models.TextField(blank=True, default="")  # it was replaced

    class Meta:
        abstract = True

    @property
    def ended(self) -> bool:
        """Whether it no longer is believed."""
        return self.replaced is not None


KNOWN_IN_ORDER = Q(replaced=None, replaced_by="", why="") | (
    Q(replaced__gte=models.F("recorded")) & ~Q(replaced_by="") & ~Q(why="")
)
"""The condition that holds for every row of `Known`."""
