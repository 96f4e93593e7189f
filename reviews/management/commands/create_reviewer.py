import sys

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from accounts.roles import Role
from reviews.actions import staff


class Command(BaseCommand):
    """Makes a person of staff."""

    help = (
        "Creates a staff account. Without --password-stdin, a password is generated, printed once, and must be "
        "changed at the first sign-in, after the authenticator app is set up."
    )

    def add_arguments(self, parser):
        parser.add_argument("email")
        parser.add_argument("--role", required=True, choices=Role.values)
        parser.add_argument("--name", default="", help="the name colleagues see; default: the address")
        parser.add_argument("--password-stdin", action="store_true", help="read the password from standard input")

    def handle(self, *args, email, role, name, password_stdin, **options):
        given = sys.stdin.readline().rstrip("\r\n") if password_stdin else None
        if password_stdin and not given:
            raise CommandError("No password was given on standard input.")
        try:
            person, password = staff.create(email=email, name=name, role=role, password=given, by="create_reviewer")
        except staff.CannotCreateStaff as refused:
            raise CommandError(str(refused.message)) from None
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        self.stdout.write(f"{person.email} can sign in at /admin/sign-in/ as {role}.")
        if not password_stdin:
            self.stdout.write(f"Password, shown once: {password}")
