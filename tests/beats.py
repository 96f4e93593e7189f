"""A portal whose worker and beat run, or do not."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from merchant_portal.messaging.models import Message
from merchant_portal.operations import heartbeats
from merchant_portal.operations.models import Heartbeat


def all_beat() -> None:
    """Records every heartbeat just now."""
    heartbeats.forget_recorded()
    for name in settings.HEARTBEATS.values():
        heartbeats.record(name)


def stopped(name: str, *, minutes: float) -> None:
    """Makes the last heartbeat of `name` older."""
    Heartbeat.objects.filter(pk=name).update(at=timezone.now() - timedelta(minutes=minutes))


def installed(*, minutes: float) -> None:
    """Makes the installation so old."""
    at = timezone.now() - timedelta(minutes=minutes)
    Heartbeat.objects.update_or_create(pk=heartbeats.INSTALLED, defaults={"at": at, "clock_difference_seconds": 0})


def overdue_mail(*, hours: float, channel: str = "mail") -> Message:
    """Returns a message that should have been sent long ago."""
    due_at = timezone.now() - timedelta(hours=hours)
    return Message.objects.create(kind="accounts/sign-in-code", channel=channel, reference="0", due_at=due_at)
