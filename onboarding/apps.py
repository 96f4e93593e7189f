from django.apps import AppConfig


class OnboardingConfig(AppConfig):
    """Businesses: what we ask, what they gave, where it stands."""

    name = "onboarding"
    verbose_name = "Businesses"
