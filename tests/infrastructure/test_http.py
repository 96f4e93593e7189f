from ipaddress import ip_network

import pytest
from django.test import RequestFactory

from merchant_portal.http import client_address, client_network, safe_next

PROXY, CLIENT = "10.0.0.2", "203.0.113.7"


def ask(remote, forwarded=None):
    headers = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}
    return RequestFactory().get("/", REMOTE_ADDR=remote, **headers)


@pytest.fixture(autouse=True)
def one_proxy(settings):
    settings.TRUSTED_PROXIES = [ip_network("10.0.0.0/24"), ip_network("2001:db8:ffff::/48")]


@pytest.mark.parametrize(
    "remote, forwarded, found",
    [
        (CLIENT, None, CLIENT),
        (CLIENT, "1.2.3.4", CLIENT),  # not from a proxy: what it says is not believed
        (PROXY, CLIENT, CLIENT),
        (PROXY, f"1.2.3.4, {CLIENT}", CLIENT),  # the left part was written by the client
        (PROXY, f"{CLIENT}, 10.0.0.3", CLIENT),  # two proxies
        (PROXY, None, PROXY),
        (PROXY, "nonsense", PROXY),
        (PROXY, f"nonsense, {CLIENT}", CLIENT),
        ("", CLIENT, CLIENT),  # a unix socket
        ("", None, "0.0.0.0"),
        (PROXY, "10.0.0.9, 10.0.0.3", "10.0.0.9"),
    ],
)
def test_the_client_is_the_nearest_hop_that_is_no_proxy(remote, forwarded, found):
    assert client_address(ask(remote, forwarded)) == found


@pytest.mark.parametrize(
    "address, network",
    [
        (CLIENT, CLIENT),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.7", CLIENT),
    ],
)
def test_limits_count_a_whole_ipv6_network(address, network):
    assert client_network(ask(address)) == network


@pytest.mark.parametrize("wanted", ["/application/", "/application/?a=1&b=2#x", "/документы/"])
def test_a_path_of_this_site_is_kept(wanted):
    assert safe_next(ask(CLIENT), wanted) == wanted


@pytest.mark.parametrize(
    "wanted",
    [
        None,
        "",
        "application/",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "https:evil.example",
        "https://evil.example",
        "http://testserver:81/",
        "javascript:alert(1)",
        "/a\r\nSet-Cookie: x",
        "/a\x00b",
        "///evil.example",
        "/" + "a" * 1001,
    ],
)
def test_every_other_target_is_dropped(wanted):
    assert safe_next(ask(CLIENT), wanted, "/home/") == "/home/"


@pytest.mark.parametrize("remote, secure", [(PROXY, True), (CLIENT, False)])
def test_the_scheme_is_believed_from_a_proxy_only(client, settings, remote, secure):
    settings.SECURE_SSL_REDIRECT = True
    answer = client.get("/robots.txt", REMOTE_ADDR=remote, HTTP_X_FORWARDED_PROTO="https")
    assert (answer.status_code == 200) is secure


def test_our_own_header_name_cannot_be_sent_by_a_client(client, settings):
    settings.SECURE_SSL_REDIRECT = True
    assert client.get("/robots.txt", HTTP_X_PORTAL_FORWARDED_PROTO="https").status_code == 301


@pytest.mark.parametrize("path", ["/healthz/", "/readyz/"])
def test_health_answers_whatever_host_and_scheme_are_asked(client, db, settings, path):
    settings.SECURE_SSL_REDIRECT = True
    assert client.get(path, HTTP_HOST="10.1.2.3").status_code == 200


def test_a_foreign_host_is_refused_with_a_calm_page(client, db):
    answer = client.get("/", HTTP_HOST="evil.example")
    assert answer.status_code == 400 and "evil.example" not in answer.content.decode()
