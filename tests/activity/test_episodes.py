"""Responsibility that stays: recorded, said better later, and as it was known on any day."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from ouzel.activity.episodes import episodes_as_known, episodes_visible, record_episode, replace_episode
from ouzel.core.actors import Actor
from ouzel.core.errors import ContentError
from ouzel.core.models import AuditEntry
from tests.core.people import OPERATOR, user

pytestmark = pytest.mark.django_db

BEGAN, KNOWN = date(2023, 5, 1), date(2023, 6, 15)
PERSON = 4_711_000_000_000_000_001


def record(**more):
    given = {"person": PERSON, "kind": "aftercare", "commissioner": "M1J4Y", "start": BEGAN, "recorded": KNOWN,
             "source": "Notice of the application for detention", "by": OPERATOR}  # fmt: skip
    return record_episode(**given | more)


def replace(episode, **more):
    given = {"episode": episode, "start": BEGAN, "until": None, "commissioner": "M1J4Y", "recorded": date(2024, 2, 1),
             "source": "Letter of the responsible clinician", "by": OPERATOR}  # fmt: skip
    return replace_episode(**given | more)


def test_an_episode_is_what_the_engine_takes():
    made = record(specialties=("715", "710"))
    (found,) = episodes_as_known()
    assert (found.number, found.person, found.kind) == (made.pk, PERSON, "aftercare")
    assert (found.specialties, found.commissioner, found.start, found.until) == (("710", "715"), "M1J4Y", BEGAN, None)
    assert "section 117" in found.words


def test_what_was_believed_on_a_day_stays_answerable():
    first = record()
    second = replace(first, until=date(2024, 1, 10))
    assert [e.until for e in episodes_as_known()] == [date(2024, 1, 10)]
    assert [e.number for e in episodes_as_known(date(2024, 1, 31))] == [first.pk]
    assert [e.number for e in episodes_as_known(date(2024, 2, 1))] == [second.pk]
    assert episodes_as_known(date(2023, 6, 14)) == ()


def test_only_one_episode_of_a_person_can_win_on_a_day():
    record(until=date(2024, 1, 1))
    with pytest.raises(ContentError, match="only one can win"):
        record(kind="looked-after", start=date(2023, 12, 31))
    record(kind="looked-after", start=date(2024, 1, 1))
    record(person=PERSON + 1)
    assert len(episodes_as_known()) == 3


def test_a_replaced_episode_cannot_be_replaced_again_and_not_before_it_was_known():
    first = record()
    with pytest.raises(ContentError, match="before it was known"):
        replace(first, recorded=date(2023, 6, 14))
    replace(first)
    with pytest.raises(ContentError, match="already"):
        replace(first)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"person": 0}, "person"),
        ({"kind": "detention"}, "kind"),
        ({"commissioner": "Luton"}, "commissioner"),
        ({"until": BEGAN}, "until"),
        ({"source": " "}, "source"),
        ({"specialties": ("psychiatry",)}, "specialties"),
    ],
)
def test_what_cannot_be_is_refused_with_its_field(wrong, field):
    with pytest.raises(ContentError) as caught:
        record(**wrong)
    assert caught.value.field == field
    assert episodes_as_known() == ()


def test_the_audit_trail_says_who_and_which_but_never_the_person():
    first = record()
    replace(first)
    entries = AuditEntry.objects.filter(action__startswith="activity.episode").order_by("pk")
    assert [entry.action for entry in entries] == ["activity.episode.recorded", "activity.episode.replaced"]
    assert all(str(PERSON) not in str(entry.detail) + entry.subject for entry in entries)


def test_only_who_may_read_lines_records_and_sees_episodes():
    analyst = Actor.person(user("analyst@example.org", "analyst"))
    manager = Actor.person(user("manager@example.org", "contract-manager"))
    with pytest.raises(PermissionDenied):
        record(by=analyst)
    made = record(by=manager)
    with pytest.raises(PermissionDenied):
        replace(made, by=analyst)
    assert episodes_visible(analyst, on=KNOWN) == ()
    assert len(episodes_visible(manager, on=KNOWN)) == 1


def test_aftercare_does_not_run_across_the_day_on_which_everybody_was_assigned_anew():
    with pytest.raises(ContentError, match="on 1 July 2022 everybody") as caught:
        record(start=date(2021, 5, 1))
    assert "until 1 July 2022" in caught.value.right
    record(start=date(2021, 5, 1), until=date(2022, 7, 1))
    record(start=date(2022, 7, 1))
    record(person=PERSON + 1, start=date(2021, 5, 1), kind="looked-after")
    assert len(episodes_as_known()) == 3
