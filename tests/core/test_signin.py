import re

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from axes.models import AccessAttempt
from django.core import mail
from django.core.cache import cache
from django.test import Client

from ouzel.core import actions, audit
from ouzel.core.models import AuditEntry, User
from tests.core.people import OPERATOR

pytestmark = [pytest.mark.urls("tests.core.urls")]
PASSWORD = "four swans on the Ouzel"
WRONG = {"login": "ann@example.org", "password": "three swans on the Ouzel"}


@pytest.fixture(autouse=True)
def _no_limits_left_over():
    cache.clear()


@pytest.fixture
def ann(db) -> User:
    user = actions.create_user(email="ann@example.org", by=OPERATOR, roles=["administrator"])
    user.set_password(PASSWORD)
    user.save()
    return user


def sign_in(client: Client, email: str = "ann@example.org", password: str = PASSWORD, **extra: str):
    return client.post("/account/login/", {"login": email, "password": password}, **extra)


def who(client: Client) -> str:
    return client.get("/").content.decode()


def recorded(action: str) -> int:
    return AuditEntry.objects.filter(action=action).count()


def test_sign_in_by_address_and_password_is_audited(client, ann):
    assert sign_in(client, "Ann@Example.ORG").status_code == 302
    assert who(client) == "ann@example.org"
    assert recorded("core.session.signed-in") == 1
    client.post("/account/logout/")
    assert who(client) == "AnonymousUser"
    assert recorded("core.session.signed-out") == 1


def test_sign_in_page_names_no_way_to_make_an_account(client, db):
    page = client.get("/account/login/")
    assert page.status_code == 200
    assert b"signup" not in page.content
    assert b"<script" not in page.content
    assert b"style=" not in page.content


def test_sign_in_with_a_wrong_password_says_no_more_than_that(client, ann):
    wrong, unknown = client.post("/account/login/", WRONG), sign_in(client, "nobody@example.org")
    message = "The email address and/or password you specified are not correct."
    assert message in wrong.content.decode()
    assert message in unknown.content.decode()
    assert who(client) == "AnonymousUser"


def test_sign_in_without_an_address_says_so_beside_the_field(client, db):
    page = sign_in(client, "").content.decode()
    assert '<a href="#id_login">This field is required.</a>' in page
    assert 'aria-describedby="id_login_error"' in page
    assert 'id="id_login_error"' in page
    assert "placeholder" not in page


def test_closed_account_cannot_sign_in(client, ann):
    User.objects.filter(pk=ann.pk).update(is_active=False)
    sign_in(client)
    assert who(client) == "AnonymousUser"


def test_five_wrong_passwords_lock_the_account_from_that_address_only(client, ann):
    answers = [client.post("/account/login/", WRONG).status_code for _ in range(5)]
    assert answers == [200, 200, 200, 200, 429]
    locked = sign_in(client)
    assert locked.status_code == 429
    assert b"Too many attempts" in locked.content
    assert who(client) == "AnonymousUser"
    assert recorded("core.session.locked-out") >= 1
    elsewhere = Client(REMOTE_ADDR="192.0.2.7")
    sign_in(elsewhere)
    assert who(elsewhere) == "ann@example.org"


def test_lock_ends_after_fifteen_minutes(client, ann):
    from datetime import timedelta

    for _ in range(5):
        client.post("/account/login/", WRONG)
    attempt = AccessAttempt.objects.get()
    for minutes, name in ((14, "AnonymousUser"), (16, "ann@example.org")):
        AccessAttempt.objects.update(attempt_time=attempt.attempt_time - timedelta(minutes=minutes))
        sign_in(client)
        assert who(client) == name


def test_lock_does_not_believe_an_address_that_the_asker_claims(client, ann):
    for n in range(5):
        client.post("/account/login/", WRONG, headers={"X-Forwarded-For": f"192.0.2.{n}"})
    assert sign_in(client, headers={"X-Forwarded-For": "192.0.2.99"}).status_code == 429


