"""A proof that grew old, and giving a new one."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from tests.factories import PASSWORD

PAGE = "/confirm-it-is-you/"


def age_proof(client, minutes: float | None = None) -> None:
    """Makes the session's last proof so many minutes old; one more than counts."""
    age = timedelta(minutes=settings.REAUTH_MINUTES + 1 if minutes is None else minutes)
    session = client.session
    session["stepped_up_at"] = (timezone.now() - age).isoformat()
    session.save()


def prove(client, password=PASSWORD, **fields):
    return client.post(PAGE, {"password": password, **fields})
