from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    """Takes the place of Django's command: it would bypass the roles, the audit and the checks of passwords."""

    help = "Disabled. Prints what to use instead."

    def handle(self, *args, **options):
        raise CommandError(
            "You can't set a password for someone else. People change their own at /security/password/, or reset it at "
            "/reset/. To create a staff account, run: manage.py create_reviewer"
        )
