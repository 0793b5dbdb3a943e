"""Settings of sign-in and of what browsers are told; `ouzel.settings` takes them in.

| variable | gives |
| --- | --- |
| `OUZEL_HTTPS` | `1`: the site is reached through https only |
| `OUZEL_PROXIES` | how many proxies of one's own stand before the site; none where not given |
| `OUZEL_SIGN_UP` | `open`: anybody may make an account |
| `OUZEL_SMTP_HOST`, `_PORT`, `_USER`, `_PASSWORD` | how post leaves; on the console where no host is given |
| `OUZEL_FROM_EMAIL` | whom post comes from |
| `OUZEL_QUESTIONERS_DAYS` | days after a meeting for which it is known who asked a question of it; 42 if not given |
"""

import os
from datetime import timedelta
from typing import Any

HTTPS = os.environ.get("OUZEL_HTTPS") == "1"
PROXIES = int(os.environ.get("OUZEL_PROXIES", "0"))
SIGN_UP_OPEN = os.environ.get("OUZEL_SIGN_UP") == "open"

# Order matters: templates of the core come before those of allauth.
SECURITY_APPS = [
    "django.contrib.postgres",
    "ouzel.core",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "rules.apps.AutodiscoverRulesConfig",
]
# After sessions, csrf, authentication and messages; axes last of all, so that it can answer for a locked account.
SECURITY_MIDDLEWARE = [
    "csp.middleware.CSPMiddleware",
    "ouzel.core.middleware.PolicyHeaders",
    "ouzel.core.middleware.SessionLimits",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
]

# People and passwords
AUTH_USER_MODEL = "core.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
    "rules.permissions.ObjectPermissionBackend",  # also answers for who is not signed in
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
_VALIDATION = "django.contrib.auth.password_validation."
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {"NAME": _VALIDATION + "MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": _VALIDATION + "UserAttributeSimilarityValidator", "OPTIONS": {"user_attributes": ("email", "name")}},
    {"NAME": _VALIDATION + "CommonPasswordValidator"},
    {"NAME": _VALIDATION + "NumericPasswordValidator"},
]
PASSWORD_RESET_TIMEOUT = 3 * 24 * 60 * 60  # seconds; also how long a link for a new account holds
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"

# Sign-in by e-mail
ACCOUNT_ADAPTER = "ouzel.core.signin.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_CHANGE_EMAIL = True  # one address at a time: it is the name of the account
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if HTTPS else "http"
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_EMAIL_NOTIFICATIONS = True  # a new password or second step is told to the person by post
# Axes locks an account after five wrong passwords from one address; this also holds back guesses from many addresses,
# and of the code of the second step.
ACCOUNT_RATE_LIMITS = {"login_failed": "30/m/ip,10/15m/key"}
ALLAUTH_TRUSTED_PROXY_COUNT = PROXIES

MFA_ADAPTER = "ouzel.core.signin.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Ouzel"

AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_USERNAME_CALLABLE = "ouzel.core.signin.account_tried"
AXES_CLIENT_IP_CALLABLE = "ouzel.core.signin.client_address"
AXES_LOCKOUT_TEMPLATE = "account/locked.html"
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

# Sessions and cookies
SESSION_IDLE_LIMIT = timedelta(minutes=15)
SESSION_WHOLE_LIMIT = timedelta(hours=12)
SESSION_COOKIE_AGE = int(SESSION_WHOLE_LIMIT.total_seconds())
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_NAME = "ouzel_session"
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True

# What browsers are told
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS and PROXIES else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],  # the picture an authenticator app scans is a data address
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}
PERMISSIONS_POLICY = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"

# Post
EMAIL_HOST = os.environ.get("OUZEL_SMTP_HOST", "")
EMAIL_PORT = int(os.environ.get("OUZEL_SMTP_PORT", "587"))
EMAIL_HOST_USER = os.environ.get("OUZEL_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("OUZEL_SMTP_PASSWORD", "")
EMAIL_USE_TLS = bool(EMAIL_HOST)
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'console'}.EmailBackend"
DEFAULT_FROM_EMAIL = os.environ.get("OUZEL_FROM_EMAIL", "Ouzel <no-reply@localhost>")
EMAIL_TIMEOUT = 20  # seconds
EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
QUESTIONERS_KEPT = timedelta(days=int(os.environ.get("OUZEL_QUESTIONERS_DAYS") or 42))
