from collections.abc import Iterator

from django.core.management import BaseCommand

from onboarding import transitions as onboarding
from reviews import transitions as reviews

HEAD = """# States

Printed by `python manage.py print_states` from the tables in `onboarding/transitions.py` and `reviews/transitions.py`.
The same tables become triggers, so the database refuses every move that is not listed here. Moves that nothing makes
yet are left out."""
NOT_MADE_YET = {
    onboarding.MerchantStatus.SUSPENDED,
    onboarding.MerchantStatus.CLOSED,
    reviews.ReviewStatus.AWAITING_SECOND_REVIEW,
}
MACHINES = [
    ("Application", "One attempt of a merchant to join.", onboarding.MOVES),
    ("Merchant", "The business, over all its applications.", onboarding.MERCHANT_MOVES),
    ("Requirement", "What is asked for: the company details or a document.", onboarding.REQUIREMENT_MOVES),
    ("Document version", "One uploaded file.", onboarding.VERSION_MOVES),
    ("Review", "One reviewer's work on one submission.", reviews.REVIEW_MOVES),
]


class Command(BaseCommand):
    help = "Prints every status and move as Markdown. docs/states.md is its output."

    def handle(self, **options):
        """Writes the document to standard output."""
        self.stdout.write("\n\n".join([HEAD, *("\n".join(_section(*machine)) for machine in MACHINES)]))


def _section(name: str, sentence: str, moves: dict) -> Iterator[str]:
    """Yields the lines about one table of moves: a diagram, and who acts in which status of an application."""
    yield from (f"## {name}", "", sentence, "", "```mermaid", "stateDiagram-v2")
    yield f"    [*] --> {next(iter(moves)).value}"
    for before in [status for status in moves if status not in NOT_MADE_YET]:
        afters = [after for after in moves[before] if after not in NOT_MADE_YET]
        yield from (f"    {before.value} --> {after.value}" for after in afters)
        if not afters:
            yield f"    {before.value} --> [*]"
    yield "```"
    if moves is onboarding.MOVES:
        yield from ("", "| status | who acts |", "|---|---|")
        yield from (f"| `{status.value}` | {owner.value} |" for status, owner in onboarding.OWNERS.items())
