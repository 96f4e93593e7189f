from celery import shared_task

from merchant_portal.operations import checking


@shared_task(name="operations.check", ignore_result=True)
def check() -> None:
    """Measures everything that has a limit, and raises or resolves the alarms about it."""
    checking.check()
