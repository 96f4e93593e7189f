"""A forwarding peer that TRUSTED_PROXIES does not name is warned about once a process."""

import logging
from ipaddress import ip_network

import pytest

from merchant_portal.messaging import mail
from merchant_portal.middleware import UnknownProxyMiddleware
from merchant_portal.operations import heartbeats, proxies
from tests.house.test_mails_render import SAMPLES

PEER = "10.1.2.3"
FORWARDED = {"REMOTE_ADDR": PEER, "HTTP_X_FORWARDED_FOR": "203.0.113.9"}


@pytest.fixture(autouse=True)
def new_process(db):
    heartbeats.forget_recorded()


def warnings(caplog) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.name == proxies.logger.name]


def ask(middleware, rf, **meta):
    return middleware(rf.get("/", **meta))


@pytest.fixture
def middleware():
    return UnknownProxyMiddleware(lambda request: None)


def test_it_is_warned_about_once_and_kept_for_doctor(middleware, rf, caplog, django_assert_num_queries):
    caplog.set_level(logging.WARNING)
    ask(middleware, rf, **FORWARDED)
    with django_assert_num_queries(0):
        for _ in range(5):
            ask(middleware, rf, **FORWARDED)
    assert len(warnings(caplog)) == 1 and PEER in warnings(caplog)[0] and "TRUSTED_PROXIES" in warnings(caplog)[0]
    assert heartbeats.latest(proxies.HEARTBEAT).detail == PEER


@pytest.mark.parametrize(
    "meta",
    [
        {"REMOTE_ADDR": PEER},
        FORWARDED | {"REMOTE_ADDR": "10.9.0.1"},
        FORWARDED | {"REMOTE_ADDR": ""},
    ],
    ids=["nobody forwarded", "a trusted proxy", "a unix socket"],
)
def test_what_is_right_is_not_warned_about(middleware, rf, caplog, settings, meta, django_assert_num_queries):
    settings.TRUSTED_PROXIES = [ip_network("10.9.0.0/24")]
    with django_assert_num_queries(0):
        ask(middleware, rf, **meta)
    assert warnings(caplog) == []


def test_the_message_id_carries_the_senders_domain(settings):
    settings.DEFAULT_FROM_EMAIL = "portal@sender.example"
    kind, facts = next(iter(SAMPLES.items()))
    found = {mail.compose(kind(language="en", **facts)).message()["Message-ID"] for _ in range(2)}
    assert len(found) == 2 and all(text.endswith("@sender.example>") for text in found)
