"""Rules of a year that people load: known from their day, for their days, refused where they cannot be followed."""

from datetime import date

import pytest

from ouzel.activity.asked import Asked
from ouzel.activity.explaining import explained
from ouzel.activity.references.releases import withdraw
from ouzel.activity.references.years import KIND, known_flows, load_rules, year_named, years
from ouzel.activity.rules.reading import flow_for, flows, shipped
from ouzel.activity.store import Store
from ouzel.core.errors import ContentError
from ouzel.core.models import AuditEntry, ReferenceRelease
from ouzel.core.permissions import PermissionDenied
from ouzel.engine.activity_lines import LineRef
from tests.activity.answers.asked import LUTON
from tests.activity.loads import lines
from tests.activity.paying import answers, take
from tests.core.people import OPERATOR, user
from tests.reorganisation.conftest import known_bodies, register

__all__ = ["known_bodies", "register"]

PUBLISHED = date(2027, 3, 1)
TEXT = """like = "2025-26"
name = "2027/28"
since = 2027-04-01
until = 2028-04-01
published = 2027-03-01
source = "NHS England, Commissioner Assignment Method 2027/28"

[[box]]
id = "C-5X"
question = "Can only a board be told, and not which of its locations?"
any_of = [{ practice.level = ["board"] }]
yes = { pays = ["none"], words = "Nobody can be named." }
no = { pays = ["code:13Q"], category = "12", words = "The hub pays." }
"""


@pytest.fixture
def home(tmp_path, monkeypatch, db):
    monkeypatch.setattr("ouzel.activity.store.place.home", lambda: tmp_path)


def load(text: str = TEXT, **more: object) -> ReferenceRelease:
    return load_rules(text.encode(), by=OPERATOR, name="2027-28.toml", **more)


def test_a_year_is_there_from_the_day_it_became_known_until_it_is_withdrawn(home):
    before = [year.flow.name for year in years()]
    release = load()
    assert [year.flow.name for year in years()] == [*before, "2027/28"]
    assert [flow.name for flow in known_flows(known_at=date(2027, 2, 28))] == before
    assert flow_for(date(2027, 5, 1), known_flows()).boxes["C-5X"].no.pays == ("code:13Q",)
    assert (release.published, release.effective.lower, release.kind) == (PUBLISHED, date(2027, 4, 1), KIND)
    found = year_named("2027-28")
    assert found.release == release
    assert found.said["D"]["source"] == "CAM, DCA"
    assert AuditEntry.objects.filter(action="activity.reference.loaded").count() == 1
    withdraw(release=release, by=OPERATOR, why="a draft")
    assert [year.flow.name for year in years()] == before


def test_rules_of_just_the_same_days_take_the_place_of_others(home):
    text = TEXT.replace("2027", "2026").replace("2028", "2027").replace("2026/28", "2026/27")
    load(text)
    found = year_named("2026-27")
    assert (found.flow.evidence, found.flow.boxes["C-5X"].no.pays) == ("found", ("code:13Q",))
    assert [year.slug for year in years()].count("2026-27") == 1
    assert known_flows(known_at=date(2026, 2, 28))[-1].evidence == "inferred"


def test_rules_that_were_loaded_can_be_built_on_and_stay_as_they_were(home):
    first = load()
    load(TEXT.replace('"2025-26"', '"2027-28"').replace("2028", "2029").replace("2027", "2028")
         .replace('"2028-28"', '"2027-28"').replace("2028/28", "2028/29").split("[[box]]")[0])  # fmt: skip
    withdraw(release=first, by=OPERATOR, why="a draft")
    found = year_named("2028-29")
    assert found.flow.boxes["C-5X"].no.pays == ("code:13Q",)


@pytest.mark.parametrize(
    ("old", "new", "says", "field"),
    [
        ("2027-04-01", "2027-03-01", "some of the same days", "since"),
        ('"2027/28"', '"2025/26"', "have this name", "name"),
        ('like = "2025-26"', 'like = "2019-20"', "no such rules", "like"),
        ('["code:13Q"]', '"whoever"', "how the payer is found", "box C-5X"),
        ("practice.level", "practice.colour", "no such fact", "box C-5X"),
        ("[[box]]", '[dates]\nadmitted = "start"\n[[box]]', "another day", "dates.admitted"),
        ('source = "NHS', 'evidence = "certain"\nsource = "NHS', "evidence is", "evidence"),
        ("until = 2028", "until = 20x8", "not TOML", ""),
        ('source = "NHS', 'note = "seen with 943 476 5919"\nsource = "NHS', "NHS number", "text"),
    ],
)
def test_what_cannot_be_followed_is_refused_whole(home, old, new, says, field):
    with pytest.raises(ContentError, match=says) as caught:
        load(TEXT.replace(old, new, 1))
    assert caught.value.file == "2027-28.toml"
    assert caught.value.field.startswith(field)
    assert not ReferenceRelease.objects.filter(kind=KIND).exists()


def test_a_file_of_rules_is_refused_under_a_name_that_tells_of_a_person(home):
    with pytest.raises(ContentError, match="the name of the file") as caught:
        load_rules(TEXT.encode(), by=OPERATOR, name="9434765919.toml")
    assert "9434765919" not in str(caught.value)
    assert not ReferenceRelease.objects.filter(kind=KIND).exists()


def test_only_who_may_load_activity_loads_rules(home):
    with pytest.raises(PermissionDenied):
        load_rules(TEXT.encode(), by=user("reader"), name="2027-28.toml")


def test_the_texts_that_come_with_ouzel_tell_of_nobody_and_say_how_well_they_are_known(home):
    from ouzel.activity.references.years import _looked_through

    for name, text in shipped().items():
        _looked_through(text, name)
    told = {flow.name: flow.evidence for flow in flows()}
    assert told == {name: "found" if name == "2025/26" else "inferred" for name in told}


def test_lines_of_a_year_have_a_payer_once_its_rules_are_loaded(register, store: Store):
    take(store, "outpatient", {"record": "1", "provider": "RC9", "practice": LUTON, "attended": "5",
                               "first_attendance": "1", "start": "2027-05-01"}, on=date(2027, 6, 1))  # fmt: skip
    assert [row["payer"] for row in answers(store)] == [""]
    load(store=store)
    assert [(row["payer"], row["method"]) for row in answers(store)] == [("13Q", "code:13Q")]
    assert [row["payer"] for row in answers(store, Asked(known_at=date(2026, 12, 31)))] == [""]
    line = lines(store)[0]
    told = explained(line, LineRef.of(line["line"]), asked=Asked(), store=store)
    assert "The hub pays." in told.words
    assert told.evidence == "found"
