import socket
from itertools import groupby
from urllib.parse import urlsplit

import redis
from django.conf import settings
from django.core.mail import get_connection
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from merchant_portal import clock
from merchant_portal.messaging import caps, gateways
from merchant_portal.operations import alarms, gauges, heartbeats, proxies
from merchant_portal.storage import fonts, health

SECONDS = 3  # how long a service may take to answer
SAMPLES = {"Cyrillic": "Ж", "Chinese": "云"}


class ServiceProblem(Exception):
    """What is wrong with one service, as one line."""


class OperatorNotice(Exception):
    """What an operator should look at, as one line; it may be right as it is."""


def _database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        version = cursor.fetchone()[0]
    if MigrationExecutor(connection).migration_plan(MigrationExecutor(connection).loader.graph.leaf_nodes()):
        raise ServiceProblem("migrations are missing: run manage.py migrate")
    return f"PostgreSQL {version}, migrated"


def _trigrams() -> str:
    with connection.cursor() as cursor:
        for script, sample in SAMPLES.items():
            cursor.execute("SELECT cardinality(show_trgm(%s))", [sample])
            if not cursor.fetchone()[0]:
                raise ServiceProblem(
                    f"the database treats {script} letters as punctuation: create it with LC_CTYPE C.UTF-8"
                )
    return " and ".join(SAMPLES)


def _broker() -> str:
    with redis.from_url(settings.REDIS_URL, socket_timeout=SECONDS, socket_connect_timeout=SECONDS) as client:
        return f"Redis {client.info('server')['redis_version']}"


def _mail() -> str:
    with get_connection(timeout=SECONDS) if settings.EMAIL_HOST else get_connection():
        return settings.EMAIL_URL["url"].rpartition("@")[2]


def _sms() -> str:
    if not settings.SMS_URL:
        return "none: codes by text message and phone confirmation are off"
    return f"{gateways.current().look()}; {caps.taken_today()} of {settings.SMS_DAILY_CAP} sent today"


def _scanner() -> str:
    if not settings.SCANNER_URL:
        return "none: documents are marked as not scanned"
    parts = urlsplit(settings.SCANNER_URL)
    address = (parts.hostname, parts.port or 3310) if parts.hostname else parts.path
    with socket.socket(socket.AF_INET if parts.hostname else socket.AF_UNIX) as link:
        link.settimeout(SECONDS)
        link.connect(address)
        link.sendall(b"zPING\0")
        if not link.recv(16).startswith(b"PONG"):
            raise ServiceProblem("something answers, but it isn't clamd")
    return "clamd"


def _clock() -> str:
    clock.measure(connection)
    seconds = abs(clock.difference().total_seconds())
    if seconds > settings.CLOCK_DIFFERENCE_SECONDS:
        raise ServiceProblem(f"the clocks of this machine and the database differ by {seconds:.0f} s")
    return f"{timezone.localtime():%Y-%m-%d %H:%M} {settings.TIME_ZONE}"


def _alarms() -> str:
    found = [f"{alarm.kind}: {alarm.text}" for alarm in alarms.open_alarms()]
    if found:
        raise ServiceProblem("; ".join(found))
    return "none open"


def _proxies() -> str:
    peer = heartbeats.latest(proxies.HEARTBEAT)
    if peer and clock.now() - peer.at < proxies.REPORTED_FOR:
        raise OperatorNotice(
            f"{peer.detail} forwards requests (last at {timezone.localtime(peer.at):%Y-%m-%d %H:%M}), but "
            "TRUSTED_PROXIES does not name it: if it is your proxy, all clients share one limit"
        )
    return ", ".join(map(str, settings.TRUSTED_PROXIES)) or "none trusted"


CHECKS = {
    "database": _database,
    "trigrams": _trigrams,
    "broker": _broker,
    "mail": _mail,
    "SMS": _sms,
    "storage": health.check_storage,
    "scanner": _scanner,
    "clock": _clock,
    "fonts": fonts.check,
    "proxies": _proxies,
    "alarms": _alarms,
}


def _ask(check) -> tuple[str, str]:
    """Returns the state of one service and a line about it."""
    try:
        return "ok", check()
    except OperatorNotice as doubt:
        return "WARN", str(doubt)
    except Exception as error:  # each service has its own family of errors
        return "FAIL", (str(error).strip() or type(error).__name__).splitlines()[0]


def _ask_gauges() -> list[tuple[str, str, str]]:
    """Returns for each group of gauges its name, its state and its readings."""
    try:
        readings = gauges.read()
    except Exception as error:  # whatever is wrong with the database, the line says so
        return [("ages", "FAIL", (str(error).strip() or type(error).__name__).splitlines()[0])]
    lines = []
    for group, found in groupby(readings, key=lambda reading: reading.gauge.group):
        members = list(found)
        state = "FAIL" if any(reading.is_behind for reading in members) else "ok"
        lines.append((group, state, f"{', '.join(map(str, members))} (limit {gauges.readable(members[0].limit)})"))
    return lines


class Command(BaseCommand):
    """Asks every service the portal needs whether it is there, and whether anything waits for too long."""

    help = (
        "Checks the database, broker, mail, SMS, storage, scanner, clock, fonts and proxies; the ages of messages, "
        "documents, sweeps and the seal; and open alarms. Prints a table. Exits with status 1 if a check fails."
    )

    def handle(self, *args, **options):
        lines = [(name, *_ask(check)) for name, check in CHECKS.items()] + _ask_gauges()
        for name, state, text in lines:
            self.stdout.write(f"{name:<10} {state:<4} {text}")
        ill = sum(state == "FAIL" for _name, state, _text in lines)
        if ill:
            raise CommandError(f"{ill} of {len(lines)} checks failed.")
