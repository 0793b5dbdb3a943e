"""People, the seats of bodies, who was appointed to each, and who may stand in for whom."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import CheckConstraint, Q
from django.db.models.functions import Now

from ouzel.core.line_field import LineField
from ouzel.core.models import User
from ouzel.core.visibility import PublicQuerySet
from ouzel.governance.models.bodies import Body
from ouzel.governance.models.dated import SLUG, Dated, DatedRows, dated_constraints, one_at_a_time, slug_constraint


class Person(models.Model):
    """Somebody who holds or held a public office. Only what is public of them; `user` is their account, if any."""

    slug = models.SlugField(unique=True, **SLUG)
    name = LineField()
    biography = models.TextField(blank=True, default="")
    user = models.OneToOneField(User, on_delete=models.PROTECT, null=True, related_name="office_holder")
    at = models.DateTimeField(db_default=Now())

    objects = PublicQuerySet["Person"].as_manager()

    class Meta:
        ordering = ("name",)
        constraints = (slug_constraint("person"), CheckConstraint(condition=~Q(name=""), name="person_named"))

    def __str__(self) -> str:
        return self.name


class Seat(Dated):
    """One chair in the room. `tags` are what rules of quorum and composition ask for: chair, deputy-chair,
    non-executive, executive, chief-executive, finance, clinician, nurse, doctor, gp, lay, partner, local-authority,
    provider, primary-care, healthwatch, voluntary-sector, public-health ...
    """

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="seats")
    slug = models.SlugField(**SLUG)  # the same seat keeps it when its facts change
    title = LineField()
    order = models.IntegerField(default=0)
    votes = models.BooleanField(default=True)
    tags = ArrayField(models.TextField(), default=list)
    nominated_by = LineField(blank=True, default="")  # in words, or the code of an organisation
    profession = models.TextField(blank=True, default="")  # required; empty: any

    objects = DatedRows["Seat"].as_manager()

    class Meta:
        ordering = ("body", "order", "slug", "valid")
        constraints = (
            *dated_constraints("seat"),
            slug_constraint("seat"),
            CheckConstraint(condition=~Q(title=""), name="seat_titled"),
            one_at_a_time("seat_one_at_a_time", "body_id", "slug"),
        )

    def __str__(self) -> str:
        return self.title


class Standing(models.TextChoices):
    """How somebody holds a seat."""

    SUBSTANTIVE = "substantive", "appointed"
    INTERIM = "interim", "interim"
    ACTING = "acting", "acting"


class Appointment(Dated):
    """A person holds a seat from when to when. Announced ahead, it is simply known before it holds."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="appointments")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="appointments")
    seat = models.SlugField(**SLUG)
    standing = models.TextField(choices=Standing, default=Standing.SUBSTANTIVE)
    profession = models.TextField(blank=True, default="")  # of the person, as relevant to the seat: doctor, nurse ...
    decision = models.TextField(blank=True, default="")  # reference of the decision that made it
    note = models.TextField(blank=True, default="")

    objects = DatedRows["Appointment"].as_manager()

    class Meta:
        ordering = ("body", "seat", "valid")
        constraints = (
            *dated_constraints("appointment"),
            CheckConstraint(condition=Q(standing__in=Standing.values), name="appointment_standing_known"),
            one_at_a_time("appointment_one_to_a_seat", "body_id", "seat"),
        )


class Deputy(Dated):
    """A named person may stand in for whoever holds a seat, with or without the vote."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="deputising")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="deputies")
    seat = models.SlugField(**SLUG)
    votes = models.BooleanField(default=False)

    objects = DatedRows["Deputy"].as_manager()

    class Meta:
        ordering = ("body", "seat", "person")
        constraints = (
            *dated_constraints("deputy"),
            one_at_a_time("deputy_named_once", "body_id", "seat", "person_id"),
        )
