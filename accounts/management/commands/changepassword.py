from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    """Takes the place of Django's command: it would go past the roles, the audit and the one door for passwords."""

    help = "Not used here; says what to use instead."

    def handle(self, *args, **options):
        raise CommandError(
            "Nobody sets a password for somebody else. A person changes it at /security/password/, or, having "
            "forgotten it, at /reset/; new staff are made by: manage.py create_reviewer"
        )
