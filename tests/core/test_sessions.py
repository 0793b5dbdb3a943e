from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client

from tests.core.people import user

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.core.urls")]
START = datetime(2026, 4, 1, 9, tzinfo=UTC)


@pytest.fixture
def signed_in() -> Client:
    client = Client()
    with time_machine.travel(START, tick=False):
        client.force_login(user())
        assert client.get("/").content == b"ann@example.org"
    return client


def seen(client: Client, after: timedelta) -> str:
    with time_machine.travel(START + after, tick=False):
        return client.get("/").content.decode()


def test_session_goes_on_while_something_happens(signed_in):
    for quarter in range(1, 40):
        assert seen(signed_in, timedelta(minutes=14 * quarter)) == "ann@example.org"


def test_session_ends_after_fifteen_minutes_without_a_request(signed_in):
    assert seen(signed_in, timedelta(minutes=15)) == "ann@example.org"
    assert seen(signed_in, timedelta(minutes=30, seconds=1)) == "AnonymousUser"
    assert seen(signed_in, timedelta(minutes=30, seconds=2)) == "AnonymousUser"


def test_session_is_not_kept_open_by_a_page_that_looks_again_by_itself(signed_in):
    for minutes in range(1, 15):
        with time_machine.travel(START + timedelta(minutes=minutes), tick=False):
            assert signed_in.get("/?by-itself=1").content == b"ann@example.org"
    assert seen(signed_in, timedelta(minutes=15, seconds=1)) == "AnonymousUser"


def test_session_ends_after_twelve_hours_whatever_happens(signed_in):
    for minutes in range(10, 12 * 60 + 1, 10):
        assert seen(signed_in, timedelta(minutes=minutes)) == "ann@example.org"
    assert seen(signed_in, timedelta(hours=12, seconds=1)) == "AnonymousUser"


def test_session_that_ended_says_why(signed_in):
    with time_machine.travel(START + timedelta(hours=1), tick=False):
        page = signed_in.get("/account/login/")
    assert b"You were signed out because nothing happened for 15 minutes." in page.content


def test_session_is_not_written_on_every_request(signed_in, django_assert_num_queries):
    with time_machine.travel(START + timedelta(seconds=30), tick=False), django_assert_num_queries(2):
        signed_in.get("/")  # reads the session and the person, writes nothing


def test_reader_without_a_session_gets_no_cookie(client):
    response = client.get("/")
    assert not response.cookies
