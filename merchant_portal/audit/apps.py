from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The append-only record of who did what, when and to what."""

    name = "merchant_portal.audit"
    label = "audit"
    verbose_name = "Records"
