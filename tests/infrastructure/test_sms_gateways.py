"""Gateways for text messages, each the real thing: a file, a mailbox, a server that speaks http or https."""

import datetime
import ipaddress
import json
import ssl
from concurrent.futures import ThreadPoolExecutor

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from merchant_portal.local import folder, mailbox
from merchant_portal.messaging import failures, gateways
from tests.sms_gateway import SmsGateway

MESSAGE = {
    "to": "+85261234567",
    "template": "accounts/sign-in-sms",
    "params": {"language": "zh-hans", "code": "482913", "minutes": 10},
    "text": "登录验证码 482913",
    "at": "2026-11-26T10:42:00+00:00",
}


@pytest.fixture
def use(settings):
    """Returns a function that takes an SMS_URL and returns its gateway."""

    def current(url):
        settings.SMS_URL = gateways.read_url(url)
        return gateways.current()

    return current


def test_a_file_gets_one_line_for_each_message_and_is_its_owners_alone(use, tmp_path):
    path = tmp_path / "out of here.jsonl"
    gateway = use(f"file://{str(path).replace(' ', '%20')}")
    assert [gateway.take(MESSAGE), gateway.take(MESSAGE)] == ["written", "written"]
    assert [json.loads(line) for line in path.read_text().splitlines()] == [MESSAGE, MESSAGE]
    assert path.stat().st_mode & 0o077 == 0


def test_writers_at_once_keep_every_line_whole(use, tmp_path):
    gateway = use(f"file://{tmp_path}/sms.jsonl")
    long = MESSAGE | {"text": "長" * 20_000}
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: gateway.take(long), range(80)))
    lines = (tmp_path / "sms.jsonl").read_text().splitlines()
    assert len(lines) == 80 and all(json.loads(line) == long for line in lines)


def test_a_file_that_cannot_be_written_is_refused(use, tmp_path):
    with pytest.raises(failures.TransportUnavailable):
        use(f"file://{tmp_path}/nowhere/sms.jsonl").take(MESSAGE)


def test_the_local_mailbox_shows_it_beside_the_mails(use, tmp_path, monkeypatch):
    monkeypatch.setattr(folder, "data_folder", lambda: tmp_path)
    use("mailbox:").take(MESSAGE)
    message = mailbox.messages()[0]
    assert (message["kind"], message["to"]) == ("accounts/sign-in-sms", "+85261234567")
    assert (message["text"], message["subject"], message["html"]) == (MESSAGE["text"], "", "")


@pytest.mark.parametrize("status", [200, 202, 204])
def test_a_gateway_is_posted_the_message_as_json(use, status):
    with SmsGateway() as server:
        server.status = status
        assert use(server.url.replace("://", "://to%20ken@")).take(MESSAGE) == f"HTTP {status}"
    assert server.messages == [MESSAGE] and server.asked == ["POST /send"]
    assert server.headers[0]["Authorization"] == "Bearer to ken"
    assert server.headers[0]["Content-Type"] == "application/json"


@pytest.mark.parametrize("status", [301, 307, 400, 401, 429, 500, 503])
def test_any_other_answer_is_a_refusal_and_no_redirect_is_followed(use, status):
    with SmsGateway() as elsewhere, SmsGateway() as server:
        server.status, server.location = status, elsewhere.url.replace("+json", "")
        with pytest.raises(failures.TemporarilyRefused, match=f"^HTTP {status}$"):
            use(server.url).take(MESSAGE)
    assert server.asked == ["POST /send"] and elsewhere.asked == []


def test_a_gateway_that_is_not_there_or_dawdles_is_refused(use, settings):
    settings.SMS_TIMEOUT_SECONDS = 0.2
    with SmsGateway() as server:
        server.delay = 0.6
        with pytest.raises(failures.OutcomeUnknown, match="^no answer in time$"):
            use(server.url).take(MESSAGE)
    with pytest.raises(failures.TransportUnavailable, match="^ConnectionRefusedError$"):
        use(server.url).take(MESSAGE)


@pytest.fixture
def certificate(tmp_path):
    """The path of a certificate for 127.0.0.1, signed by itself, with its key."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), 1, now, now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path = tmp_path / "certificate.pem"
    path.write_bytes(made.public_bytes(pem) + private)
    return path


@pytest.mark.parametrize("is_trusted", [True, False])
def test_https_is_spoken_only_with_a_gateway_that_proves_its_name(use, certificate, monkeypatch, is_trusted):
    if is_trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate)
    with SmsGateway(tls) as server:
        gateway = use(server.url)
        if is_trusted:
            assert gateway.take(MESSAGE) == "HTTP 200" and gateway.look() == "https+json 127.0.0.1"
        else:
            with pytest.raises(failures.TransportUnavailable, match="^SSLCertVerificationError$"):
                gateway.take(MESSAGE)
    assert server.messages == ([MESSAGE] if is_trusted else [])


@pytest.mark.parametrize(
    "url", ["", "mailbox:", "file:///a/b.jsonl", "https+json://t@sms.internal/x?y=1", "http+json://[::1]:8/x"]
)
def test_these_addresses_are_taken(url):
    assert gateways.read_url(url) == url


@pytest.mark.parametrize(
    "url",
    [
        "mailbox", "mailbox:x", "file:", "file:///", "file://host/x", "https://sms.internal/", "https+json:///x",
        "http+json://sms.internal/x", "http+json://127.0.0.1.sms.internal/", "https+json://a:b@sms.internal/",
        "https+json://a%0d%0ab@sms.internal/", "https+json://sms.internal:port/", "twilio://x",
    ],
)  # fmt: skip
def test_these_are_not(url):
    with pytest.raises(ValueError):
        gateways.read_url(url)
