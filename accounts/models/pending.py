from datetime import timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models

from accounts.models.flow import Flow
from accounts.models.user import User

REGISTRATION_HOURS = 1


class Channel(models.TextChoices):
    """What a sign-in asks for beside the password, strongest first."""

    APP = "app"
    SMS = "sms"
    MAIL = "mail"
    RECOVERY = "recovery"


class PendingSignIn(Flow):
    """The password was right (or typed at the registration), the check is still open.

    A sign-in is held by the session it began in; a registration by a cookie whose secret's hash is
    `browser_hash`. `channel` is what the code page asks for at the moment.
    """

    class Purpose(models.TextChoices):
        SIGN_IN = "sign_in"
        STAFF = "staff"
        REGISTRATION = "registration"

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="pending_sign_ins")
    purpose = models.CharField(max_length=12, choices=Purpose)
    channel = models.CharField(max_length=8, choices=Channel, default=Channel.MAIL)
    app_step = models.BigIntegerField(null=True)  # the step of the app's code that answered: a second click has it too
    next = models.CharField(max_length=1000, blank=True)
    form_key = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001 - of the press that opened it

    class Meta(Flow.Meta):
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(purpose="registration") & ~models.Q(browser_hash="")
                | ~models.Q(purpose="registration") & models.Q(browser_hash=""),
                name="pending_registration_is_held_by_a_browser",
            ),
            *Flow.Meta.constraints,
        ]

    def __str__(self):
        return self.purpose

    @classmethod
    def lifetime(cls, purpose: str) -> timedelta:
        """Returns how long a flow of this purpose stays open."""
        if purpose == cls.Purpose.REGISTRATION:
            return timedelta(hours=REGISTRATION_HOURS)
        return timedelta(minutes=settings.PENDING_SIGN_IN_MINUTES)
