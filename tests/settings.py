"""The portal's settings with texts to accept, and an app that empties the database after tests."""

from merchant_portal.settings import *  # noqa: F403
from merchant_portal.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.emptying"]
TERMS_URL = "https://market.example/terms"
PRIVACY_URL = "https://market.example/privacy"
