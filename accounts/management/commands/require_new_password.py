from django.core.management.base import BaseCommand, CommandError

from accounts.actions import passwords
from accounts.models import User
from accounts.validators import email_key
from merchant_portal.cleaning import UnusableAddress


class Command(BaseCommand):
    """Asks a person for a new password because others may know the one they have."""

    help = (
        "For a password that others may know: ends every session and trusted browser of the person, tells them, "
        "and asks for a new password at the next sign-in, after the second step and before anything else."
    )

    def add_arguments(self, parser):
        parser.add_argument("email")
        parser.add_argument("--reason", required=True, choices=passwords.Compromise.values)

    def handle(self, *args, email, reason, **options):
        try:
            person = User.objects.filter(email_key=email_key(email), status=User.Status.CONFIRMED).first()
        except UnusableAddress:
            person = None
        if person is None:
            raise CommandError("No confirmed account has this address.")
        passwords.flag_compromised(person=person, by="require_new_password", reason=reason)
        self.stdout.write(f"{person.email} is signed out everywhere and chooses a new password at the next sign-in.")
