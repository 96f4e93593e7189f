"""The portal's settings, and an app that empties the database after tests."""

from merchant_portal.settings import *  # noqa: F403
from merchant_portal.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.emptying"]
