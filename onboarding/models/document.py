from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Min
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from merchant_portal import clock
from onboarding.models.requirement import Requirement
from onboarding.models.triggers import initial_status, only_listed_moves
from onboarding.transitions import VERSION_MOVES, VersionStatus


class Document(models.Model):
    """An uploaded document that serves a requirement; one for each of its parts.

    `current` is the version that counts: the newest clean one, or the first while it is being checked. A
    replacement takes its place only when it is clean, so that a failed one loses nothing.
    """

    requirement = models.ForeignKey(Requirement, on_delete=models.CASCADE, related_name="documents")
    part = models.PositiveSmallIntegerField(default=1)
    current = models.ForeignKey(
        "DocumentVersion", on_delete=models.SET_NULL, null=True, blank=True, related_name="current_of"
    )

    class Meta:
        default_permissions = ()
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["requirement", "part"], name="document_once_per_part"),
        ]

    def __str__(self):
        return f"{self.requirement_id}/{self.part}"


class DocumentVersion(models.Model):
    """One upload. The file is stored under `key`, its page pictures under `key` and their number; never its name."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    status = models.CharField(_("status"), max_length=10, choices=VersionStatus, default=VersionStatus.CHECKING)
    key = models.CharField(max_length=100, db_collation="C")  # in the order in which storages list their files
    name = models.CharField(_("file name"), max_length=255)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    sha256 = models.CharField(max_length=64)
    media_type = models.CharField(max_length=40, blank=True)
    pages = models.PositiveSmallIntegerField(default=0)
    fault = models.CharField(max_length=30, blank=True)  # why it was refused: a code of storage.opening.Fault
    cautions = ArrayField(models.CharField(max_length=30), default=list, blank=True)  # codes of opening.Caution
    uploaded_at = models.DateTimeField(default=clock.now)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    checked_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    next_attempt_at = models.DateTimeField(db_default=Now())  # while it is being checked: when a worker may try
    attempts = models.PositiveSmallIntegerField(db_default=0)  # that did not find the original
    original_missing_at = models.DateTimeField(null=True, blank=True)  # since when the storage has no original of it
    pictures_missing_at = models.DateTimeField(null=True, blank=True)  # since when it lacks the picture of a page

    class Meta:
        verbose_name = _("document version")
        default_permissions = ("view",)
        indexes: ClassVar = [
            models.Index(fields=["uploaded_at"], condition=models.Q(status="checking"), name="version_checking"),
            models.Index(fields=["next_attempt_at"], condition=models.Q(status="checking"), name="version_due"),
            models.Index(fields=["sha256"], name="version_by_content"),
            models.Index(fields=["key"], name="version_by_key"),
            models.Index(
                fields=["document"],
                condition=models.Q(original_missing_at__isnull=False) | models.Q(pictures_missing_at__isnull=False),
                name="version_with_missing_files",
            ),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["document", "number"], name="version_number_once"),
            models.CheckConstraint(
                condition=models.Q(status="checking", checked_at__isnull=True)
                | ~models.Q(status="checking") & models.Q(checked_at__isnull=False),
                name="version_checked_with_its_time",
            ),
            models.CheckConstraint(
                condition=models.Q(status="refused") & ~models.Q(fault="")
                | ~models.Q(status="refused") & models.Q(fault=""),
                name="version_refused_with_its_fault",
            ),
        ]
        triggers: ClassVar = [only_listed_moves(VERSION_MOVES), initial_status(VersionStatus.CHECKING)]

    def __str__(self):
        return f"{self.document_id} v{self.number}"

    @property
    def is_clean(self) -> bool:
        return self.status == VersionStatus.CLEAN

    @property
    def is_checking(self) -> bool:
        return self.status == VersionStatus.CHECKING

    @property
    def page_numbers(self) -> range:
        return range(1, self.pages + 1)

    def page_key(self, number: int) -> str:
        """Returns where the picture of page `number` is stored."""
        return f"{self.key}-page-{number}.jpg"


def oldest_in_checking() -> float:
    """Returns for how many seconds the oldest document in checking has waited, by the database's clock."""
    waiting = DocumentVersion.objects.filter(status=VersionStatus.CHECKING, removed_at__isnull=True)
    oldest = waiting.aggregate(age=Now() - Min("uploaded_at"))["age"]
    return max(0.0, oldest.total_seconds()) if oldest else 0.0
