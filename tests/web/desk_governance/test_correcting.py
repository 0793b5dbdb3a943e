"""Entries of the registers of interests and of gifts are corrected, withheld and let be read again."""

from datetime import date

from django.test import Client

from ouzel.core.models import User
from ouzel.governance.models import Gift, Interest, Person
from tests.web.desk_governance.signing_in import DESK, day, done, problems, sent_form, signed_in, text_of

SINCE = date(2024, 1, 1)
FROM = {"source": "Minutes of the board"}


def test_an_entry_that_was_wrong_is_corrected(secretary: Client):
    at = DESK + "interests/cara-boardchair/"
    done(sent_form(
        secretary, at + "new/", category="financial", description="Owns shares.", occasion="change",
        organisation="Lifeworks Exampel", **day("since", SINCE),
    ))  # fmt: skip
    row = Interest.objects.get(replaced=None)
    said = problems(sent_form(secretary, f"{at}{row.pk}/correct/", organisation="Lifeworks Example"))
    assert said == ["“Where this is from” must be filled in"]
    done(sent_form(secretary, f"{at}{row.pk}/correct/", organisation="Lifeworks Example", **FROM))
    assert Interest.objects.get(replaced=None).organisation == "Lifeworks Example"
    assert secretary.get(f"{at}{row.pk}/correct/").status_code == 404


def test_a_gift_is_corrected_withheld_and_let_be_read_again(secretary: Client):
    at = DESK + "interests/cara-boardchair/"
    gift = {"kind": "gift", "donor": "Lifeworks Example", "description": "A watch", "value": "£40",
            "outcome": "declined", **day("offered", SINCE)}  # fmt: skip
    done(sent_form(secretary, at + "gift/", **gift))
    first = Gift.objects.get()
    correct = f"{at}gifts/{first.pk}/correct/"
    page = secretary.get(correct).content.decode()
    assert 'value="40.00"' in page
    assert "What was said then is kept with it." in page
    page = sent_form(secretary, correct, ods_code="no-such-code")
    assert problems(page)[0].startswith("No organisation in the register has this code (found “no-such-code”).")
    assert 'href="#ods_code"' in page.content.decode()
    page = sent_form(secretary, correct, supplier="on", outcome="accepted")
    assert any("low-cost" in each for each in problems(page))
    assert 'href="#outcome"' in page.content.decode()
    done(sent_form(secretary, correct, description="A clock", value="45.5"))
    row = Gift.objects.get(replaced_by=None)
    assert (row.description, row.value, row.replaces) == ("A clock", 4_550, first)
    assert secretary.get(correct).status_code == 404
    withhold = f"{at}gifts/{row.pk}/withhold/"
    assert "“Why the public does not read it” must be filled in" in problems(sent_form(secretary, withhold))
    done(sent_form(secretary, withhold, reason="A name in it"))
    assert "Withheld: A name in it" in text_of(secretary.get(at))
    withheld = Gift.objects.get(replaced_by=None)
    done(sent_form(secretary, f"{at}gifts/{withheld.pk}/withhold/", reason="It is known by now"))
    again = Gift.objects.get(replaced_by=None)
    assert (again.redacted, again.redaction, again.description) == (False, "", "A clock")
    assert Gift.objects.count() == 4


def test_what_somebody_got_they_do_not_correct_themselves(secretary: Client):
    at = DESK + "interests/cara-boardchair/"
    gift = {"kind": "gift", "donor": "A", "description": "A pen", "value": "1", "outcome": "declined",
            **day("offered", SINCE)}  # fmt: skip
    done(sent_form(secretary, at + "gift/", **gift))
    row = Gift.objects.get()
    done(sent_form(
        secretary, at + "new/", category="financial", description="Owns shares.", occasion="change",
        **day("since", SINCE),
    ))  # fmt: skip
    entry = Interest.objects.get(replaced=None)
    member = signed_in("cara@example.org", "board-member", "QHG")
    person = Person.objects.get(slug="cara-boardchair")
    person.user = User.objects.get(email="cara@example.org")
    person.save()
    page = member.get(at)
    assert "A pen" in text_of(page)
    assert "/correct/" not in page.content.decode()
    other = signed_in("lut@example.org", "board-secretary", "06P")
    for who in (member, other):
        for part in (f"gifts/{row.pk}/correct/", f"gifts/{row.pk}/withhold/", f"{entry.pk}/correct/",
                     f"{entry.pk}/withhold/"):  # fmt: skip
            assert who.get(at + part).status_code == 403, part
            assert who.post(at + part, {"reason": "No"}).status_code == 403, part
    assert member.get(f"{at}{entry.pk}/end/").status_code == 200
