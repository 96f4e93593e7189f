from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OnboardingConfig(AppConfig):
    """Businesses: what we ask, what they gave, and its status."""

    name = "onboarding"
    verbose_name = _("Merchants")

    def ready(self):
        from merchant_portal.operations import gauges
        from onboarding.models.document import oldest_in_checking

        gauges.register("checking", "documents", "CHECKING_OVERDUE_SECONDS", oldest_in_checking)
