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


PATIENT_SECONDS = 5  # workers and beat wait for the broker, since nobody waits for them


@signals.celeryd_init.connect
@signals.beat_init.connect
def be_patient(**unused):
    """Gives the broker more time than a web request has."""
    patience = {"socket_timeout": PATIENT_SECONDS, "socket_connect_timeout": PATIENT_SECONDS}
    app.conf.broker_transport_options = app.conf.broker_transport_options | patience


@signals.task_prerun.connect
def note_started(task, **unused):
    """What beat queued waits no more; beat may queue its next run."""
    if any(task.name == entry["task"] for entry in app.conf.beat_schedule.values()):
        scheduler.note_started(task.name)


@signals.worker_init.connect
def remove_copies_left_behind(**unused):
    """A worker that was killed could not remove the copies of documents that it had open."""
    scratch.remove_left_behind()
