from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from onboarding.actions import catalogue


class Command(BaseCommand):
    """Loads document rules and reasons."""

    help = (
        "Loads document rules and reasons: the lists shipped with the portal, or the given CSV files with the same "
        "columns. Adds missing rows and updates the ones that were never edited here. Edited rows are never changed."
    )

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="*", type=Path, metavar="FILE")

    def handle(self, *args, files, **options):
        try:
            counted = catalogue.load(paths=files)
        except catalogue.Malformed as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{counted.added} added, {counted.updated} up to date, {counted.kept} edited and kept.")
