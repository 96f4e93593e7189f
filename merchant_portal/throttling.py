"""Every limit by network, by name, in one place. Limits of accounts are in PostgreSQL and hold while Redis is
down; these are then open, and say so in the log."""

import logging
from datetime import UTC, datetime
from functools import cache

import redis
from django.conf import settings
from limits import parse
from limits.errors import StorageError
from limits.storage import storage_from_string
from limits.strategies import MovingWindowRateLimiter, SlidingWindowCounterRateLimiter

from merchant_portal import circuit
from merchant_portal.errors import TooManyTries
from merchant_portal.http import client_network

logger = logging.getLogger(__name__)

NAMES = ("sign_in", "register", "reset", "resend", "help", "readiness")


@cache
def limiter():
    storage = storage_from_string(
        settings.LIMITS_STORAGE_URL,
        wrap_exceptions=True,
        **circuit.QUICK,
        key_prefix=settings.LIMITS_KEY_PREFIX,
    )
    try:
        return SlidingWindowCounterRateLimiter(storage)
    except NotImplementedError:
        return MovingWindowRateLimiter(storage)


@cache
def _rule(text: str):
    return parse(text)


def check(name: str, request) -> None:
    """Counts one request of `name` from the client's network.

    Raises TooManyTries with the time of the next possible try when the limit of that name is reached.
    A limit set to `0` is off. When Redis does not answer the request passes and an alarm is logged.
    """
    text = settings.NETWORK_LIMITS[name]
    if text == "0":
        return
    rule, network = _rule(text), client_network(request)
    try:
        with circuit.redis.attempt():  # a slow Redis must not hold a sign-in
            if limiter().hit(rule, name, network):
                return
            next_attempt_at = limiter().get_window_stats(rule, name, network).reset_time
    except (StorageError, redis.RedisError, OSError):
        logger.error("limits by network are open: Redis does not answer", extra={"limit": name})
        return
    raise TooManyTries(datetime.fromtimestamp(next_attempt_at, tz=UTC))
