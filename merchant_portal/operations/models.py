from django.db import models
from django.utils.translation import gettext_lazy as _


class Heartbeat(models.Model):
    """When something last ran, by the database's clock, and how far the clock of its machine was ahead of that.

    Written by `heartbeats.record` alone.
    """

    name = models.CharField(max_length=60, primary_key=True)
    at = models.DateTimeField()
    clock_difference_seconds = models.FloatField()
    detail = models.CharField(max_length=200, blank=True)

    class Meta:
        default_permissions = ()

    def __str__(self):
        return self.name


class Alarm(models.Model):
    """One kind of trouble: what it is, when it was last raised, and when a mail about it was last written.

    Written by `alarms` alone. Times are the database's.
    """

    kind = models.CharField(_("kind"), max_length=60, unique=True)
    text = models.CharField(max_length=500)
    began_at = models.DateTimeField()
    raised_at = models.DateTimeField()
    mailed_at = models.DateTimeField(null=True)
    resolved_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()

    def __str__(self):
        return self.kind
