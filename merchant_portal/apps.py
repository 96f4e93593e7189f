from django.apps import AppConfig
from django.core import checks


class MerchantPortalConfig(AppConfig):
    """What all apps stand on: static files, template filters, commands and system checks."""

    name = "merchant_portal"
    verbose_name = "Merchant portal"

    def ready(self):
        from django.db.backends.signals import connection_created

        from merchant_portal import (
            celery,  # noqa: F401 - so that tasks can be woken by name
            clock,
        )
        from merchant_portal.checks import production_is_safe

        connection_created.connect(clock.measure)
        checks.register(production_is_safe, checks.Tags.security)
