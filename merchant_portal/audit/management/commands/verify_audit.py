from django.core.management.base import BaseCommand, CommandError

from merchant_portal.audit import verifying


class Command(BaseCommand):
    """Recomputes the audit."""

    help = (
        "Recomputes every sealed block of the audit and its events, and fails at the first one that is wrong. Prints "
        "the newest seal of each chain. Keep it elsewhere and pass it with --head to detect blocks that were "
        "removed from the end."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--head", action="append", default=[], metavar="NAME:NUMBER:SEAL", help="a seal that an earlier run printed"
        )

    def handle(self, *args, head, **options):
        try:
            chains = verifying.verify()
            for seal in head:
                verifying.check_head(seal)
        except verifying.Broken as broken:
            raise CommandError(str(broken)) from None
        for chain in chains:
            keys = ", ".join(sorted(chain.keys)) or "none"
            self.stdout.write(
                f"{chain.retention.value}: {chain.blocks} blocks and {chain.events} events are correct, "
                f"{chain.purged} blocks purged, {chain.unsealed} events not yet sealed; keys in use: {keys}"
            )
            if chain.head:
                self.stdout.write(f"  head {chain.retention.value}:{chain.head.number}:{chain.head.seal}")
