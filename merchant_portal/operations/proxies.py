"""Forwarded requests from a peer that TRUSTED_PROXIES does not name: all clients would share that peer's limits."""

import logging
from datetime import timedelta

from django.conf import settings

from merchant_portal.operations import heartbeats

logger = logging.getLogger(__name__)

HEARTBEAT = "unknown proxy"
NOTE_SECONDS = 3600  # the note for `doctor` is renewed as often as this
REPORTED_FOR = timedelta(days=1)


def note_unknown_proxy(peer: str) -> None:
    """Records for `doctor` that the address `peer` forwarded a request, at most once an hour."""
    heartbeats.record(HEARTBEAT, peer, every_seconds=NOTE_SECONDS)


def warn_of_unknown_proxy(peer: str) -> None:
    """Writes to the log that the address `peer` forwards requests and is not named as a proxy."""
    logger.warning(
        "a request was forwarded by %s, but TRUSTED_PROXIES names %s: "
        "if that is your proxy, name it, since all its clients share one limit now",
        peer,
        ", ".join(map(str, settings.TRUSTED_PROXIES)) or "nobody",
    )
