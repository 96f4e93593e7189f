from django.conf import settings
from django.core.management import BaseCommand, CommandError

from merchant_portal.local.demo import clearing, world, world_status


class Command(BaseCommand):
    help = "Builds the demo world: merchants in every state, and staff. Does nothing if it is already built."

    def add_arguments(self, parser):
        parser.add_argument("--reset", action="store_true", help="remove the demo world and build it again")
        parser.add_argument("--dry-run", action="store_true", help="with --reset: only say what would be removed")

    def handle(self, *, reset, dry_run, **options):
        """Whom to sign in as goes to standard output, what is being done to the other one."""
        if settings.ENVIRONMENT != "local":
            raise CommandError(
                f"The demo world is for a developer's machine, not for ENVIRONMENT={settings.ENVIRONMENT}."
            )
        if dry_run and not reset:
            raise CommandError("--dry-run requires --reset.")
        if dry_run:
            self.stdout.write(f"Would remove {clearing.count(world.ADDRESSES)}.")
            return
        if world_status.is_built() and not reset:
            self.stderr.write("The demo world is already there. Nothing was changed.", self.style.SUCCESS)
        else:
            if reset:
                self.stderr.write(f"Removing {clearing.count(world.ADDRESSES)}.", self.style.SUCCESS)
            self.stderr.write("Building the demo world. This takes about 20 seconds …", self.style.SUCCESS)
            world.build()
        self.stdout.write(world.sign_ins())
