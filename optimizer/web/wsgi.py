"""The page as a WSGI application, for `incubator serve` and for other servers."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "optimizer.web.settings")

application = get_wsgi_application()
