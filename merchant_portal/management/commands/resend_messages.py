from django.core.management.base import BaseCommand

from merchant_portal.messaging import outbox


class Command(BaseCommand):
    """Makes every message that waits or failed due now."""

    help = "Sends all waiting and failed messages now instead of at their next attempt."

    def handle(self, *args, **options):
        count = outbox.wake_again()
        self.stdout.write(f"{count} message(s) will be sent now.")
