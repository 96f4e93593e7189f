from datetime import timedelta
from typing import ClassVar

from django.db import models

from accounts.models.user import STAMP_LENGTH, User
from merchant_portal import clock
from merchant_portal.masking import mask_email_beside, mask_phone

WAIT_HOURS = 72  # for whoever cannot read the old mailbox or phone, and for taking a change back


def _end_of_wait():
    return clock.now() + timedelta(hours=WAIT_HOURS)


class ContactChange(models.Model):
    """A person takes another e-mail address or phone: proven at the new end, then at the old one.

    Until both are proven the old one stays. Whoever cannot read the old one waits until `ends_at`, and the old
    one gets a link that stops the change; the same link undoes a change that was made. While it is
    open it depends on the security stamp it began under: what ends sessions ends it too.
    """

    class Kind(models.TextChoices):
        EMAIL = "email"
        PHONE = "phone"

    class Status(models.TextChoices):
        NEW_END = "new_end"  # the new one is to be proven
        OLD_END = "old_end"  # the old one is to be proven
        WAITING = "waiting"  # nobody reads the old one: it takes effect at `ends_at`
        DONE = "done"
        UNDONE = "undone"
        CANCELLED = "cancelled"

    OPEN: ClassVar = (Status.NEW_END, Status.OLD_END, Status.WAITING)

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="contact_changes")
    kind = models.CharField(max_length=5, choices=Kind)
    status = models.CharField(max_length=9, choices=Status, default=Status.NEW_END)
    old = models.CharField(max_length=254, blank=True)
    new = models.CharField(max_length=254)
    stamp = models.CharField(max_length=STAMP_LENGTH)
    created_at = models.DateTimeField(default=clock.now)
    ends_at = models.DateTimeField(default=_end_of_wait)
    done_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        indexes: ClassVar = [
            models.Index(fields=["ends_at"], condition=models.Q(status="waiting"), name="contact_by_end_of_wait"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user", "kind"],
                condition=models.Q(status__in=("new_end", "old_end", "waiting")),
                name="contact_one_open_change",
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=("done", "undone")) ^ models.Q(done_at__isnull=True),
                name="contact_done_with_its_time",
            ),
        ]

    def __str__(self):
        return self.kind

    @property
    def is_email(self) -> bool:
        return self.kind == self.Kind.EMAIL

    def masked(self, value: str) -> str:
        """Returns one end of the change as it is shown; the other end is never shown alike."""
        if not self.is_email:
            return mask_phone(value)
        return mask_email_beside(value, self.old if value == self.new else self.new)

    @property
    def is_waiting(self) -> bool:
        return self.status == self.Status.WAITING

    @property
    def end(self) -> str:
        """Returns the address or number that is to be proven now."""
        return self.new if self.status == self.Status.NEW_END else self.old
