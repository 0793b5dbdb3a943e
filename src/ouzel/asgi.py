"""The site for an asynchronous web server. Sees to the database first."""

import os

from django.core.asgi import get_asgi_application

from ouzel.core import database

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ouzel.settings")
database.start()
application = get_asgi_application()
