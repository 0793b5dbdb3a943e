"""Settings of the whole. What an operator may set comes from the environment; without any of it a laptop is served.

| variable | gives |
| --- | --- |
| `OUZEL_HOME` | the folder of everything we keep: database, key, static files |
| `OUZEL_SOCKETS` | a folder with a short path for the socket of the embedded database, where the home will not do |
| `DATABASE_URL` | a PostgreSQL of your own in place of the embedded one |
| `OUZEL_HOSTS` | the names that the site answers to, with commas; this machine's own where not given |
| `OUZEL_SITE` | where others reach the site, `https://ouzel.example.org`: for links in e-mails, feeds and documents |
| `OUZEL_SECRET_KEY` | the key that signs sessions; made and kept in the home where not given |
| `OUZEL_UPLOAD_MB` | megabytes of the largest file that pages take; 256 where not given |
| `OUZEL_LOGO` | the address of a logo for the head of every page; ours where not given |
| `OUZEL_DEBUG` | `1`: error pages for developers, never for the public |

What concerns sign-in, HTTPS and post stands in `ouzel.core.security_settings`.
"""

import os
from importlib.util import find_spec
from pathlib import Path

from ouzel.core.database import database_settings
from ouzel.core.secret import secret_key
from ouzel.core.security_settings import *  # noqa: F403  (sign-in, permissions and what browsers are told)
from ouzel.core.security_settings import SECURITY_APPS, SECURITY_MIDDLEWARE
from ouzel.core.server.places import home

PACKAGE = Path(__file__).parent
HOME = home()

SECRET_KEY = os.environ.get("OUZEL_SECRET_KEY") or secret_key(HOME)
OUZEL_LOGO = os.environ.get("OUZEL_LOGO", "")
OUZEL_SITE = os.environ.get("OUZEL_SITE", "")
DEBUG = os.environ.get("OUZEL_DEBUG") == "1"

ALLOWED_HOSTS = [name.strip() for name in os.environ.get("OUZEL_HOSTS", "localhost,127.0.0.1,[::1]").split(",")]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    *SECURITY_APPS,  # ouzel.core among them
    "django_tasks",
    "django_tasks_db",
    "ouzel.core.work",
    "ouzel.register",
    "ouzel.reorganisation",
    "ouzel.measures",
    "ouzel.activity",
    "ouzel.governance",
    "ouzel.confidential",
    "ouzel.web",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    *SECURITY_MIDDLEWARE,
]
ROOT_URLCONF = "ouzel.urls"
WSGI_APPLICATION = "ouzel.wsgi.application"

DATABASES = {"default": database_settings()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}  # done by `ouzel worker`

_CONTEXT = [
    "django.template.context_processors.request",
    "django.contrib.auth.context_processors.auth",
    "django.contrib.messages.context_processors.messages",
]
_DESIGN_SYSTEM = find_spec("nhsuk_frontend_jinja")
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [Path(_DESIGN_SYSTEM.origin).parent / "templates"] if _DESIGN_SYSTEM and _DESIGN_SYSTEM.origin else [],
        "APP_DIRS": True,  # the folder `jinja2` of every package of ours
        "OPTIONS": {"environment": "ouzel.web.jinja.environment", "context_processors": _CONTEXT},
    },
    {  # for the pages that libraries bring
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": _CONTEXT},
    },
]

# A file may say who patients are: it stays in memory until the gate has been through it, and never on the disk.
FILE_UPLOAD_HANDLERS = ["ouzel.activity.gate.uploads.MemoryOnly"]
FILE_UPLOAD_MAX_MEMORY_SIZE = int(os.environ.get("OUZEL_UPLOAD_MB") or 256) * 1024 * 1024

# The time of day is London's; every date is a plain date.
USE_TZ = True
TIME_ZONE = "Europe/London"
LANGUAGE_CODE = "en-gb"

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"  # filled by ouzel.core.assets when the site is served
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"  # names with a hash, kept by browsers for good
    },
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEBUG

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"stderr": {"class": "logging.StreamHandler"}},  # standard output is for answers
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"django_tasks": {"level": "CRITICAL"}},  # work says itself what became of it
}
