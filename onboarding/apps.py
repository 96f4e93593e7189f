from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OnboardingConfig(AppConfig):
    """Businesses: what we ask, what they gave, where it stands."""

    name = "onboarding"
    verbose_name = _("Businesses")

    def ready(self):
        from merchant_portal.messaging import kinds
        from onboarding import emails

        kinds.register(
            emails.Received,
            emails.ChangesRequested,
            emails.Approved,
            emails.Active,
            emails.Rejected,
            emails.WhyNotSignedIn,
        )
