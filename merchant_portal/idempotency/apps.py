from django.apps import AppConfig


class IdempotencyConfig(AppConfig):
    """What was answered to a form a moment ago, so that a second press is answered alike."""

    name = "merchant_portal.idempotency"
    label = "idempotency"
