"""The site for a web server: `granian --interface wsgi ouzel.wsgi:application`. Sees to the database first."""

import os

from django.core.wsgi import get_wsgi_application

from ouzel.core import database

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ouzel.settings")
database.start()
application = get_wsgi_application()
