from django.core.management.base import BaseCommand, CommandError

from accounts.actions import lockouts


class Command(BaseCommand):
    """Opens every lock of one person."""

    help = (
        "Unlocks sign-in for one person: clears the counts of wrong passwords, from any browser, and of wrong codes. "
        "The reason is kept in the audit, and the person is notified by email."
    )

    def add_arguments(self, parser):
        parser.add_argument("email")
        parser.add_argument("--reason", required=True, help="why, for the audit")

    def handle(self, *args, email, reason, **options):
        try:
            person = lockouts.unlock(email=email, reason=reason, by="unlock")
        except lockouts.CannotUnlock as refused:
            raise CommandError(str(refused.message)) from None
        self.stdout.write(f"{person.email} can sign in again.")
