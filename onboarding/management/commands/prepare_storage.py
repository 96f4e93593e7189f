from django.core.management.base import BaseCommand, CommandError

from merchant_portal.storage import private
from merchant_portal.storage.access import StorageUnavailable, describe
from onboarding.models import DocumentVersion

SAMPLE = 20  # of the newest uploads


class Command(BaseCommand):
    """Marks the storage as the portal's, once. Part of every release; a storage that is marked stays as it is."""

    help = (
        "Marks the storage as the portal's, so that a folder whose disk isn't mounted is never used by mistake. "
        "Refuses a storage that has none of the files recorded in the database, unless --new is given."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--new", action="store_true", help="mark it even if the files recorded in the database are missing"
        )

    def handle(self, *args, **options):
        try:
            self.stdout.write(self._prepare(options["new"]))
        except StorageUnavailable as unavailable:
            fault = describe(unavailable.__cause__ or unavailable)
            raise CommandError(f"The storage isn't available: {fault}.") from unavailable

    def _prepare(self, is_new: bool) -> str:
        if private.is_prepared():
            return "The storage is already prepared."
        if not is_new and not self._holds_our_files():
            raise CommandError(
                "The storage has none of the files recorded in the database. Mount the right disk, or set the right "
                "bucket. If the files are lost, prepare a new storage with --new."
            )
        private.prepare()
        return "The storage has been prepared."

    @staticmethod
    def _holds_our_files() -> bool:
        """Returns whether one of the newest uploads is there; with none in the database any storage is right."""
        kept = DocumentVersion.objects.filter(removed_at__isnull=True).order_by("-pk")
        keys = list(kept.values_list("key", flat=True)[:SAMPLE])
        return not keys or any(private.is_there(key) for key in keys)
