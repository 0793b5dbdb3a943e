import os
import subprocess
import sys

import pytest

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.core.urls")]


@pytest.mark.parametrize("path", ["/", "/account/login/", "/no/such/page/"])
def test_headers_keep_pages_to_themselves(client, path):
    headers = client.get(path).headers
    policy = dict(part.strip().partition(" ")[::2] for part in headers["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'self'"
    assert policy["frame-ancestors"] == policy["object-src"] == policy["base-uri"] == "'none'"
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]


def test_headers_leave_a_policy_that_a_page_set_itself(rf):
    from django.http import HttpResponse

    from ouzel.core.middleware import PolicyHeaders

    own = HttpResponse(headers={"Permissions-Policy": "geolocation=(self)"})
    assert PolicyHeaders(lambda _: own)(rf.get("/")).headers["Permissions-Policy"] == "geolocation=(self)"


def test_https_makes_cookies_secure_and_is_kept_to(client, settings):
    settings.SECURE_SSL_REDIRECT, settings.SECURE_HSTS_SECONDS = True, 31536000
    assert client.get("/")["Location"] == "https://testserver/"
    assert client.get("/", secure=True).headers["Strict-Transport-Security"] == "max-age=31536000"


@pytest.mark.parametrize(("https", "wanted"), [("1", "True True True 31536000"), ("", "False False False 0")])
def test_https_is_set_in_one_place(https, wanted):
    code = (
        "from ouzel.core.security_settings import *;"
        "print(SESSION_COOKIE_SECURE, CSRF_COOKIE_SECURE, SECURE_SSL_REDIRECT, SECURE_HSTS_SECONDS)"
    )
    environment = {**os.environ, "OUZEL_HTTPS": https}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == wanted


def test_forwarded_protocol_is_believed_only_behind_a_proxy_of_ours():
    code = "from ouzel.core.security_settings import *; print(SECURE_PROXY_SSL_HEADER)"
    answers = [
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "OUZEL_HTTPS": "1", "OUZEL_PROXIES": proxies},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for proxies in ("0", "1")
    ]
    assert answers == ["None", "('HTTP_X_FORWARDED_PROTO', 'https')"]
