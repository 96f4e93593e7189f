from celery import shared_task

from reviews.actions import cases, effects


@shared_task(name="reviews.sweep_decisions", ignore_result=True)
def sweep_decisions() -> None:
    """Carries out decisions whose undo window has ended, and closes reviews whose merchant has withdrawn."""
    effects.sweep()
    cases.close_withdrawn()