def test_lock_behind_our_own_proxy_goes_by_what_that_proxy_saw(client, ann, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for n in range(5):
        client.post("/account/login/", WRONG, headers={"X-Forwarded-For": f"10.9.9.{n}, 192.0.2.5"})
    assert sign_in(client, headers={"X-Forwarded-For": "192.0.2.5"}).status_code == 429
    assert sign_in(client, headers={"X-Forwarded-For": "192.0.2.6"}).status_code == 302


def test_nobody_can_make_an_account(client, db):
    page = client.get("/account/signup/")
    assert b"You cannot make an account yourself" in page.content
    client.post("/account/signup/", {"email": "bob@example.org", "password1": PASSWORD, "password2": PASSWORD})
    assert not User.objects.exists()


def test_anybody_can_make_an_account_where_the_operator_opened_it_and_holds_no_role(client, db, settings):
    settings.SIGN_UP_OPEN = True
    client.post("/account/signup/", {"email": "bob@example.org", "password1": PASSWORD, "password2": PASSWORD})
    assert User.objects.get().role_assignments.count() == 0
    assert who(client) == "AnonymousUser"  # not before the address is confirmed
    assert "bob@example.org" in mail.outbox[0].to


def test_link_for_a_new_account_sets_a_password_once(client, db):
    user = actions.create_user(email="ann@example.org", by=OPERATOR)
    link = actions.set_password_link(user=user, by=OPERATOR)
    page = client.get(link, follow=True)
    form = {"password1": PASSWORD, "password2": PASSWORD}
    assert client.post(page.redirect_chain[-1][0], form).status_code == 302
    assert recorded("core.password.changed") == 1
    sign_in(client)
    assert who(client) == "ann@example.org"
    again = Client().get(link, follow=True)
    assert not again.redirect_chain
    assert b"password1" not in again.content


@pytest.mark.parametrize("password", ["short swans", "123456789012345", "ann@example.org", "qwerty123456"])
def test_link_refuses_a_weak_password(client, db, password):
    user = actions.create_user(email="ann@example.org", by=OPERATOR)
    page = client.get(actions.set_password_link(user=user, by=OPERATOR), follow=True)
    client.post(page.redirect_chain[-1][0], {"password1": password, "password2": password})
    user.refresh_from_db()
    assert not user.has_usable_password()


def test_forgotten_password_sends_a_link_only_to_the_address_of_the_account(client, ann):
    client.post("/account/password/reset/", {"email": "ann@example.org"})
    assert [message.to for message in mail.outbox] == [["ann@example.org"]]
    assert re.search(r"http://testserver/account/password/reset/key/\S+", mail.outbox[0].body)


def enrol(client: Client) -> str:
    """Give the person signed in a second step; the secret."""
    page = client.get("/account/2fa/totp/activate/", follow=True)
    assert page.redirect_chain[-1][0].startswith("/account/reauthenticate/")  # the password is asked for again
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    page = client.get("/account/2fa/totp/activate/")
    assert page.status_code == 200
    assert b"data:image/svg+xml" in page.content
    secret = page.context["form"].secret
    client.post("/account/2fa/totp/activate/", {"code": code(secret)})
    return secret


def code(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


@pytest.mark.django_db(transaction=True)
def test_second_step_is_audited_and_told_to_the_person(client, ann):
    sign_in(client)
    enrol(client)
    details = AuditEntry.objects.filter(action="core.second-factor.changed").values_list("detail", flat=True)
    assert {(each["what"], each["done"]) for each in details} == {("totp", "added"), ("recovery_codes", "added")}
    assert mail.outbox[-1].to == ["ann@example.org"]
    assert mail.outbox[-1].subject == "Authenticator App Activated"
    assert audit.verify() == []


def test_second_step_is_asked_for_once_it_is_set_up(client, ann):
    sign_in(client)
    secret = enrol(client)
    cache.clear()  # a code is good once; the one of this half minute was used to set it up
    other = Client()
    assert sign_in(other)["Location"].startswith("/account/2fa/authenticate/")
    assert who(other) == "AnonymousUser"
    other.post("/account/2fa/authenticate/", {"code": "000000"})
    assert who(other) == "AnonymousUser"
    other.post("/account/2fa/authenticate/", {"code": code(secret)})
    assert who(other) == "ann@example.org"


def test_second_step_can_be_passed_with_a_recovery_code_once(client, ann):
    sign_in(client)
    enrol(client)
    client.post("/account/2fa/recovery-codes/generate/")
    kept = Authenticator.objects.get(user=ann, type="recovery_codes").wrap().get_unused_codes()[0]
    for name in ("ann@example.org", "AnonymousUser"):
        other = Client()
        sign_in(other)
        other.post("/account/2fa/authenticate/", {"code": kept})
        assert who(other) == name


def test_second_step_cannot_be_guessed(client, ann):
    sign_in(client)
    enrol(client)
    other = Client()
    sign_in(other)
    for n in range(12):
        page = other.post("/account/2fa/authenticate/", {"code": f"{n:06}"})
    assert "Too many failed login attempts" in page.content.decode()


def test_second_step_keeps_its_secret_encrypted(client, ann, settings):
    sign_in(client)
    secret = enrol(client)
    kept = Authenticator.objects.get(user=ann, type="totp").data["secret"]
    assert secret not in kept
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another key", [settings.SECRET_KEY]
    assert get_adapter().decrypt(kept) == secret  # a key may be changed without losing anybody's second step


@pytest.mark.parametrize(
    "path",
    ["password/change/", "email/", "2fa/", "2fa/recovery-codes/generate/", "logout/", "2fa/totp/activate/"],
)
def test_every_page_of_an_account_shows_itself(client, ann, path):
    sign_in(client)
    page = client.get(f"/account/{path}", follow=True)
    assert page.status_code == 200
    assert b'<main class="nhsuk-main-wrapper" id="maincontent">' in page.content
    assert b"style=" not in page.content


def test_passwords_are_kept_with_argon2():
    from ouzel.core.security_settings import PASSWORD_HASHERS

    assert PASSWORD_HASHERS[0].endswith("Argon2PasswordHasher")
