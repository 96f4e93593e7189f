from django.core.management.base import BaseCommand, CommandError

from merchant_portal.storage.access import StorageUnavailable, describe
from onboarding.actions import verifying


class Command(BaseCommand):
    """Compares the storage with the database, and removes orphans when asked to. Exit status 1 if a file is missing."""

    help = (
        "Reports files that are recorded in the database but missing from the storage, and files older than a day that "
        "aren't recorded in the database. Removes nothing unless --remove-orphans is given."
    )

    def add_arguments(self, parser):
        choice = parser.add_mutually_exclusive_group()
        choice.add_argument("--dry-run", action="store_true", help="only report; this is the default")
        choice.add_argument(
            "--remove-orphans", action="store_true", help="delete files that aren't recorded in the database"
        )

    def handle(self, *args, **options):
        try:
            report = verifying.verify(remove_orphans=options["remove_orphans"])
        except StorageUnavailable as unavailable:
            fault = describe(unavailable.__cause__ or unavailable)
            raise CommandError(f"The storage isn't available: {fault}.") from unavailable
        for version in report.missing:
            what = "original" if version.original_missing_at else "page images"
            application = version.document.requirement.application
            self.stdout.write(f"missing: {what} of version {version.pk}, {application.reference}, key {version.key}")
        for key in report.orphans:
            self.stdout.write(f"{'removed' if options['remove_orphans'] else 'orphan'}: {key}")
        counts = f"{report.stored} files, {len(report.missing)} documents with missing files"
        self.stdout.write(f"{counts}, {len(report.orphans)} orphans, {report.removed} removed")
        if report.missing:
            raise CommandError(f"{len(report.missing)} documents have missing files.")
