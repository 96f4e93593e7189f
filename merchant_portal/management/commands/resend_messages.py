from django.core.management.base import BaseCommand

from merchant_portal.messaging import outbox


class Command(BaseCommand):
    """Makes every message that waits or failed due now."""

    help = "Sends again what is waiting or has failed, at once instead of at its next try."

    def handle(self, *args, **options):
        count = outbox.wake_again()
        self.stdout.write(f"{count} message(s) are due now.")
