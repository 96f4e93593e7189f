import socket
from datetime import timedelta
from urllib.parse import urlsplit

import redis
from django.conf import settings
from django.core.mail import get_connection
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from merchant_portal.messaging import caps, gateways
from merchant_portal.storage import fonts, health

CLOCKS_MAY_DIFFER = timedelta(seconds=2)
SECONDS = 3  # how long a service may take to answer
SAMPLES = {"Cyrillic": "Ж", "Chinese": "云"}


class Trouble(Exception):
    """What is wrong with one service, as one line."""


def _database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        version = cursor.fetchone()[0]
    if MigrationExecutor(connection).migration_plan(MigrationExecutor(connection).loader.graph.leaf_nodes()):
        raise Trouble("migrations are missing: run manage.py migrate")
    return f"PostgreSQL {version}, migrated"


def _trigrams() -> str:
    with connection.cursor() as cursor:
        for script, sample in SAMPLES.items():
            cursor.execute("SELECT cardinality(show_trgm(%s))", [sample])
            if not cursor.fetchone()[0]:
                raise Trouble(f"the database takes {script} for punctuation: make it with LC_CTYPE C.UTF-8")
    return " and ".join(SAMPLES)


def _broker() -> str:
    with redis.from_url(settings.REDIS_URL, socket_timeout=SECONDS, socket_connect_timeout=SECONDS) as client:
        return f"Redis {client.info('server')['redis_version']}"


def _mail() -> str:
    with get_connection(timeout=SECONDS) if settings.EMAIL_HOST else get_connection():
        return settings.EMAIL_URL["url"].rpartition("@")[2]


def _sms() -> str:
    if not settings.SMS_URL:
        return "none: neither the channel nor the phone task is offered"
    return f"{gateways.current().look()}; today {caps.taken_today()} of {settings.SMS_DAILY_CAP}"


def _storage() -> str:
    return health.examine()


def _scanner() -> str:
    if not settings.SCANNER_URL:
        return "none: every paper says that it was not scanned"
    parts = urlsplit(settings.SCANNER_URL)
    address = (parts.hostname, parts.port or 3310) if parts.hostname else parts.path
    with socket.socket(socket.AF_INET if parts.hostname else socket.AF_UNIX) as link:
        link.settimeout(SECONDS)
        link.connect(address)
        link.sendall(b"zPING\0")
        if not link.recv(16).startswith(b"PONG"):
            raise Trouble("something answers, but it is no clamd")
    return "clamd"


def _clock() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        difference = abs(cursor.fetchone()[0] - timezone.now())
    if difference > CLOCKS_MAY_DIFFER:
        raise Trouble(f"this machine and the database differ by {difference.total_seconds():.0f} s")
    return f"{timezone.localtime():%Y-%m-%d %H:%M} {settings.TIME_ZONE}"


CHECKS = {
    "database": _database,
    "trigrams": _trigrams,
    "broker": _broker,
    "mail": _mail,
    "SMS": _sms,
    "storage": _storage,
    "scanner": _scanner,
    "clock": _clock,
    "fonts": fonts.check,
}


class Command(BaseCommand):
    """Asks every service the portal needs whether it is there."""

    help = "Checks database, broker, mail, SMS, storage, scanner, clock and fonts, and prints a table."

    def handle(self, *args, **options):
        ill = 0
        for name, check in CHECKS.items():
            try:
                state, said = "ok", check()
            except Exception as error:  # each service has its own family of errors
                ill += 1
                state, said = "ILL", str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
            self.stdout.write(f"{name:<10} {state:<4} {said}")
        if ill:
            raise CommandError(f"{ill} of {len(CHECKS)} checks failed.")
