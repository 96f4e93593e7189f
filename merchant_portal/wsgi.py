import os

from django.core.wsgi import get_wsgi_application

from merchant_portal.storage import scratch

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "merchant_portal.settings")

application = get_wsgi_application()
scratch.remove_left_behind()  # uploads that a killed process was receiving
