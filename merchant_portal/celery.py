import os

from celery import Celery, signals

from merchant_portal import scheduler
from merchant_portal.storage import scratch

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "merchant_portal.settings")

app = Celery("merchant_portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@signals.setup_logging.connect
def keep_our_logging(**unused):
    """Celery leaves logging as the settings made it."""


@signals.task_prerun.connect
def note_started(task, **unused):
    """What beat queued waits no more; beat may queue its next run."""
    if any(task.name == entry["task"] for entry in app.conf.beat_schedule.values()):
        scheduler.note_started(task.name)


@signals.worker_init.connect
def remove_copies_left_behind(**unused):
    """A worker that was killed could not remove the copies of documents that it had open."""
    scratch.remove_left_behind()
