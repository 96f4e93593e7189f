from typing import ClassVar

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from merchant_portal import clock


class Message(models.Model):
    """One message to send, written in the transaction of what it is about.

    The row holds the kind and the id of the row it speaks of, never an address or a text: the worker loads and
    renders when it sends. The secret that a message carries, if any, is kept encrypted from its generation to the
    final outcome, so that every attempt sends the same one. `answer` is the last answer of the gateway or mail server.
    """

    class Channel(models.TextChoices):
        MAIL = "mail", _("email")
        SMS = "sms", _("text message")

    class Status(models.TextChoices):
        WAITING = "waiting", _("waiting")
        SENT = "sent", _("sent")
        DROPPED = "dropped", _("no longer needed")  # what it spoke of was closed before it could be sent
        FAILED = "failed", _("failed")  # every try was refused, or it must not leave

    kind = models.CharField(_("kind"), max_length=60)
    channel = models.CharField(_("channel"), max_length=4, choices=Channel, default=Channel.MAIL)
    reference = models.CharField(pgettext_lazy("message", "about"), max_length=40)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.WAITING)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    due_at = models.DateTimeField(_("next attempt"), default=clock.now)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    sent_at = models.DateTimeField(pgettext_lazy("when", "sent"), null=True, blank=True)
    answer = models.CharField(_("server response"), max_length=300, blank=True)
    secret = models.BinaryField(null=True, editable=False)

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        default_permissions = ("view",)
        indexes: ClassVar = [
            models.Index(fields=["channel", "due_at", "id"], condition=models.Q(status="waiting"), name="message_due"),
            models.Index(fields=["kind", "reference"], name="message_by_reference"),
            BrinIndex(fields=["created_at"], name="message_by_age"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(status="sent", sent_at__isnull=False)
                | (~models.Q(status="sent") & models.Q(sent_at__isnull=True)),
                name="message_sent_with_its_time",
            ),
            models.CheckConstraint(
                condition=models.Q(status="waiting") | models.Q(secret__isnull=True),
                name="message_secret_while_it_waits",
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.reference}"


class Transport(models.Model):
    """Whether the server of a channel answers. After a failure nobody asks it again before `resting_until`.

    Written by the outbox alone.
    """

    channel = models.CharField(max_length=4, choices=Message.Channel, primary_key=True)
    failures = models.PositiveIntegerField(default=0)  # in a row
    resting_until = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()

    def __str__(self):
        return self.channel


class SmsDay(models.Model):
    """How many text messages left on a day of the operator's: in all (`prefix` empty) and by country calling code.

    Written by `caps.take` alone.
    """

    day = models.DateField()
    prefix = models.CharField(max_length=3, blank=True)
    taken = models.PositiveIntegerField()

    class Meta:
        default_permissions = ()
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["day", "prefix"], name="sms_day_one_per_prefix"),
        ]

    def __str__(self):
        return f"{self.day} +{self.prefix}"
