from django.core.management.base import BaseCommand

from onboarding.actions import pruning


class Command(BaseCommand):
    """Removes people who never confirmed their mailbox."""

    help = (
        f"Removes people who registered more than {pruning.KEPT.days} days ago, never confirmed their email address "
        "and haven't asked for a link since, with their merchants and drafts. Beat does the same every day."
    )

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="only count them")

    def handle(self, *args, dry_run, **options):
        if dry_run:
            self.stdout.write(f"{pruning.forgotten().count()} people would be removed.")
            return
        removed = 0
        while count := pruning.prune_accounts():
            removed += count
        self.stdout.write(f"{removed} people removed.")
