import logging

import pytest
from django.test import RequestFactory

from merchant_portal import throttling
from merchant_portal.errors import TooManyTries
from tests.threads import at_once


def ask(address="203.0.113.7"):
    return RequestFactory().get("/", REMOTE_ADDR=address)


def test_the_limit_of_a_name_counts_for_that_name_only(network_limit):
    network_limit("help", "2/hour")
    throttling.check("help", ask())
    throttling.check("help", ask())
    throttling.check("resend", ask())
    with pytest.raises(TooManyTries) as refused:
        throttling.check("help", ask())
    assert refused.value.next_attempt_at is not None


def test_a_limit_of_zero_is_off(network_limit):
    network_limit("help", "0")
    for _ in range(50):
        throttling.check("help", ask())


def test_parallel_requests_win_no_extra_one(network_limit):
    network_limit("help", "10/hour")
    answers = at_once(lambda number: throttling.check("help", ask()), 30)
    assert sum(answer is None for answer in answers) == 10


def test_without_redis_everybody_passes_and_the_log_says_so(network_limit, settings, caplog):
    network_limit("help", "1/hour")
    settings.LIMITS_STORAGE_URL = "redis://127.0.0.1:1/0"
    throttling.limiter.cache_clear()
    with caplog.at_level(logging.ERROR):
        throttling.check("help", ask())
        throttling.check("help", ask())
    assert "limits by network are open" in caplog.text
