"""Forwarded requests from a peer that TRUSTED_PROXIES does not name: all clients would share that peer's limits."""

import logging
from datetime import timedelta

from django.conf import settings

from merchant_portal.http import is_forwarded, is_trusted_proxy
from merchant_portal.operations import heartbeats

logger = logging.getLogger(__name__)

HEARTBEAT = "unknown proxy"
NOTE_SECONDS = 3600  # `doctor` learns of it again as often as this
REPORTED_FOR = timedelta(days=1)


class UnknownProxyMiddleware:
    """Warns once a process in the log, and leaves a note for `doctor`."""

    def __init__(self, get_response):
        self.get_response = get_response
        self.has_warned = False

    def __call__(self, request):
        peer = request.META.get("REMOTE_ADDR", "")
        if is_forwarded(request) and not is_trusted_proxy(peer):
            self._note(peer)
        return self.get_response(request)

    def _note(self, peer: str) -> None:
        heartbeats.record(HEARTBEAT, peer, every_seconds=NOTE_SECONDS)
        if not self.has_warned:
            self.has_warned = True
            trusted = ", ".join(map(str, settings.TRUSTED_PROXIES)) or "nobody"
            logger.warning(
                "a request was forwarded by %s, but TRUSTED_PROXIES names %s: "
                "if that is your proxy, name it, since all its clients share one limit now",
                peer,
                trusted,
            )
