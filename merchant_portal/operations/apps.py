from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OperationsConfig(AppConfig):
    """Whether the portal works: heartbeats of the worker, what waits for too long, and alarms."""

    name = "merchant_portal.operations"
    label = "operations"
    verbose_name = _("Operations")

    def ready(self):
        from celery.signals import task_success

        from merchant_portal.operations import gauges, heartbeats

        gauges.register_own()
        task_success.connect(heartbeats.record_task)
