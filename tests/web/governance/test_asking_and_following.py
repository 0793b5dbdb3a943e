"""Forms that anybody may send: a question to a meeting, and following by e-mail."""

import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client

from ouzel.governance.models import Follow, Question
from ouzel.web.views.governance import slowly
from tests.web.governance.told import SLUG, Told

NHS_NUMBER = "943 476 5919"


@pytest.fixture(autouse=True)
def _nobody_sent_anything_yet() -> None:
    cache.clear()


def link(kind: str) -> str:
    """The link of that kind in the newest e-mail, as a path."""
    found = re.search(rf"http://testserver(/follow/{kind}/\S+)", mail.outbox[-1].body)
    assert found, mail.outbox[-1].body
    return found[1]


def test_question_is_taken_and_stands_nowhere_until_it_is_accepted(told: Told, site: Client) -> None:
    address = f"/meetings/{told.coming.slug}/ask/"
    response = site.post(address, {"text": "Why is it so?", "name": "Mary Madeup", "name_public": "yes",
                                   "email": "mary@example.org"})  # fmt: skip
    assert "Your question was sent" in response.content.decode()
    row = Question.objects.get(text="Why is it so?")
    assert (row.name_public, row.accepted) == (True, None)
    assert "Why is it so?" not in site.get(f"/meetings/{told.coming.slug}/").content.decode()


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"text": ""}, "Write your question"),
        ({"text": f"My number is {NHS_NUMBER}"}, "NHS number"),
        ({"text": "Why?", "email": "nobody"}, "This is no e-mail address"),
        ({"text": "x" * 3001}, "longer than 3000 characters"),
        ({"text": "Why?", "name_public": "yes"}, "Give the name that may be shown"),
    ],
)
def test_question_that_cannot_be_taken_is_kept_in_the_form_with_what_is_wrong(
    told: Told, site: Client, sent: dict[str, str], said: str
) -> None:
    count = Question.objects.count()
    response = site.post(f"/meetings/{told.coming.slug}/ask/", sent)
    page = response.content.decode()
    assert response.status_code == 400
    assert said in page
    assert "<title>Error: " in page
    assert "There is a problem" in page
    assert Question.objects.count() == count


def test_question_to_a_meeting_that_was_held_is_not_taken(site: Client) -> None:
    address = f"/meetings/{SLUG}/ask/"
    assert "takes no questions" in site.get(address).content.decode()
    assert site.post(address, {"text": "Why?"}).status_code == 400


def test_question_needs_the_token_of_our_own_page(told: Told) -> None:
    strict = Client(enforce_csrf_checks=True)
    address = f"/meetings/{told.coming.slug}/ask/"
    assert strict.post(address, {"text": "Why?"}).status_code == 403
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', strict.get(address).content.decode())
    assert token
    assert strict.post(address, {"text": "Why?", "csrfmiddlewaretoken": token[1]}).status_code == 200


def test_following_is_asked_for_confirmed_and_left_in_steps_that_a_button_takes(told: Told, site: Client) -> None:
    address = "/follow/?kind=body&ref=blmk-board"
    assert "Follow Board of the integrated care board by e-mail" in site.get(address).content.decode()
    assert "Look in your post" in site.post(address, {"email": "reader@example.org"}).content.decode()
    follow = Follow.objects.get(email="reader@example.org")
    confirm = link("confirm")
    site.get(confirm)  # programs that look at links in e-mails do this
    follow.refresh_from_db()
    assert follow.confirmed is None
    assert "You follow now" in site.post(confirm).content.decode()
    follow.refresh_from_db()
    assert follow.confirmed is not None
    from ouzel.governance.follows.writing import footer

    leave = re.search(r"(/follow/leave/\S+)", footer(follow, "it"))
    assert leave
    site.get(leave[1])
    follow.refresh_from_db()
    assert follow.ended is None
    # RFC 8058: a mail program sends this, with no page of ours and no token of a form.
    sent = Client(enforce_csrf_checks=True).post(leave[1], {"List-Unsubscribe": "One-Click"})
    assert sent.status_code == 200
    follow.refresh_from_db()
    assert follow.ended is not None


def test_follow_pages_say_nothing_of_the_address_and_are_kept_nowhere(told: Told, site: Client) -> None:
    site.post("/follow/?kind=all", {"email": "reader@example.org"})
    response = site.get(link("confirm"))
    assert "reader@example.org" not in response.content.decode()
    assert "no-store" in response["Cache-Control"]
    assert response["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize("address", ["/follow/?kind=body&ref=nobody", "/follow/?kind=person&ref=x",
                                     "/follow/confirm/made-up/", "/follow/leave/made-up/"])  # fmt: skip
def test_nothing_to_follow_is_not_there(site: Client, address: str) -> None:
    assert site.get(address).status_code == 404


def test_wrong_address_is_said_beside_the_field(told: Told, site: Client) -> None:
    response = site.post("/follow/?kind=body&ref=blmk-board", {"email": "nobody at home"})
    page = response.content.decode()
    assert response.status_code == 400
    assert "This is not an e-mail address. Such as name@example.org" in page
    assert 'value="nobody at home"' in page
    assert not mail.outbox


def test_forms_are_taken_so_many_times_an_hour_and_no_more(
    told: Told, site: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slowly, "MOST", 2)
    for number in range(2):
        assert site.post("/follow/?kind=all", {"email": f"reader{number}@example.org"}).status_code == 200
    refused = site.post("/follow/?kind=all", {"email": "reader3@example.org"})
    assert refused.status_code == 400
    assert "Try again in an hour" in refused.content.decode()
    assert len(mail.outbox) == 2
