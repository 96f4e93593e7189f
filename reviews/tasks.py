from celery import shared_task

from reviews.actions import cases, effects


@shared_task(name="reviews.apply_due_decisions", ignore_result=True)
def apply_due_decisions() -> None:
    """Carries out decisions whose undo window has ended, and closes reviews whose merchant has withdrawn."""
    effects.apply_due()
    cases.close_withdrawn()
