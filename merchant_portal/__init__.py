"""The project and what all apps stand on. The Celery app is loaded with it, so that tasks can be woken by name."""

from merchant_portal.celery import app as celery_app

__all__ = ["celery_app"]
